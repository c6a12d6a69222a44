"""The arithmetic of `./script/bench hostile`: what counts as a crash, a time-out, another outcome."""

from __future__ import annotations

from benchmarks.hostile import Expected, Tried, judged
from tests.hostile.outcomes import Found

_WHOLE = Expected("ok", 2, 1, frozenset({"repaired"}))


def _found(outcome: str, *pages: str, findings: tuple[str, ...] = (), seconds: float = 1.0) -> Found:
    return Found(outcome, pages, frozenset(findings), "", seconds, 80)


def _values(*tried: Tried, note: str | None = None) -> dict[str, float | None]:
    return {figure.name: figure.value for figure in judged(tried, note=note)}


def test_what_is_as_written_down_meets_all() -> None:
    seen = _found("ok", "text_layer", "blank", findings=("repaired", "blank"), seconds=3.5)
    figures = judged([Tried("scan", _WHOLE, seen, left=0)] * 500, note=None)
    assert all(figure.met for figure in figures)
    assert figures[-1].value == 3.5


def test_crashes_time_outs_and_leftovers_are_told_apart() -> None:
    refused = Expected("corrupt", 0, 0, frozenset())
    endless = Expected("timeout", 0, None, frozenset())
    values = _values(
        Tried("crashes", refused, _found("step_crashed"), left=2),
        Tried("hangs", refused, _found("timeout", seconds=120), left=0),
        Tried("hangs as it should", endless, _found("timeout", seconds=120), left=0),
        Tried("loses a page", _WHOLE, _found("ok", "text_layer", findings=("repaired",)), left=0),
        Tried("is silent", _WHOLE, _found("ok", "text_layer", "blank", findings=("blank",)), left=0),
    )
    assert values == {
        "files tried": 5,
        "crashes": 1,
        "time-outs": 1,
        "leftovers": 2,
        "outcomes other than written down": 4,
        "slowest of those that ended by themselves, seconds": 1.0,
    }


def test_a_corpus_that_is_not_there_is_not_met() -> None:
    assert set(_values(note="absent").values()) == {None}
