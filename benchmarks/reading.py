"""How well sohoa reads, beside bare Tesseract on the same pages in the same run.

Photographs lie turned by 0, 90, 180 and 270 degrees in equal shares; bare Tesseract reads them as they lie.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from operator import attrgetter

from rich.console import Console
from rich.progress import Progress

from benchmarks.figures import Figure, Result, Table, print_tables
from benchmarks.pages.sets import LEVELS
from benchmarks.reading_run import Compared, Page, compared, pages_of_a_set, pages_of_the_corpus
from benchmarks.scoring import Score, total
from samples.generate.fonts import FontMissingError

BENCH = "reading"
DECREE, STAMPED = "decree pages", "stamped provincial pages"
_CER_TARGETS = {DECREE: 1.5, "clean": 0.5, "office": 1.5, "poor": 3.0, "photo": 3.0}
_RECALL_TARGETS = {STAMPED: 97.0}
GROUPS = (DECREE, STAMPED, "university notices", "90 dpi page", *LEVELS)
_Measure = Callable[[Score], float]
_cer: _Measure = attrgetter("cer")
_wer: _Measure = attrgetter("wer")
_recall: _Measure = attrgetter("recall")
_WORSE, _MUCH_WORSE, _SHARE_WORSE = 0.5, 3.0, 2.0
_OFFICIAL_ERRORS = 2.0
"""Points of CER left by the 98 % of characters that the technical guide of November 2025 asks for."""


def figures(*, groups: Sequence[str] = (), limit: int | None = None, tuning: bool = False) -> Result:
    """Reads the pages with both engines and judges sohoa.

    Args:
        groups: only these of GROUPS; all of them where empty.
        limit: only so many pages of each group, spread over the kinds of paper (for development).
        tuning: the made pages of the tuning set instead of the measured one, and no real pages.
    """
    asked = tuple(groups) or (LEVELS if tuning else GROUPS)
    pages, absent = _pages(asked, tuning=tuning)
    if limit is not None:
        pages = [page for group in asked for page in _spread(pages, group, limit)]
    with Progress(disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task("reading", total=len(pages))
        done = compared(pages, lambda _one: progress.advance(task))
    return judged(done, asked, absent, corpus=_corpus(tuning=tuning, limit=limit))


def judged(done: Sequence[Compared], asked: Sequence[str], absent: str, *, corpus: str) -> Result:
    """The figures of pages that were read, and the tables behind them.

    Args:
        done: the pages.
        asked: the groups that have figures, read or not.
        absent: why a group has no pages, for the note of its figure.
        corpus: on what was measured.
    """
    by_group = {group: [one for one in done if one.page.group == group] for group in asked}
    of_groups = [figure for group, ones in by_group.items() for figure in _group_figures(group, ones, absent)]
    tables = (
        _groups_table(by_group),
        _worse_table(done),
        _below_the_bar_table(done),
    )
    return Result(BENCH, (*of_groups, *_worse_figures(done, absent)), corpus, tables)


def _pages(asked: Sequence[str], *, tuning: bool) -> tuple[list[Page], str]:
    pages: list[Page] = []
    absent: list[str] = []
    if not tuning and set(asked) - set(LEVELS):
        pages += pages_of_the_corpus()
        if not pages:
            absent.append("the real pages (shared/corpus/ocr beside the checkout) are absent")
    if set(asked) & set(LEVELS):
        try:
            pages += pages_of_a_set("tuning" if tuning else "measured")
        except FontMissingError as error:
            absent.append(str(error))
    return [page for page in pages if page.group in asked], "; ".join(absent) or "not asked for"


def _spread(pages: Sequence[Page], group: str, limit: int) -> list[Page]:
    """So many pages of a group, evenly over all of them and so over the kinds of paper."""
    ones = [page for page in pages if page.group == group]
    count = min(limit, len(ones))
    return [ones[at * len(ones) // count] for at in range(count)]


def _group_figures(group: str, ones: Sequence[Compared], absent: str) -> list[Figure]:
    both = total(one.sohoa for one in ones), total(one.bare for one in ones)
    if group in _CER_TARGETS:
        return [_figure(f"{group}: CER %", _cer, both, ones, f"<= {_CER_TARGETS[group]}", absent)]
    if group in _RECALL_TARGETS:
        name = f"{group}: word recall of printed text %"
        return [_figure(name, _recall, both, ones, f">= {_RECALL_TARGETS[group]}", absent)]
    return []


def _figure(  # noqa: PLR0917 - a figure, how it is taken and from what
    name: str,
    taken: _Measure,
    both: tuple[Score, Score],
    ones: Sequence[Compared],
    target: str,
    absent: str,
) -> Figure:
    if not ones:
        return Figure(name, None, target, absent)
    ours, bare = both
    return Figure(name, taken(ours), target, f"{len(ones)} pages; bare Tesseract {taken(bare):.2f}")


def _worse_figures(done: Sequence[Compared], absent: str) -> tuple[Figure, Figure]:
    names = (
        f"pages worse than bare Tesseract by more than {_WORSE} points of CER, %",
        f"pages worse than bare Tesseract by more than {_MUCH_WORSE:g} points of CER",
    )
    targets = (f"<= {_SHARE_WORSE:g}", "<= 0")
    if not done:
        return Figure(names[0], None, targets[0], absent), Figure(names[1], None, targets[1], absent)
    worse = sum(one.worse_by > _WORSE for one in done)
    much = sum(one.worse_by > _MUCH_WORSE for one in done)
    return (
        Figure(names[0], 100 * worse / len(done), targets[0], f"{worse} of {len(done)}, listed"),
        Figure(names[1], float(much), targets[1]),
    )


def _groups_table(by_group: dict[str, list[Compared]]) -> Table:
    engines = ("sohoa", "bare")
    measures = ("CER %", "WER %", "recall %", "pages at 98 %, %")
    columns = ("set", "pages", *(f"{engine} {measure}" for measure in measures for engine in engines))
    rows: list[tuple[str | float | None, ...]] = []
    for group, ones in by_group.items():
        if not ones:
            continue
        sides = [[one.sohoa for one in ones], [one.bare for one in ones]]
        values = [taken(total(side)) for taken in (_cer, _wer, _recall) for side in sides]
        rows.append((group, len(ones), *values, *(_share_at_the_bar(side) for side in sides)))
    return Table("reading by set", columns, tuple(rows))


def _worse_table(done: Sequence[Compared]) -> Table:
    worse = sorted((one for one in done if one.worse_by > _WORSE), key=lambda one: one.worse_by, reverse=True)
    rows = tuple((one.page.name, one.sohoa.cer, one.bare.cer, one.worse_by) for one in worse)
    columns = ("page", "sohoa CER %", "bare CER %", "points worse")
    return Table(f"pages worse than bare Tesseract by more than {_WORSE} points", columns, rows)


def _below_the_bar_table(done: Sequence[Compared]) -> Table:
    rows = tuple(
        (one.page.name, one.sohoa.cer, one.bare.cer, one.sohoa.recall, one.bare.recall, one.failure)
        for one in sorted(done, key=lambda one: one.sohoa.cer, reverse=True)
        if one.sohoa.cer > _OFFICIAL_ERRORS
    )
    columns = ("page", "sohoa CER %", "bare CER %", "sohoa recall %", "bare recall %", "failure")
    return Table("pages below 98 % of characters", columns, rows)


def _share_at_the_bar(scores: Sequence[Score]) -> float:
    return 100 * sum(one.cer <= _OFFICIAL_ERRORS for one in scores) / len(scores)


def _corpus(*, tuning: bool, limit: int | None) -> str:
    said = "made pages of the tuning set" if tuning else "shared/corpus/ocr and made pages (measured set)"
    return said if limit is None else f"{said}, at most {limit} pages of each set"


def main() -> None:
    """`python -m benchmarks.reading`: the tables, for whoever works on the reading."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=main.__doc__)
    parser.add_argument("--set", choices=GROUPS, action="append", dest="groups", metavar="SET")
    parser.add_argument("--limit", type=int, help="only so many pages of each set")
    parser.add_argument("--tuning", action="store_true", help="the tuning set, which may be looked at")
    asked = parser.parse_args()
    result = figures(groups=asked.groups or (), limit=asked.limit, tuning=asked.tuning)
    print_tables(result, Console())


if __name__ == "__main__":
    main()
