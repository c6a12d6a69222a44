"""The two sets of made pages: one to choose constants by, one to measure with. Nothing is in both."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.pages import degrade
from benchmarks.pages.fonts import MEASURED_TYPEFACES, TUNING_TYPEFACES
from benchmarks.pages.papers import KINDS, paper
from benchmarks.pages.truth import PageTruth, Unit, laid_out
from benchmarks.pages.wording import Wording
from benchmarks.pages.wording_measured import MEASURED
from benchmarks.pages.wording_tuning import TUNING
from samples.generate.fonts import Typeface, set_in
from samples.generate.operations import Operation, Seal
from samples.generate.raster import draw_page

LEVELS = ("clean", "office", "poor", "photo")
_DPI = {"clean": 300, "office": 200, "poor": 150, "photo": 200}
_QUALITY = {"office": 60, "poor": 45, "photo": 72}
_EVERY_THIRD = 3
_BACK_LIES_LOWER = 61
_PAGES_OF_A_KIND = 4


@dataclass(frozen=True)
class PageSet:
    """What the pages of a set are made of."""

    name: str
    wording: Wording
    typefaces: Mapping[str, Typeface]
    seed: str


SETS = {
    "tuning": PageSet("tuning", TUNING, TUNING_TYPEFACES, "sohoa tuning 1"),
    "measured": PageSet("measured", MEASURED, MEASURED_TYPEFACES, "sohoa measured 1"),
}


@dataclass(frozen=True)
class BasePage:
    """One page before any scanner: what is drawn, what it says, in which typeface."""

    index: int
    name: str
    typeface: str
    operations: tuple[Operation, ...]
    units: tuple[Unit, ...]

    @property
    def turned(self) -> int:
        """The quarter turns, clockwise, by which its photograph lies wrong: 0 to 3, spread evenly."""
        return (self.index + self.index // _PAGES_OF_A_KIND) % 4


def base_pages(pages: PageSet) -> Iterator[BasePage]:
    """The 24 base pages of a set, four of each kind; typefaces go round."""
    names = tuple(pages.typefaces)
    kinds = [(kind, turn) for kind in KINDS for turn in range(_PAGES_OF_A_KIND)]
    for index, (kind, turn) in enumerate(kinds):
        dice = random.Random(f"{pages.seed} {kind} {turn}")
        typeface = names[index % len(names)]
        with set_in(pages.typefaces[typeface]):
            operations, units = laid_out(paper(kind, pages.wording, turn, dice))
        yield BasePage(index, f"{kind}_{turn + 1}", typeface, tuple(operations), units)


def write(pages: PageSet, folder: Path, levels: tuple[str, ...] = LEVELS, limit: int | None = None) -> None:
    """Writes FOLDER/<level>/<name>.png or .jpg, their resolution in them, and FOLDER/<name>.json.

    Args:
        pages: the set.
        folder: where to; made where it is missing.
        levels: which of LEVELS.
        limit: only so many base pages, spread over the kinds.
    """
    made = list(base_pages(pages))
    if limit is not None:
        made = sorted(made, key=lambda page: (page.index % _PAGES_OF_A_KIND, page.index))[:limit]
    for level in levels:
        (folder / level).mkdir(parents=True, exist_ok=True)
    for page in made:
        truth = PageTruth(
            name=page.name,
            page_set=pages.name,
            typeface=page.typeface,
            photo_turned_clockwise=90 * page.turned,
            units=page.units,
        )
        text = truth.model_dump_json(indent=1)
        (folder / f"{page.name}.json").write_text(text + "\n", encoding="utf-8")
        for level in levels:
            picture = scanned(pages, page, level)
            _save(picture, folder / level / page.name, level)


def scanned(pages: PageSet, page: BasePage, level: str) -> degrade.Picture:
    """The RGB picture of a base page at a level; the same at every call."""
    dice = random.Random(f"{pages.seed} {page.name} {level}")
    third = page.index % _EVERY_THIRD == 0
    with set_in(pages.typefaces[page.typeface]):
        match level:
            case "clean":
                return _clean(page.operations, level, dice)
            case "office":
                return degrade.office(_clean(page.operations, level, dice), dice, dirty=third)
            case "poor":
                stamp = Seal(dice.uniform(150, 460), dice.uniform(330, 520), "ĐÃ KIỂM TRA - BẢN SAO LƯU")
                front = _clean((*page.operations, stamp), level, dice)
                back = np.roll(_clean(page.operations, level, dice), _BACK_LIES_LOWER, axis=0)
                return degrade.poor(front, back, dice, bordered=third)
            case _:
                seen = degrade.photo(_clean(page.operations, level, dice), dice)
                return np.ascontiguousarray(np.rot90(seen, -page.turned))


def _clean(operations: tuple[Operation, ...], level: str, dice: random.Random) -> degrade.Picture:
    return np.asarray(draw_page(list(operations), _DPI[level], dice))


def _save(picture: degrade.Picture, stem: Path, level: str) -> None:
    dpi = (_DPI[level], _DPI[level])
    image = Image.fromarray(picture)
    if level == "clean":
        image.save(stem.with_suffix(".png"), dpi=dpi, compress_level=6)
    else:
        image.save(stem.with_suffix(".jpg"), dpi=dpi, quality=_QUALITY[level])
