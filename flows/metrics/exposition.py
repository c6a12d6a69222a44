"""Prometheus' text format: families of samples with HELP and TYPE.

Source: prometheus.io/docs/instrumenting/exposition_formats, "Text-based format", version 0.0.4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

Number = int | float


@dataclass(frozen=True, slots=True)
class Sample:
    """One number, and what tells it from its likes."""

    value: Number
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Family:
    """Samples of one name.

    Attributes:
        name: begins with `sohoa_`, ends with its unit. All are gauges, of now or of the last night.
    """

    name: str
    help: str
    samples: tuple[Sample, ...]


def one(name: str, about: str, value: Number) -> Family:
    """A gauge that is a single number."""
    return Family(name, about, (Sample(value),))


def by_label(name: str, about: str, label: str, values: Mapping[str, Number]) -> Family:
    """A gauge with one sample for each value of a label."""
    return Family(name, about, tuple(Sample(value, {label: key}) for key, value in values.items()))


def exposition(families: Iterable[Family]) -> str:
    """The families as text; one without samples is left out."""
    return "".join(f"{line}\n" for family in families if family.samples for line in _lines(family))


def document(families: Iterable[Family]) -> dict[str, list[dict[str, object]]]:
    """The same as data: by name, each sample with its labels."""
    return {
        family.name: [{"labels": dict(sample.labels), "value": sample.value} for sample in family.samples]
        for family in families
        if family.samples
    }


def _lines(family: Family) -> Iterator[str]:
    yield f"# HELP {family.name} {_escaped(family.help)}"
    yield f"# TYPE {family.name} gauge"
    for sample in family.samples:
        yield f"{family.name}{_labels(sample.labels)} {sample.value}"


def _labels(labels: Mapping[str, str]) -> str:
    if not labels:
        return ""
    inside = ",".join(f'{name}="{_quoted(value)}"' for name, value in labels.items())
    return f"{{{inside}}}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("\n", r"\n")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', r"\"")
