"""What scanners, copiers and telephones do to a clean page; the same dice give the same picture."""

from __future__ import annotations

import random

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Values = NDArray[np.float32]

_PAPERS = ((247, 246, 241), (243, 239, 226), (238, 238, 237), (246, 241, 228))


def office(clean: Picture, dice: random.Random, *, dirty: bool) -> Picture:
    """200 dpi from a good scanner: slightly askew, grainy; `dirty` adds streaks and the dirt of the drum.

    Args:
        clean: RGB, ink on white, at the resolution of the answer.
        dice: where every chance comes from.
        dirty: this page passed dirty glass.
    """
    grain = _grain(dice)
    sheet = _on_paper(clean, dice.choice(_PAPERS), dice.uniform(0.88, 0.97))
    sheet = _turned(sheet, _either_way(dice, 0.5, 2.0), 250)
    sheet = _blurred(sheet, dice.uniform(0.45, 0.7))
    if dirty:
        _streaks(sheet, dice)
        _drum_dirt(sheet, grain, dice)
    _specks(sheet, dice, dice.randint(10, 40))
    return _noisy(sheet, grain, 4.0)


def poor(clean: Picture, back: Picture, dice: random.Random, *, bordered: bool) -> Picture:
    """150 dpi of a faded, thin page with its back shining through; `bordered` leaves black edges.

    Args:
        clean: RGB at the resolution of the answer.
        back: what is printed on the other side, same size.
        dice: where every chance comes from.
        bordered: the lid was open: black where no paper lay.
    """
    grain = _grain(dice)
    sheet = _on_paper(clean, dice.choice(_PAPERS[1:]), dice.uniform(0.52, 0.66))
    mirrored = np.asarray(back[:, ::-1] / 255, np.float32)
    shining = _blurred(mirrored, 1.1)
    sheet *= 1 - dice.uniform(0.10, 0.16) * (1 - shining)
    sheet *= _clouds(sheet.shape[:2], grain, 0.03)[..., None]
    sheet = _turned(sheet, _either_way(dice, 2.0, 3.2), 35 if bordered else 244)
    if bordered:
        _dark_edges(sheet, dice)
    sheet = _blurred(sheet, dice.uniform(0.4, 0.6))
    _specks(sheet, dice, dice.randint(30, 90))
    return _noisy(sheet, grain, 6.0)


def photo(clean: Picture, dice: random.Random) -> Picture:
    """A page on a table, photographed by hand: perspective, uneven light, a shadow. Larger than the page."""
    grain = _grain(dice)
    height, width = clean.shape[:2]
    margin = round(width * 0.07)
    size = (width + 2 * margin, height + 2 * margin)
    lie = _perspective(width, height, margin, dice)
    sheet = _on_paper(clean, dice.choice(_PAPERS), dice.uniform(0.86, 0.95))
    page = np.asarray(cv2.warpPerspective(sheet, lie, size, flags=cv2.INTER_CUBIC), np.float32)
    seen = cv2.warpPerspective(np.ones((height, width), np.float32), lie, size)
    cover = np.asarray(seen, np.float32)[..., None]
    fall = _blurred(np.roll(cover[..., 0], (9, 9), (0, 1)), 9)[..., None]
    table = _table(size[::-1], grain, dice) * (1 - 0.5 * fall)
    scene = np.asarray(page * cover + table * (1 - cover), np.float32)
    scene *= (_lamp(size[::-1], dice) * _shadow(size[::-1], dice))[..., None]
    return _noisy(_blurred(scene, dice.uniform(0.55, 0.85)), grain, 5.0)


def _grain(dice: random.Random) -> np.random.Generator:
    return np.random.default_rng(dice.getrandbits(32))


def _either_way(dice: random.Random, least: float, most: float) -> float:
    return dice.choice((-1, 1)) * dice.uniform(least, most)


def _on_paper(clean: Picture, paper: tuple[int, int, int], strength: float) -> Values:
    ink = 1 - clean.astype(np.float32) / 255
    return np.asarray(np.array(paper, np.float32) * (1 - ink * strength), np.float32)


def _turned(sheet: Values, degrees: float, ground: int) -> Values:
    height, width = sheet.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(
        sheet, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(ground, ground, ground)
    )
    return np.asarray(turned, np.float32)


def _blurred(values: Values, sigma: float) -> Values:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), np.float32)


def _noisy(sheet: Values, grain: np.random.Generator, strength: float) -> Picture:
    height, width = sheet.shape[:2]
    common = grain.standard_normal((height, width, 1), np.float32) * strength
    colours = grain.standard_normal((height, width, 3), np.float32) * (strength * 0.35)
    return np.asarray(np.clip(sheet + common + colours, 0, 255), np.uint8)


