"""Dossiers through the real batch: which of them the product calls complete."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import img2pdf

from benchmarks.classify_readings import CACHE
from benchmarks.classify_trials import page_cache, procedure_of
from benchmarks.figures import say
from benchmarks.office import Office
from benchmarks.pages.degrade import Picture
from benchmarks.papers_by_kind.dossiers import Dossier, Enclosed, dossiers
from benchmarks.papers_by_kind.drawn import kept, pages_of
from benchmarks.papers_by_kind.persons import Persona, persona
from benchmarks.papers_by_kind.sheets import cover
from benchmarks.papers_by_kind.truth import papers, served

_PERIOD = ("--from", "2025-08-01", "--to", "2025-08-31")
_COLUMNS = (
    "dossier_code",
    *("procedure_code", "unit_code", "level", "field", "channel"),
    *("received_on", "due_on", "resolved_on", "status", "facts"),
)


@dataclass(frozen=True)
class Judged:
    """A dossier and what the product says of it: True, False, or None where it does not know."""

    dossier: Dossier
    said: bool | None
    missing: tuple[str, ...]


def judged_dossiers(limit: int | None = None) -> list[Judged]:
    """Draws the dossiers, runs the batch over them, and asks the report which are complete.

    Raises:
        PartFailed: a command failed.
    """
    made = dossiers({code: procedure_of(code) for code in served()}, limit)
    folder = CACHE / "office"
    shutil.rmtree(folder, ignore_errors=True)
    office = Office(folder)
    office.sohoa("register", "import", str(_register(made, folder)))
    scanned = [one for one in made if one.story == "complete"][-2:]
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_draw, made))
    for dossier in made:
        if dossier not in scanned:
            _lay(dossier, folder / "inbox" / dossier.code)
    _batch_scan(scanned, folder / "inbox" / "scan-0001.pdf")
    say(f"the batch takes {len(made)} dossiers in")
    office.sohoa("batch")
    _, report = office.sohoa("report", *_PERIOD, "--dossiers", "--format", "json")
    rows: dict[str, dict[str, Any]] = {row["dossier_code"]: row for row in report["dossiers"]}
    return [
        Judged(one, rows[one.code]["complete"], tuple(rows[one.code].get("missing") or ())) for one in made
    ]


def _draw(dossier: Dossier) -> None:
    for one in dossier.enclosed:
        _pictures(dossier, one)


def _pictures(dossier: Dossier, one: Enclosed) -> tuple[Path, ...]:
    who = _whose(dossier, one)
    return pages_of(papers()[one.paper], one.variant, who, one.level, page_cache(), again=one.again)


def _whose(dossier: Dossier, one: Enclosed) -> Persona:
    """The applicant, or the other one whose own dossier lies in the same inbox."""
    return persona(one.whose, types=dossier.types)


def _lay(dossier: Dossier, folder: Path) -> None:
    folder.mkdir(parents=True)
    for number, one in enumerate(dossier.enclosed, 1):
        _bind(_pictures(dossier, one), folder / f"scan{number:02}.pdf")


def _batch_scan(scanned: Sequence[Dossier], target: Path) -> None:
    """Several dossiers in one file, each behind its cover sheet."""
    pages: list[Path] = []
    for dossier in scanned:
        pages += kept(
            page_cache(),
            f"cover-{dossier.code}",
            partial(_cover, dossier),
            "office",
        )
        for enclosed in dossier.enclosed:
            pages += _pictures(dossier, enclosed)
    _bind(pages, target)


def _cover(dossier: Dossier) -> list[Picture]:
    return [cover(dossier.code, dossier.procedure)]


def _bind(pages: Sequence[Path], target: Path) -> None:
    target.write_bytes(img2pdf.convert([str(page) for page in pages], nodate=True))


def _register(made: Sequence[Dossier], folder: Path) -> Path:
    file = folder / "dossiers.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(_COLUMNS)
        for one in made:
            rows.writerow(
                (
                    *(one.code, one.procedure, "H40.12", "commune", "Hộ tịch", "direct"),
                    *("2025-08-01", "2025-09-30", "", "in_progress", "-"),
                )
            )
    return file
