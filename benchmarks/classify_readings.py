"""Pages as sohoa reads them, kept as long as neither the page nor what reads it has changed.

A page is read alone, whatever paper or file it is of: papers and files are put together from readings.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.figures import CHECKOUT
from config.sections import OcrSettings
from dossiers.errors import SohoaError
from ocr.reading.read_file import read_file
from ocr.values import PageReading, Reading

CACHE = CHECKOUT / "var" / "bench" / "classify"
_AT_A_TIME = 2
_READERS = ("ocr/*.py", "ocr/reading/*.py", "ocr/data/*", "config/sections.py")


class Readings:
    """The readings of pictures of pages."""

    def __init__(self, cache: Path = CACHE / "readings") -> None:
        """Keeps them in a folder named after what reads."""
        self._folder = cache / _fingerprint()
        self._folder.mkdir(parents=True, exist_ok=True)

    def read(self, pictures: Iterable[Path], said: Callable[[Path], None] = lambda _picture: None) -> None:
        """Reads what has not been read yet, two pages at a time."""
        missing = [picture for picture in dict.fromkeys(pictures) if not self._place(picture).is_file()]
        with (
            tempfile.TemporaryDirectory(prefix="sohoa-classify-") as work,
            ThreadPoolExecutor(_AT_A_TIME) as pool,
        ):
            for picture in pool.map(lambda one: self._read(one, Path(work)), missing):
                said(picture)

    def page(self, picture: Path) -> PageReading | None:
        """A page that `read` has read; None where it was refused."""
        kept = self._place(picture).read_text(encoding="utf-8")
        return PageReading.model_validate_json(kept) if kept else None

    def paper(self, pictures: Sequence[Path]) -> Reading:
        """Pages one after another, as one file of them would be read."""
        pages = (self.page(picture) for picture in pictures)
        numbered = [page.model_copy(update={"number": at}) for at, page in enumerate(filter(None, pages), 1)]
        return Reading(media_type="application/pdf", pages=numbered)

    def _place(self, picture: Path) -> Path:
        return self._folder / f"{hashlib.sha256(picture.read_bytes()).hexdigest()[:24]}.json"

    def _read(self, picture: Path, work: Path) -> Path:
        place = self._place(picture)
        try:
            kept = read_file(picture, settings=OcrSettings(), work_directory=work).pages[0].model_dump_json()
        except SohoaError:
            kept = ""
        partial = place.with_suffix(f".{os.getpid()}.part")
        partial.write_text(kept, encoding="utf-8")
        partial.rename(place)
        return picture


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in _READERS:
        for file in sorted(CHECKOUT.glob(pattern)):
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
