"""The seven indicators, counted dossier by dossier (contract, "Readings"; the note on indicators, 1.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.oracle.judging import Judged, judged
from tests.oracle.texts import Office, day

Parts = dict[str, tuple[int, int]]  # indicator: numerator, denominator


@dataclass(frozen=True)
class Span:
    """A period, both ends inclusive."""

    first: date
    last: date

    def holds(self, moment: date | None) -> bool:
        return moment is not None and self.first <= moment <= self.last


def cohort(office: Office, span: Span, kind: str) -> list[Judged]:
    """The dossiers of a period: received in it, or resolved in it. Deleted ones are out of everything."""
    column = _date_of(kind)
    return [
        judged(row, office)
        for row in office.dossiers
        if row["status"] != "deleted"
        and span.holds(day(row[column]))
        and (kind == "received" or row["status"] == "resolved")
    ]


def is_resolved(one: Judged, span: Span) -> bool:
    """Resolved by the end of the period: by dates, not by today's status."""
    if one.row["status"] != "resolved":
        return False
    moment = day(one.row["resolved_on"])
    return moment is None or moment <= span.last


def indicators(dossiers: Iterable[Judged], span: Span) -> Parts:
    """Numerator and denominator of all seven."""
    everyone = list(dossiers)
    with_papers = [one for one in everyone if not one.nothing_to_digitise]
    resolved = [one for one in everyone if is_resolved(one, span)]
    with_document = [one for one in everyone if one.ends_in_document]
    return {
        "co_so_hoa_tphs": (_count(with_papers, lambda one: one.has_digitised_component), len(with_papers)),
        "so_hoa_day_du_tphs": (_count(with_papers, lambda one: one.complete is True), len(with_papers)),
        "so_hoa_ket_qua": (_count(resolved, _result_done), len(resolved)),
        "qd766_4_1": (_count(with_document, lambda one: one.result_digitised), len(with_document)),
        "qd766_4_2": (_count(everyone, lambda one: _both(one, span)), len(everyone)),
        "qd766_4_3": (_count(everyone, lambda one: one.reused_component), len(everyone)),
        "thanh_phan_so_hoa": (sum(one.digitised for one in everyone), sum(one.due or 0 for one in everyone)),
    }


def doubts(dossiers: Iterable[Judged]) -> dict[str, int]:
    """How many dossiers nobody can call complete or incomplete, and how many owe nothing."""
    everyone = list(dossiers)
    return {
        "undetermined": _count(everyone, lambda one: one.undetermined > 0),
        "unknown_due_set": _count(everyone, lambda one: one.units is None),
        "nothing_to_digitise": _count(everyone, lambda one: one.nothing_to_digitise),
    }


def ratio(parts: tuple[int, int]) -> str | None:
    """Two decimals, half up; never "100.00" while the numerator is smaller; null for denominator 0."""
    numerator, denominator = parts
    if denominator == 0:
        return None
    percent = _cents(Fraction(100 * numerator, denominator))
    return str(Decimal("99.99") if percent == 100 and numerator < denominator else percent)


def key(one: Judged, breakdown: str, kind: str) -> str:
    """The value of a dossier under a breakdown; its month is that of the date the cohort goes by."""
    if breakdown == "field":
        return one.field
    if breakdown == "month":
        moment = day(one.row[_date_of(kind)])
        assert moment is not None
        return f"{moment:%Y-%m}"
    return one.row[{"unit": "unit_code", "procedure": "procedure_code"}.get(breakdown, breakdown)]


def groups(
    dossiers: Iterable[Judged], span: Span, breakdowns: list[str], kind: str
) -> dict[tuple[str, ...], Parts]:
    """The indicators of every combination of these keys that occurs."""
    parted: dict[tuple[str, ...], list[Judged]] = {}
    for one in dossiers:
        parted.setdefault(tuple(key(one, name, kind) for name in breakdowns), []).append(one)
    return {combination: indicators(members, span) for combination, members in parted.items()}


def behind(dossiers: Iterable[Judged], span: Span, indicator: str) -> dict[str, list[str]]:
    """The dossiers behind a figure: each is counted alone, and where it adds something it stands."""
    told: dict[str, list[str]] = {"numerator": [], "denominator": [], "missing": [], "undetermined": []}
    for one in dossiers:
        numerator, denominator = indicators([one], span)[indicator]
        if denominator:
            in_doubt = one.units is None or one.undetermined > 0
            stands = {"numerator": numerator > 0, "denominator": True, "missing": numerator < denominator}
            for which in [name for name, holds in {**stands, "undetermined": in_doubt}.items() if holds]:
                told[which].append(one.row["dossier_code"])
    return told


def points(dossiers: Iterable[Judged], span: Span) -> dict[str, Decimal | None]:
    """The points of Decision 766 for what is measured here (note, 1.3); 4.2 and 4.3 are full from 80 %."""
    parts = indicators(dossiers, span)
    told: dict[str, Decimal | None] = {}
    for code, most, full_at in (("4.1", 6, 100), ("4.2", 4, 80), ("4.3", 2, 80)):
        numerator, denominator = parts[f"qd766_{code.replace('.', '_')}"]
        share = min(Fraction(numerator * 100, denominator * full_at), Fraction(1)) if denominator else None
        told[code] = None if share is None else _cents(share * most)
    return told


def band(one: Judged) -> str:
    """How complete a dossier is, by its own ratio."""
    if one.complete is None:
        return "unknown"
    if not one.due:
        return "nothing_due"
    share = Fraction(one.digitised, one.due)
    names = {Fraction(0): "0", Fraction(1): "100"}
    below = "0-50" if share < Fraction(1, 2) else "50-80" if share < Fraction(4, 5) else "80-100"
    return names.get(share, below)


def above(unit: str, parents: dict[str, str]) -> list[str]:
    """A unit and all units above it: `parent_code` where given, else what its code says.

    New codes read from general to particular: the dotted prefix. Old ones (three digits first) read the other
    way round: units below on the left, the province on the right (the note, section 3).
    """
    line = [unit]
    while True:
        up = parents.get(line[-1]) or _above_by_code(line[-1])
        if not up or up in line:
            return line
        line.append(up)


def _above_by_code(unit: str) -> str:
    groups = unit.split(".")
    if len(groups) != 4 or len(groups[0]) != 3:
        return ".".join(groups[:-1])
    for place, general in enumerate(("000", "00", "00")):
        if groups[place] != general:
            return ".".join([*groups[:place], general, *groups[place + 1 :]])
    return groups[3]


def under(dossiers: Iterable[Judged], unit: str, parents: dict[str, str]) -> list[Judged]:
    """The dossiers of a unit and of all below it."""
    return [one for one in dossiers if unit in above(one.row["unit_code"], parents)]


def _cents(number: Fraction) -> Decimal:
    """Two decimals, half up."""
    return Decimal((number * 200 + 1).__floor__() // 2).scaleb(-2)


def _date_of(kind: str) -> str:
    return "received_on" if kind == "received" else "resolved_on"


def _result_done(one: Judged) -> bool:
    """A procedure without a document result counts as done."""
    return one.result_digitised or not one.ends_in_document


def _both(one: Judged, span: Span) -> bool:
    """4.2: a component with a file and, where resolved with a document due, the result's."""
    return one.has_component_file and (_result_done(one) or not is_resolved(one, span))


def _count(dossiers: Iterable[Judged], asked: Callable[[Judged], bool]) -> int:
    return sum(asked(one) for one in dossiers)
