"""What a scanner in an office does to a clean page: paper, skew, light, dust, blur, noise."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

PAPERS = ((246, 244, 238), (243, 238, 224), (236, 236, 234), (247, 241, 226), (240, 240, 236))


@dataclass(frozen=True)
class Look:
    """How a page was scanned.

    `fade` 0 leaves the ink as it is, 1 leaves none of it; `blur` is a radius in pixels; `noise` a
    standard deviation in grey levels; `skew` the largest angle in degrees.
    """

    dpi: int = 200
    mode: str = "colour"
    skew: float = 1.2
    blur: float = 0.55
    noise: float = 2.2
    fade: float = 0.0
    quality: int = 38


OFFICE = Look()
FINE = Look(dpi=300, blur=0.8, quality=28, noise=1.6)
GREY = Look(mode="grey")
COARSE = Look(dpi=120, blur=0.5, quality=60)
FAX = Look(mode="bilevel", noise=1.0, blur=0.4, skew=0.6)
FLAT = Look(noise=0.0, blur=0.4)
LOST = Look(blur=9.0, noise=10.0, fade=0.55, quality=32)


def scan(clean: Image.Image, look: Look, dice: random.Random) -> Image.Image:
    """The scanned page, same size as the clean one; mode RGB, L or 1 as the look says."""
    grain = np.random.default_rng(dice.getrandbits(32))
    paper = np.array(dice.choice(PAPERS), np.float32)
    ink = 1 - np.asarray(clean, np.float32) / 255
    sheet = paper * (1 - ink * (1 - look.fade) * dice.uniform(0.9, 0.98))
    picture = Image.fromarray(sheet.astype(np.uint8))
    angle = dice.choice((-1, 1)) * dice.uniform(min(0.3, look.skew), look.skew)
    picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(252, 252, 251))
    picture = picture.filter(ImageFilter.GaussianBlur(look.blur))
    values = np.asarray(picture, np.float32)
    if look.noise:
        values = values * _light(values.shape[:2], grain, dice)[..., None]
        values = values + look.noise * grain.standard_normal(values.shape[:2], np.float32)[..., None]
        _dust(values, dice)
    scanned = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    if look.mode == "grey":
        return scanned.convert("L")
    if look.mode == "bilevel":
        return scanned.convert("L").point(lambda value: 255 if value > 150 else 0).convert("1")
    return scanned


def _light(shape: tuple[int, int], grain: np.random.Generator, dice: random.Random) -> np.ndarray:
    """Soft clouds of the paper, a slope of the lamp, and the shadow along one edge."""
    height, width = shape
    clouds = Image.fromarray(grain.normal(1, 0.007, (9, 7)).astype(np.float32))
    light = np.array(clouds.resize((width, height), Image.Resampling.BICUBIC))
    light *= np.linspace(1, dice.uniform(0.955, 1.01), height, dtype=np.float32)[:, None]
    edge = np.arange(width, dtype=np.float32)
    shadow = 1 - dice.uniform(0.08, 0.22) * np.exp(-edge / (width * 0.008))
    return light * (shadow if dice.random() < 0.6 else shadow[::-1])


def _dust(values: np.ndarray, dice: random.Random) -> None:
    height, width = values.shape[:2]
    for _ in range(dice.randint(5, 14)):
        y, x, size = dice.randrange(height - 4), dice.randrange(width - 4), dice.randint(1, 2)
        values[y : y + size, x : x + size] *= dice.uniform(0.35, 0.75)
