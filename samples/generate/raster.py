"""Drawing operations become a clean picture of a page, before any scanner has touched it."""

from __future__ import annotations

import math
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from samples.generate.fonts import font, text_width
from samples.generate.operations import INK, PAGE_HEIGHT, PAGE_WIDTH, Operation, Rule, Scribble, Seal, Text

SEAL_RED = (205, 30, 42)
SEAL_RADIUS_MM = 18


def draw_page(operations: list[Operation], dpi: int, dice: random.Random) -> Image.Image:
    """An RGB picture of an A4 page at the resolution, ink on pure white."""
    scale = dpi / 72
    page = Image.new("RGB", (round(PAGE_WIDTH * scale), round(PAGE_HEIGHT * scale)), "white")
    for operation in operations:
        match operation:
            case Text(pen=True):
                _pen_text(page, operation, scale, dice)
            case Text():
                _text(page, operation, scale)
            case Rule():
                _rule(page, operation, scale)
            case Scribble():
                _scribble(page, operation, scale, dice)
            case Seal():
                _seal(page, operation, scale, dice)
    return page


def _text(page: Image.Image, text: Text, scale: float) -> None:
    pencil = ImageDraw.Draw(page)
    face = font(text.face, round(text.size * scale * 4) / 4)
    if not text.stretch:
        pencil.text((text.x * scale, text.y * scale), text.text, text.colour, face, anchor="ls")
        return
    x = text.x
    for word in text.text.split(" "):
        pencil.text((x * scale, text.y * scale), word, text.colour, face, anchor="ls")
        x += text_width(word + " ", text.face, text.size) + text.stretch


def _rule(page: Image.Image, rule: Rule, scale: float) -> None:
    ends = [value * scale for value in (rule.x1, rule.y1, rule.x2, rule.y2)]
    ImageDraw.Draw(page).line(ends, rule.colour, max(1, round(rule.width * scale)))


def _pen_text(page: Image.Image, text: Text, scale: float, dice: random.Random) -> None:
    """Every word a little turned, every letter a little off the line and of its own pressure."""
    x = text.x
    slope = dice.uniform(-0.004, 0.012)
    for word in text.text.split(" "):
        size = text.size * dice.uniform(0.96, 1.05)
        face = font(text.face, round(size * scale * 4) / 4)
        width = text_width(word, text.face, size)
        pad = round(size * scale)
        layer = Image.new("L", (round(width * scale) + 2 * pad, 3 * pad), 0)
        pencil, at = ImageDraw.Draw(layer), float(pad)
        for letter in word:
            pencil.text(
                (at, 2 * pad + dice.gauss(0, 0.28) * scale), letter, dice.randint(205, 255), face, anchor="ls"
            )
            at += text_width(letter, text.face, size) * scale * dice.uniform(0.95, 1.03)
        layer = layer.rotate(dice.gauss(0.4, 0.9), Image.Resampling.BICUBIC)
        corner = (round(x * scale) - pad, round((text.y - slope * (x - text.x)) * scale) - 2 * pad)
        page.paste(INK, corner, layer)
        x += width + text_width(" ", text.face, size) * dice.uniform(0.75, 1.25)


def _scribble(page: Image.Image, mark: Scribble, scale: float, dice: random.Random) -> None:
    """Loops of uneven size that grow smaller to the right, and a stroke back under them."""
    phase, tilt, loops = dice.uniform(0, math.tau), dice.uniform(-0.26, -0.06), dice.uniform(3.2, 5.5)
    points: list[tuple[float, float]] = []
    for step in range(300):
        t = step / 299
        size = (1 - 0.7 * t) * (1 + 0.45 * math.sin(5 * t + phase))
        x = -40 + 78 * t + 9 * size * math.cos(t * math.tau * loops + phase)
        y = 15 * size * math.sin(t * math.tau * loops + phase) + 4 * math.sin(9 * t + phase)
        points.append((x, y))
    last = points[-1]
    points.extend(
        (last[0] + 14 - 95 * t, last[1] + 3 + 13 * math.sin(math.pi * t)) for t in (k / 40 for k in range(41))
    )
    moved = [((mark.x + x) * scale, (mark.y + y + tilt * x) * scale) for x, y in points]
    layer = Image.new("L", page.size, 0)
    ImageDraw.Draw(layer).line(moved, 235, max(2, round(0.8 * scale)), joint="curve")
    page.paste(INK, (0, 0), layer.filter(ImageFilter.GaussianBlur(0.6)))


def _seal(page: Image.Image, seal: Seal, scale: float, dice: random.Random) -> None:
    radius = SEAL_RADIUS_MM / 25.4 * 72 * scale
    side = round(radius * 2 + 12)
    ink = Image.new("L", (side, side), 0)
    middle = side / 2
    _rings(ink, middle, radius, scale)
    _star(ink, middle, radius * 0.34)
    _round_text(ink, seal.agency, middle, radius * 0.83, scale)
    ink = ink.rotate(dice.uniform(-14, 14), Image.Resampling.BICUBIC)
    worn = np.random.default_rng(dice.getrandbits(32)).normal(0.84, 0.2, (side // 5 + 1, side // 5 + 1))
    wear = Image.fromarray((np.clip(worn, 0.3, 1) * 255).astype(np.uint8)).resize((side, side))
    density = np.asarray(ink, np.float32) / 255 * np.asarray(wear, np.float32) / 255 * 0.97
    left, top = round(seal.x * scale - middle), round(seal.y * scale - middle)
    box = (left, top, left + side, top + side)
    under = np.asarray(page.crop(box), np.float32)
    # Stamp ink lets the signature shine through: colours multiply, they do not cover.
    over = under * (1 - density[..., None] * (1 - np.array(SEAL_RED, np.float32) / 255))
    page.paste(Image.fromarray(over.astype(np.uint8)), box)


def _rings(ink: Image.Image, middle: float, radius: float, scale: float) -> None:
    pencil = ImageDraw.Draw(ink)
    for share, width in ((1.0, 1.5), (0.95, 0.6), (0.62, 0.8)):
        reach = radius * share
        box = (middle - reach, middle - reach, middle + reach, middle + reach)
        pencil.ellipse(box, outline=255, width=max(1, round(width * scale)))


def _star(ink: Image.Image, middle: float, radius: float) -> None:
    corners = []
    for step in range(10):
        reach = radius if step % 2 == 0 else radius * 0.4
        angle = math.tau * step / 10 - math.pi / 2
        corners.append((middle + reach * math.cos(angle), middle + reach * math.sin(angle)))
    ImageDraw.Draw(ink).polygon(corners, fill=230)


def _round_text(ink: Image.Image, text: str, middle: float, radius: float, scale: float) -> None:
    size = 6.6
    turn = sum(text_width(letter, "sans_bold", size) + 0.9 for letter in text) * scale / radius
    angle = -math.pi / 2 - turn / 2
    for letter in text:
        step = (text_width(letter, "sans_bold", size) + 0.9) * scale / radius
        angle += step / 2
        stamp = Image.new("L", (round(14 * scale), round(14 * scale)), 0)
        centre = stamp.width / 2
        ImageDraw.Draw(stamp).text(
            (centre, centre), letter, 255, font("sans_bold", size * scale), anchor="mm"
        )
        stamp = stamp.rotate(-math.degrees(angle) - 90, Image.Resampling.BICUBIC)
        at = (middle + radius * math.cos(angle) - centre, middle + radius * math.sin(angle) - centre)
        ink.paste(255, (round(at[0]), round(at[1])), stamp)
        angle += step / 2
