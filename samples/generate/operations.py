"""The operations a page is drawn with, in points from the upper left corner of an A4 sheet."""

from __future__ import annotations

from dataclasses import dataclass

from samples.generate.blocks import BLACK
from samples.generate.fonts import text_width

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
INK = (28, 45, 135)


@dataclass(frozen=True)
class Text:
    """A text on its baseline. `stretch` is added to every space; `pen` is handwriting."""

    x: float
    y: float
    text: str
    face: str = "regular"
    size: float = 13
    colour: tuple[int, int, int] = BLACK
    stretch: float = 0
    pen: bool = False


@dataclass(frozen=True)
class Rule:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.7
    colour: tuple[int, int, int] = BLACK


@dataclass(frozen=True)
class Scribble:
    """A signature around a point."""

    x: float
    y: float


@dataclass(frozen=True)
class Seal:
    """A round red seal around a point."""

    x: float
    y: float
    agency: str


Operation = Text | Rule | Scribble | Seal


def centred(  # noqa: PLR0917 - in the order of Text
    text: str, x: float, y: float, face: str, size: float, colour: tuple[int, int, int] = BLACK
) -> Text:
    """A text whose middle is at x."""
    return Text(x - text_width(text, face, size) / 2, y, text, face, size, colour)


def wrap(text: str, face: str, size: float, width: float, indent: float = 0) -> list[str]:
    """The text in lines no wider than the width, the first one shorter by the indent."""
    lines: list[str] = []
    line, room = "", width - indent
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, face, size) > room:
            lines.append(line)
            line, room = word, width
        else:
            line = longer
    return [*lines, line] if line else lines
