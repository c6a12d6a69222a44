"""Pages read by sohoa and by bare Tesseract, side by side in one run."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from benchmarks.pages.made import MadePage, made_pages
from benchmarks.pages.real import RealPage, real_pages
from benchmarks.scoring import Score, Unit, score
from config.sections import OcrSettings
from dossiers.errors import SohoaError
from ocr.reading.read_file import read_file

_AT_A_TIME = 2
_SECONDS = 300
_UNCHANGED: Callable[[str], str] = str


@dataclass(frozen=True)
class Page:
    """A page to be read: `group` is the set it counts in, `prepared` what both texts go through first."""

    name: str
    group: str
    image: Path
    units: Sequence[Unit]
    prepared: Callable[[str], str] = _UNCHANGED


@dataclass(frozen=True)
class Compared:
    """A page as both read it; `failure` says why sohoa gave no text."""

    page: Page
    sohoa: Score
    bare: Score
    failure: str = ""

    @property
    def worse_by(self) -> float:
        """Points of CER by which sohoa is worse than bare Tesseract; negative where it is better."""
        return self.sohoa.cer - self.bare.cer


def pages_of_the_corpus() -> list[Page]:
    """The real pages; none where the corpus is absent."""
    return [_real(page) for page in real_pages()]


def pages_of_a_set(name: str) -> list[Page]:
    """The made pages of `tuning` or `measured`.

    Raises:
        FontMissingError: a typeface is not installed.
    """
    return [_made(page) for page in made_pages(name)]


def compared(pages: Sequence[Page], said: Callable[[Compared], None]) -> list[Compared]:
    """Reads every page with both, two pages at a time; who begins changes from page to page.

    Args:
        pages: what to read.
        said: told of each page when it is done, in the order of the pages.
    """
    with (
        tempfile.TemporaryDirectory(prefix="sohoa-reading-") as work,
        ThreadPoolExecutor(_AT_A_TIME) as pool,
    ):
        done = []
        for one in pool.map(_compare, pages, range(len(pages)), repeat(Path(work))):
            said(one)
            done.append(one)
        return done


def _compare(page: Page, position: int, work: Path) -> Compared:
    bare = "" if position % 2 else bare_text(page.image)
    text, failure = _sohoa_text(page.image, work)
    if position % 2:
        bare = bare_text(page.image)
    return Compared(
        page,
        score(page.units, page.prepared(text)),
        score(page.units, page.prepared(bare)),
        failure,
    )


def _sohoa_text(image: Path, work: Path) -> tuple[str, str]:
    try:
        reading = read_file(image, settings=OcrSettings(), work_directory=work)
        return "\n".join(page.text for page in reading.pages), ""
    except SohoaError as error:
        return "", f"{type(error).__name__}: {error}"


def bare_text(image: Path) -> str:
    """What Tesseract alone reads, one thread, its resolution from the file. It turns no page upright."""
    command = ["tesseract", str(image), "-", "-l", "vie", "--psm", "3"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS, env=environment)
    return done.stdout.decode("utf-8", "replace")


def _real(page: RealPage) -> Page:
    return Page(page.name, page.group, page.image, page.units, page.prepared)


def _made(page: MadePage) -> Page:
    turned = f" turned {page.turned}" if page.turned else ""
    return Page(f"{page.level}/{page.name} ({page.typeface}{turned})", page.level, page.image, page.units)
