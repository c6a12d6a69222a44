"""The figures of `classify`: the rows of its table, each with what it must reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from benchmarks.classify_codes import CodesFound
from benchmarks.classify_dossiers import Judged
from benchmarks.classify_files import Found, f1
from benchmarks.classify_real import RealDocument
from benchmarks.classify_trials import Tried
from benchmarks.figures import Figure
from benchmarks.papers_by_kind.drawn import LEVELS

_RIGHT = {"office": ">= 0.95", "poor": ">= 0.85"}
_WRONG = {"office": "<= 0.002", "poor": "<= 0.005"}
_BOUNDARIES = ("document boundaries in multi-paper files, F1", ">= 0.98")
_CODES = ("codes found at 200 dpi, skew up to 5 degrees", ">= 1")
_COST = ("CPU on top of reading, ms a page", "<= 30")
PAPERS = (
    *((f"right slot without a person, {level}", target) for level, target in _RIGHT.items()),
    *((f"wrong slot without a person, {level}", target) for level, target in _WRONG.items()),
    *(_BOUNDARIES, _CODES, _COST),
)
DOSSIERS = (
    ("dossiers reported complete that are not", "<= 0"),
    ("complete dossiers reported complete without a person", ">= 0.9"),
)
REAL = (
    ("real documents: kinds right, of 16", ">= 16"),
    ("real documents: printed fields right", ">= 0.95"),
    ("real documents: handwritten parts invented", "<= 0"),
)
_T = TypeVar("_T")


def slot_figures(done: Sequence[Tried]) -> list[Figure]:
    """Right and wrong slots at each level; the wrong ones are counted over strangers too."""
    made = []
    for level in LEVELS:
        own = [one for one in done if one.level == level and one.trial.right]
        every = [one for one in done if one.level == level]
        wrong = [one.trial.name for one in every if one.is_wrong]
        made += [
            Figure(
                f"right slot without a person, {level}",
                _share(own, lambda one: one.is_right),
                _RIGHT[level],
                f"of {len(own)} papers",
            ),
            Figure(
                f"wrong slot without a person, {level}",
                _share(every, lambda one: one.is_wrong),
                _WRONG[level],
                f"{len(wrong)} of {len(every)}",
            ),
        ]
    return made


def dossier_figures(done: Sequence[Judged]) -> list[Figure]:
    """What is called complete and is not, and what is and is called so."""
    wrongly = [one.dossier for one in done if one.said and not one.dossier.complete]
    truly = [one for one in done if one.dossier.complete]
    stories = ", ".join(f"{one.code} ({one.procedure}: {one.story})" for one in wrongly)
    (first, first_target), (second, second_target) = DOSSIERS
    return [
        Figure(
            first, len(wrongly), first_target, stories or f"of {len(done) - len(truly)} that are not complete"
        ),
        Figure(second, _share(truly, lambda one: one.said is True), second_target, f"of {len(truly)}"),
    ]


def real_figures(done: Sequence[RealDocument]) -> list[Figure]:
    """Kinds, printed fields, and what was invented."""
    (kinds, kinds_target), (fields, fields_target), (invented, invented_target) = REAL
    printed = [right for one in done for right in one.printed.values()]
    made_up = [f"{one.name}: {', '.join(one.invented)}" for one in done if one.invented]
    return [
        Figure(kinds, sum(one.right_kind for one in done), kinds_target, f"of {len(done)}"),
        Figure(fields, _share(printed, bool), fields_target, f"of {len(printed)} fields"),
        Figure(invented, len(made_up), invented_target, "; ".join(made_up) or None),
    ]


def boundary_figure(done: list[Found]) -> Figure:
    """Over all files of both levels."""
    return Figure(_BOUNDARIES[0], f1(done), _BOUNDARIES[1], f"in {len(done)} files")


def codes_figure(done: Sequence[CodesFound]) -> Figure:
    """Over all codes of all pages; the note names those that were missed."""
    printed = sum(len(one.page.said) for one in done)
    missed = ", ".join(f"{one.page.name}: {' and '.join(one.missed)}" for one in done if one.missed)
    share = sum(one.found for one in done) / printed if printed else None
    return Figure(_CODES[0], share, _CODES[1], missed or f"of {printed}")


def cost_figure(done: Sequence[Tried], codes: float | None) -> Figure:
    """Understanding (CPU of trials over their pages) and looking for codes (milliseconds a page) together."""
    pages = sum(one.pages for one in done)
    if codes is None or not pages:
        return Figure(_COST[0], None, _COST[1], "nothing was measured")
    understanding = 1000 * sum(one.seconds for one in done) / pages
    note = f"understanding {understanding:.1f} ms, codes {codes:.1f} ms"
    return Figure(_COST[0], understanding + codes, _COST[1], note)


def _share(every: Sequence[_T], holds: Callable[[_T], bool]) -> float | None:
    return sum(map(holds, every)) / len(every) if every else None
