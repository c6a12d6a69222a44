"""The papers of a night to measure: dossiers of five papers, a paper of two or three sheets, nobody twice.

So is the night of a province: 30,000 pages are 12,000 papers in 2,500 dossiers. It matters: every paper has
objects in the store and rows in the ledger, however few its pages are, and a person who stood in a hundred
dossiers would have all of them looked at again with each. What a paper lacks in sheets is filled up with
those of a list; each dossier has an applicant of its own.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np

from benchmarks.classify_trials import page_cache
from benchmarks.office import REGISTER_ROW
from benchmarks.papers_by_kind.drawn import DPI, damaged, kept, pages_of
from benchmarks.papers_by_kind.persons import persona
from benchmarks.papers_by_kind.truth import RESULT, papers, served
from benchmarks.scans import list_lines, write_pdf
from samples.generate.raster import draw_page

_PAPERS_OF_A_DOSSIER = 5
_SHEETS = (2, 3)  # of one paper and of the next
_POOR_EVERY = 12  # papers
_LISTS = 8


def fill(inbox: Path, register: Path, pages: int) -> int:
    """Puts papers of at least so many pages into an inbox and registers their dossiers; how many pages."""
    done, numbers = 0, count(1)
    with register.open("w", encoding="utf-8", newline="") as target:
        rows = csv.DictWriter(target, ("dossier_code", *REGISTER_ROW))
        rows.writeheader()
        while done < pages:
            number = next(numbers)
            code = f"H40.12-250801-{number:05}"
            procedure = sorted(served())[number % len(served())]
            rows.writerow({**REGISTER_ROW, "dossier_code": code, "procedure_code": procedure})
            folder = inbox / code
            folder.mkdir(parents=True)
            for at, sheets in enumerate(_papers(code, procedure, number), 1):
                with (folder / f"giay-{at}.pdf").open("wb") as file:
                    write_pdf([sheet.read_bytes() for sheet in sheets], file)
                done += len(sheets)
    return done


def _papers(code: str, procedure: str, number: int) -> Iterator[tuple[Path, ...]]:
    """The pictures of the sheets of each paper of a dossier: those that serve its procedure, and others."""
    dice = random.Random(f"scale {code}")
    fitting = {paper for slot, ids in served()[procedure].items() if slot != RESULT for paper in ids}
    chosen = dice.sample(sorted(fitting), min(_PAPERS_OF_A_DOSSIER, len(fitting)))
    others = sorted(paper.id for paper in papers().values() if not (paper.id in fitting or paper.is_stray))
    chosen += dice.sample(others, _PAPERS_OF_A_DOSSIER - len(chosen))
    for turn, paper in enumerate(map(papers().__getitem__, chosen), number * _PAPERS_OF_A_DOSSIER):
        level = "poor" if turn % _POOR_EVERY == 0 else "office"
        own = pages_of(paper, dice.randrange(paper.variants), persona(code), level, page_cache())
        lacking = _SHEETS[turn % len(_SHEETS)] - len(own)
        yield (*own, *(_list(dice.randrange(_LISTS)) for _ in range(lacking)))


def _list(number: int) -> Path:
    def drawn() -> Iterator[np.ndarray]:
        dice = random.Random(f"scale list {number}")
        clean = np.asarray(draw_page(list_lines(number), DPI["office"], dice))
        yield damaged(clean, "office", dice)

    return kept(page_cache(), f"list-{number}", drawn, "office")[0]
