"""Whether a paper can be used: the gates of the profile on each of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from config.gates import Gate, Measured, Property, gate_file
from dossiers.states import GateFailure, PaperState
from ocr.values import PageReading, PageSource

_WORST_FIRST = (PaperState.UNREADABLE, PaperState.FAILED_GATE, PaperState.USABLE)
_MILLIMETRES_PER_POINT = 25.4 / 72

_Failed = tuple[Gate, GateFailure]


class Judgement(BaseModel):
    """The state of a paper, and the gates that do not hold, in the order in which they appeared.

    Attributes:
        findings: their stable words, each once.
        failures: each of them, with page, measured value and limit.
    """

    model_config = ConfigDict(frozen=True)

    state: PaperState
    findings: tuple[str, ...]
    failures: tuple[GateFailure, ...]


def judge(pages: Sequence[PageReading], gates: Sequence[Gate], *, stamped: bool) -> Judgement:
    """Judges the pages of one paper; the worst page decides, a blank one spoils nothing.

    `stamped`: its kind bears a red stamp as a rule. Where one is seen in colour it is not lost, and the other
    pages may be without; a page scanned without colour cannot show it.
    """
    seen, written, failed = False, 0, list[_Failed]()
    for page in pages:
        seen = seen or _shows_stamp(page)
        written += page.source is not PageSource.BLANK
        failed.extend(_failed(gates, _measures(page), page.number))
    failed.extend(_failed(gates, {Property.WRITTEN_PAGES: written}, None))
    if seen or not stamped:
        failed = [(gate, failure) for gate, failure in failed if gate.only is None]
    states = {gate.severity.state for gate, _ in failed}
    return Judgement(
        state=next((state for state in _WORST_FIRST if state in states), PaperState.USABLE),
        findings=tuple(dict.fromkeys(gate.finding for gate, _ in failed)),
        failures=_severest(failed),
    )


def _severest(failed: Sequence[_Failed]) -> tuple[GateFailure, ...]:
    """Of several gates for one finding on one measure, as for a stamped paper, the one that decides."""
    kept: dict[tuple[str, int | None, str], GateFailure] = {}
    for gate, failure in sorted(failed, key=lambda pair: _WORST_FIRST.index(pair[0].severity.state)):
        kept.setdefault((gate.finding, failure.page, failure.property), failure)
    chosen = set(kept.values())
    return tuple(failure for _, failure in failed if failure in chosen)


def _shows_stamp(page: PageReading) -> bool:
    return page.stamp is not None and page.stamp >= gate_file().stamp_area


def _failed(
    gates: Sequence[Gate], measures: Mapping[Property, Measured], page: int | None
) -> Iterator[_Failed]:
    for gate in gates:
        measured = measures.get(gate.property)
        if measured is not None and not gate.holds(measured):
            failure = GateFailure(
                finding=gate.finding,
                page=page,
                property=gate.property.value,
                measured=measured,
                limit=gate.value,
                severity=gate.severity.value,
            )
            yield gate, failure


def _measures(page: PageReading) -> Mapping[Property, Measured]:
    """What a page measures; None where it has no such property. A blank page has but its blankness."""
    if page.source is PageSource.BLANK:
        return {Property.SOURCE: page.source.value}
    return {
        Property.SOURCE: page.source.value,
        Property.DPI: page.dpi,
        Property.COLOUR: page.colour and page.colour.value,
        Property.CONFIDENCE: page.confidence if page.words else None,
        Property.WORDS: len(page.words),
        Property.SHARPNESS: page.sharpness,
        Property.SKEW: abs(page.skew),
        Property.CUT_OFF: page.cut_off,
        Property.BORDERS: page.borders,
        Property.SYLLABLES: page.syllables,
        Property.SIZE: _off_paper(page),
    }


def _off_paper(page: PageReading) -> float | None:
    """Millimetres; None for a page that is no scan, or whose size nobody knows for want of a resolution."""
    if page.dpi is None or "no_resolution" in page.findings:
        return None
    width, height = page.width * _MILLIMETRES_PER_POINT, page.height * _MILLIMETRES_PER_POINT
    return round(gate_file().off_paper(width, height), 1)
