"""The made pages on disk: written once, kept as long as nothing that makes them has changed."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pages.sets import LEVELS, SETS, write
from benchmarks.pages.truth import PageTruth, Unit

_CHECKOUT = Path(__file__).resolve().parent.parent.parent
_CACHE = _CHECKOUT / "var" / "bench" / "pages"
_DRAWN_WITH = ("blocks", "fonts", "layout", "operations", "raster")
_MAKERS = (
    *(file for file in Path(__file__).parent.glob("*.py") if file.name not in {"made.py", "real.py"}),
    *(_CHECKOUT / "samples" / "generate" / f"{name}.py" for name in _DRAWN_WITH),
)


@dataclass(frozen=True)
class MadePage:
    """One picture of the made pages; `turned` is how far a photograph lies turned, clockwise degrees."""

    name: str
    level: str
    typeface: str
    turned: int
    image: Path
    units: tuple[Unit, ...]


def made_pages(name: str, cache: Path = _CACHE) -> list[MadePage]:
    """The pages of a set, level by level; written now where they are not there yet.

    Raises:
        FontMissingError: a typeface is not installed; the message names its Debian package.
    """
    folder = cache / f"{name}-{_fingerprint()}"
    if not folder.is_dir():
        for stale in cache.glob(f"{name}-*"):
            shutil.rmtree(stale)
        partial = cache / f"partial-{name}"
        shutil.rmtree(partial, ignore_errors=True)
        write(SETS[name], partial)
        partial.rename(folder)
    return pages_in(folder)


def pages_in(folder: Path) -> list[MadePage]:
    """The pages of a folder that `write` filled."""
    files = sorted(folder.glob("*.json"))
    truths = [PageTruth.model_validate_json(file.read_text(encoding="utf-8")) for file in files]
    return [
        _page(truth, level, image)
        for level in LEVELS
        for truth in truths
        for image in (folder / level).glob(f"{truth.name}.*")
    ]


def _page(truth: PageTruth, level: str, image: Path) -> MadePage:
    turned = truth.photo_turned_clockwise if level == "photo" else 0
    return MadePage(truth.name, level, truth.typeface, turned, image, truth.units)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in sorted(_MAKERS):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
