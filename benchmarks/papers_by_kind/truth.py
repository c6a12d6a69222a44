"""Which papers there are, and which components and results they truly serve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

RESULT = "result"
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Paper:
    """One paper that the bench draws.

    Attributes:
        id: its name in this bench.
        shape: how it is laid out.
        kind: the kind that config/data/kinds.yaml gives it; `unclassified` for none.
        titles: its headings, one entry a variant, each with its lines.
        topics: what its lines say.
        about: what a decision, confirmation or statement says.
        mark: the mark of its form; `decree` is the law that it came with.
        head: whose head it bears.
        sign: the notation behind its number.
        pages: how many it has.
        process: the one-stop office itself makes it.
    """

    id: str
    shape: str
    kind: str
    titles: tuple[tuple[str, ...], ...]
    topics: tuple[str, ...] = ()
    about: str = ""
    mark: str = ""
    decree: str = ""
    head: str = ""
    sign: str = ""
    pages: int = 1
    process: bool = False

    @property
    def is_stray(self) -> bool:
        """It belongs into no dossier."""
        return self.shape == "strays"

    @property
    def variants(self) -> int:
        """How many headings it is drawn with."""
        return min(2, len(self.titles))


@cache
def papers() -> Mapping[str, Paper]:
    """Every paper by its id."""
    groups: dict[str, list[dict[str, Any]]] = _yaml("kinds.yaml")
    return {entry["id"]: _paper(shape, entry) for shape, entries in groups.items() for entry in entries}


@cache
def served() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By procedure and slot (`result` among them), the ids of the papers that serve there."""
    found: dict[str, dict[str, list[str]]] = _yaml("served.yaml")
    return {code: {slot: tuple(ids) for slot, ids in slots.items()} for code, slots in found.items()}


def right_slots(procedure: str, paper: str) -> frozenset[str]:
    """The slots of a procedure that a paper serves; none where it does not belong there."""
    slots = served().get(procedure, {})
    return frozenset(slot for slot, ids in slots.items() if paper in ids)


@cache
def topics() -> Mapping[str, tuple[tuple[tuple[str, str], ...], ...]]:
    """By topic, its lines: pairs of a label and what is filled in."""
    found: dict[str, list[list[list[str]]]] = _yaml("topics.yaml")
    return {
        topic: tuple(tuple((label, value) for label, value in line) for line in lines)
        for topic, lines in found.items()
    }


def _paper(shape: str, entry: dict[str, Any]) -> Paper:
    titles = entry.get("titles", [["QUYẾT ĐỊNH"], ["QUYẾT ĐỊNH"]])
    rest = {name: value for name, value in entry.items() if name not in {"titles", "topics"}}
    return Paper(
        shape=shape,
        titles=tuple(tuple(lines) for lines in titles),
        topics=tuple(entry.get("topics", ())),
        **rest,
    )


def _yaml(name: str) -> Any:  # noqa: ANN401 - as the file has it
    return yaml.safe_load((_FOLDER / name).read_text(encoding="utf-8"))
