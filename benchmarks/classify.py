"""How well sohoa knows papers: slots, complete dossiers, boundaries, codes, fields, and what it costs.

The papers are drawn from seeds (benchmarks/papers_by_kind); their wordings, typefaces and damage are used
nowhere else. "Without a person" means: a slot was given and nobody is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from benchmarks.classify_codes import codes_found, pages_with_codes
from benchmarks.classify_cost import codes_milliseconds
from benchmarks.classify_dossiers import Judged, judged_dossiers
from benchmarks.classify_figures import (
    DOSSIERS,
    PAPERS,
    REAL,
    boundary_figure,
    codes_figure,
    cost_figure,
    dossier_figures,
    real_figures,
    slot_figures,
)
from benchmarks.classify_files import blanks, found, long_files
from benchmarks.classify_model import model_table
from benchmarks.classify_readings import Readings
from benchmarks.classify_real import RealDocument, real_documents
from benchmarks.classify_tables import (
    boundaries_table,
    dossiers_table,
    real_table,
    slots_table,
    wrong_table,
)
from benchmarks.classify_trials import page_cache, pictures, trials, tried
from benchmarks.figures import Figure, PartFailed, Result, Table, say
from benchmarks.papers_by_kind.drawn import LEVELS
from dossiers.errors import SohoaError
from samples.generate.fonts import FontMissingError

BENCH = "classify"
_NOT_RUN = "this part could not run: {}"


def figures(*, limit: int | None = None) -> Result:
    """Measures everything; `limit` takes fewer papers, dossiers, files and pages of each sort."""
    tables: list[Table] = []
    made = [
        *_part(lambda: _papers(limit, tables), PAPERS),
        *_part(lambda: _dossiers(judged_dossiers(limit), tables), DOSSIERS),
        *_part(lambda: _real(real_documents(limit), tables), REAL),
    ]
    few = "" if limit is None else f", {limit} of each"
    return Result(
        BENCH,
        tuple(made),
        f"generated papers (benchmarks/papers_by_kind) and real documents{few}",
        tuple(tables),
    )


def _part(measured: Callable[[], list[Figure]], targets: Sequence[tuple[str, str]]) -> list[Figure]:
    try:
        return measured()
    except (PartFailed, SohoaError, FontMissingError, OSError) as error:
        return [Figure(name, None, target, _NOT_RUN.format(error)) for name, target in targets]


def _papers(limit: int | None, tables: list[Table]) -> list[Figure]:
    chosen = trials(limit)
    say(f"{len(chosen)} papers are drawn, where they are not in {page_cache().name} yet")
    drawn = list({(trial.paper.id, trial.variant): trial for trial in chosen}.values())
    with ProcessPoolExecutor(2) as pool:
        for level in LEVELS:
            list(pool.map(pictures, drawn, repeat(level), chunksize=8))
    files = long_files(chosen, limit)
    with_codes = pages_with_codes(limit)
    readings = Readings()
    scans = [page for level in LEVELS for trial in chosen for page in pictures(trial, level)]
    to_read: list[Path] = [*scans, *blanks(), *(picture for _, picture in with_codes)]
    say(f"{len(set(to_read))} pages are read, where they are not known yet")
    readings.read(to_read)
    done = [tried(trial, level, readings) for level in LEVELS for trial in chosen]
    boundaries = [found(file, readings) for file in files]
    codes = [codes_found(page, picture, readings) for page, picture in with_codes]
    tables += [
        slots_table(done),
        wrong_table(done),
        boundaries_table(boundaries),
        model_table(done, readings),
    ]
    sample = [pictures(trial, "office")[0] for trial in chosen[:20]]
    cost = cost_figure(done, codes_milliseconds(sample))
    return [*slot_figures(done), boundary_figure(boundaries), codes_figure(codes), cost]


def _real(done: Sequence[RealDocument], tables: list[Table]) -> list[Figure]:
    if not done:
        raise PartFailed("the real documents (shared/corpus/documents beside the checkout) are absent")
    tables.append(real_table(done))
    return real_figures(done)


def _dossiers(done: Sequence[Judged], tables: list[Table]) -> list[Figure]:
    tables.append(dossiers_table(done))
    return dossier_figures(done)