def _clouds(shape: tuple[int, int], grain: np.random.Generator, strength: float) -> Values:
    small = grain.normal(1, strength, (12, 9)).astype(np.float32)
    return np.asarray(cv2.resize(small, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def _specks(sheet: Values, dice: random.Random, count: int) -> None:
    height, width = sheet.shape[:2]
    for _ in range(count):
        y, x, size = dice.randrange(height - 4), dice.randrange(width - 4), dice.randint(1, 3)
        sheet[y : y + size, x : x + size] *= dice.uniform(0.35, 0.8)


def _streaks(sheet: Values, dice: random.Random) -> None:
    """Dust on the glass of a feeder draws lines down the whole page."""
    height, width = sheet.shape[:2]
    for _ in range(dice.randint(2, 5)):
        x, thick = dice.randrange(40, width - 40), dice.choice((1, 1, 2))
        top = dice.choice((0, dice.randrange(height // 3)))
        sheet[top:, x : x + thick] *= dice.uniform(0.55, 0.85)


def _drum_dirt(sheet: Values, grain: np.random.Generator, dice: random.Random) -> None:
    """A dirty drum strews specks in bands, thick in the middle of each and thinning out."""
    height, width = sheet.shape[:2]
    for _ in range(dice.randint(1, 3)):
        middle, spread = dice.randrange(60, width - 60), dice.uniform(8, 26)
        count = dice.randint(250, 700)
        xs = np.clip(grain.normal(middle, spread, count), 2, width - 3).astype(int)
        ys = grain.integers(2, height - 3, count)
        strength = grain.uniform(0.3, 0.85, count).astype(np.float32)
        for x, y, left in zip(xs, ys, strength, strict=True):
            sheet[y : y + 1 + (y % 2), x : x + 1 + (x % 2)] *= left


def _dark_edges(sheet: Values, dice: random.Random) -> None:
    width = sheet.shape[1]
    for side in dice.sample(("left", "right", "top"), 2):
        reach = round(width * dice.uniform(0.01, 0.03))
        ramp = np.linspace(0.1, 0.3, reach, dtype=np.float32)
        match side:
            case "left":
                sheet[:, :reach] *= ramp[None, :, None]
            case "right":
                sheet[:, width - reach :] *= ramp[::-1][None, :, None]
            case _:
                sheet[:reach] *= ramp[:, None, None]


def _perspective(width: int, height: int, margin: int, dice: random.Random) -> Values:
    flat = [(0, 0), (width, 0), (width, height), (0, height)]
    lean = margin * 0.72
    seen = [
        (margin + x + dice.uniform(-0.9, 0.9) * lean, margin + y + dice.uniform(-lean, lean)) for x, y in flat
    ]
    matrix = cv2.getPerspectiveTransform(np.array(flat, np.float32), np.array(seen, np.float32))
    return np.asarray(matrix, np.float32)


def _table(shape: tuple[int, int], grain: np.random.Generator, dice: random.Random) -> Values:
    """Wood: long soft stripes of one hue."""
    height, width = shape
    hue = np.array(dice.choice(((142, 104, 70), (96, 74, 58), (170, 150, 125), (88, 92, 98))), np.float32)
    stripes = grain.normal(1, 0.10, (height // 5, 6)).astype(np.float32)
    wood = cv2.GaussianBlur(cv2.resize(stripes, (width, height), interpolation=cv2.INTER_CUBIC), (0, 0), 2)
    return np.asarray(hue * wood[..., None], np.float32)


def _lamp(shape: tuple[int, int], dice: random.Random) -> Values:
    """Bright near a lamp, falling off with the distance."""
    height, width = shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    at_x, at_y = dice.uniform(-0.1, 1.1) * width, dice.uniform(-0.1, 1.1) * height
    away = np.hypot(x - at_x, y - at_y) / np.hypot(width, height)
    return np.asarray(1.02 - dice.uniform(0.25, 0.48) * away, np.float32)


def _shadow(shape: tuple[int, int], dice: random.Random) -> Values:
    """The soft shadow of a hand or telephone over one side or corner."""
    height, width = shape
    mask = np.zeros(shape, np.float32)
    start, end = dice.uniform(0.1, 0.75), dice.uniform(0.1, 0.75)
    corners = [(0, 0), (width * start, 0), (width * end, height), (0, height)]
    if dice.random() < 0.5:
        corners = [(width - x, y) for x, y in corners]
    cv2.fillPoly(mask, [np.array(corners, np.int32)], 1.0)
    small = np.asarray(cv2.resize(mask, (width // 8, height // 8), interpolation=cv2.INTER_AREA), np.float32)
    soft = _blurred(small, dice.uniform(4, 14))
    whole = np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
    return 1 - np.float32(dice.uniform(0.22, 0.45)) * whole
