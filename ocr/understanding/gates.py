"""Whether a paper can be used: the gates of the profile on each of its pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from config.gates import Gate, Property
from dossiers.states import PaperState
from ocr.values import PageReading, PageSource

_WORST_FIRST = (PaperState.UNREADABLE, PaperState.FAILED_GATE, PaperState.USABLE)


class Judgement(BaseModel):
    """The state of a paper and the findings of its gates, in the order in which they appeared."""

    model_config = ConfigDict(frozen=True)

    state: PaperState
    findings: tuple[str, ...]


def judge(pages: Sequence[PageReading], gates: Sequence[Gate], *, stamped: bool) -> Judgement:
    """Judges the pages of one paper; the worst page decides, a blank one spoils nothing."""
    failed = list(_failed(pages, [gate for gate in gates if stamped or gate.only is None]))
    states = {gate.severity.state for gate in failed}
    return Judgement(
        state=next((state for state in _WORST_FIRST if state in states), PaperState.USABLE),
        findings=tuple(dict.fromkeys(gate.finding for gate in failed)),
    )


def _failed(pages: Sequence[PageReading], gates: Sequence[Gate]) -> Iterator[Gate]:
    for page in pages:
        yield from (gate for gate in gates if not gate.holds(_measure(page, gate.property)))
    written = sum(page.source is not PageSource.BLANK for page in pages)
    whole = (gate for gate in gates if gate.property is Property.WRITTEN_PAGES)
    yield from (gate for gate in whole if not gate.holds(written))


def _measure(page: PageReading, name: Property) -> float | str | None:
    """What a page measures; None where it has no such property. A blank page has but its blankness."""
    if name is Property.SOURCE:
        return page.source
    if page.source is PageSource.BLANK:
        return None
    measures: dict[Property, float | str | None] = {
        Property.DPI: page.dpi,
        Property.COLOUR: page.colour,
        Property.CONFIDENCE: page.confidence if page.words else None,
        Property.WORDS: len(page.words),
        Property.SHARPNESS: page.sharpness,
    }
    return measures.get(name)
