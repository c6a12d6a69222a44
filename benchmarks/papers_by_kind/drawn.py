"""A paper as pictures of its pages, at a level of damage; the same every time."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.pages import degrade
from benchmarks.pages.fonts import MEASURED_TYPEFACES
from benchmarks.papers_by_kind.cards import card_pages
from benchmarks.papers_by_kind.persons import Persona
from benchmarks.papers_by_kind.shapes import blocks
from benchmarks.papers_by_kind.truth import Paper
from samples.generate.fonts import set_in, text_width
from samples.generate.layout import RIGHT, Flow, place
from samples.generate.operations import Operation, Text
from samples.generate.raster import draw_page

LEVELS = ("office", "poor")
DPI = {"office": 200, "poor": 150}
_QUALITY = {"office": 62, "poor": 48}
_BACK_LIES_LOWER = 47
_FOLDER = Path(__file__).parent
_SAMPLES = _FOLDER.parent.parent / "samples" / "generate"
_MAKERS = (
    *_FOLDER.glob("*.py"),
    *_FOLDER.glob("*.yaml"),
    _FOLDER.parent / "pages" / "degrade.py",
    _FOLDER.parent / "pages" / "fonts.py",
    *(_SAMPLES / f"{name}.py" for name in ("blocks", "fonts", "layout", "operations", "raster")),
)


def pages_of(
    paper: Paper, variant: int, who: Persona, level: str, folder: Path, *, again: bool = False
) -> tuple[Path, ...]:
    """The pictures of the pages of a paper, drawn now where they are not in the cache.

    `again`: the same paper, scanned once more.
    """
    typed = "t" if who.types else ""
    name = f"{paper.id}-{variant}-{_short(who.number)}{typed}-{level}"
    if again:
        name += "-again"
    return kept(folder, name, lambda: draw(paper, variant, who, level, again=again), level)


def kept(
    folder: Path, name: str, drawing: Callable[[], Iterable[degrade.Picture]], level: str
) -> tuple[Path, ...]:
    """Pictures kept under a name in the cache."""
    found = tuple(sorted(folder.glob(f"{name}.p*.jpg")))
    if found:
        return found
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number, picture in enumerate(drawing(), 1):
        made.append(folder / f"{name}.p{number}.jpg")
        save(picture, made[-1].with_suffix(".part"), level)
    for file in reversed(made):  # the first page last: where it is there, all are
        file.with_suffix(".part").rename(file)
    return tuple(made)


def draw(
    paper: Paper, variant: int, who: Persona, level: str, *, again: bool = False
) -> list[degrade.Picture]:
    """The pages of a paper as a scanner at this level sees them."""
    seed = f"classify {paper.id} {variant} {who.number}"
    dice = random.Random(seed)
    face = dice.choice(tuple(MEASURED_TYPEFACES))
    with set_in(MEASURED_TYPEFACES[face]):
        if paper.shape == "cards":
            clean = card_pages(paper, who, DPI[level], dice)
        elif paper.id == "phong_canh":
            clean = [view(DPI[level], dice)]
        else:
            clean = [
                np.asarray(draw_page(page, DPI[level], random.Random(f"{seed} {number} ink")))
                for number, page in enumerate(laid_out(paper, variant, who, dice))
            ]
    scan = f"{seed} {level} {again}"
    return [damaged(page, level, random.Random(f"{scan} {at}")) for at, page in enumerate(clean)]


def laid_out(paper: Paper, variant: int, who: Persona, dice: random.Random) -> list[list[Operation]]:
    """The drawing operations of its pages; the mark of the form stands in the upper right corner."""
    flow = Flow(dice.choice((1.3, 1.38, 1.45)))
    if paper.mark:
        _mark(flow, paper, dice)
    for block in blocks(paper, variant, who, dice):
        place(flow, block)
    return flow.pages


def damaged(clean: degrade.Picture, level: str, dice: random.Random) -> degrade.Picture:
    """A clean page at a level."""
    third = dice.random() < 1 / 3
    if level == "office":
        return degrade.office(clean, dice, dirty=third)
    back = np.roll(np.full_like(clean, 255) if dice.random() < 0.5 else clean, _BACK_LIES_LOWER, axis=0)
    return degrade.poor(clean, back, dice, bordered=third)


def blank(level: str, seed: str) -> degrade.Picture:
    """An empty page as scanned."""
    dpi = DPI[level]
    clean = np.full((round(11.69 * dpi), round(8.27 * dpi), 3), 255, np.uint8)
    return degrade.office(clean, random.Random(f"classify blank {seed}"), dirty=False)


def view(dpi: int, dice: random.Random) -> degrade.Picture:
    """A photograph of hills: nothing to read."""
    height, width = round(8.27 * dpi), round(11.69 * dpi)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    scene = np.array((150, 190, 235), np.float32) * (1 - y) + np.array((240, 220, 190), np.float32) * y
    scene = np.repeat(scene, width, axis=1)
    for layer in range(4):
        xs = np.arange(width, dtype=np.float32)
        rim = height * (0.45 + 0.13 * layer) + 50 * np.sin(xs / dice.uniform(90, 260) + dice.uniform(0, 6))
        below = np.arange(height, dtype=np.float32)[:, None] > rim[None, :]
        scene[below] = np.array((60, 110 - 18 * layer, 70 - 12 * layer), np.float32)
    grain = np.random.default_rng(dice.getrandbits(32)).normal(0, 9, scene.shape).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(np.clip(scene + grain, 0, 255), (0, 0), 1.2), np.uint8)


@cache
def fingerprint() -> str:
    """Changes with everything that makes the pictures."""
    digest = hashlib.sha256()
    for file in sorted(_MAKERS):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def save(picture: degrade.Picture, file: Path, level: str) -> None:
    """As a JPEG that knows its resolution."""
    Image.fromarray(picture).save(file, "JPEG", dpi=(DPI[level], DPI[level]), quality=_QUALITY[level])


def _mark(flow: Flow, paper: Paper, dice: random.Random) -> None:
    under = f"(Kèm theo Nghị định số {paper.decree})".replace(
        "Nghị định số 01/2019/TT", "Thông tư số 01/2019/TT"
    )
    lines = [(paper.mark, "bold", 12.0)]
    if paper.decree and dice.random() < 0.6:
        lines.append((under, "italic", 10.0))
    for text, face, size in lines:
        flow.put(Text(RIGHT - text_width(text, face, size), flow.y - 12, text, face, size))
        flow.y += 13


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
