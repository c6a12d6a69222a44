"""What a PDF page draws: pictures and their places, text seen and unseen, and how much else."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import hypot
from typing import Any

import pikepdf

from ocr.geometry import POINTS_PER_INCH, Box, Frame, area, clipped

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# The text rendering modes that paint nothing: 3 draws nothing, 7 only clips (ISO 32000-1, table 106).
INVISIBLE = 3
UNSEEN_MODES = frozenset({INVISIBLE, 7})
SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
# A picture that hides what was drawn before it covers that much of the page.
A_WHOLE_PAGE = 0.8
_A4: Box = (0.0, 0.0, 595.0, 842.0)
_SLANT = 1 / 1000


@dataclass(frozen=True)
class Placed:
    """A picture on the page.

    Attributes:
        image: its image object; None for an inline image.
        matrix: places the unit square in user space.
        step: when it was drawn; steps count what a page draws.
        is_clipped: a clipping path may hide part of it.
        in_black: what paints it, where it is a stencil, is black.
    """

    image: Any
    matrix: Matrix
    step: int = 0
    is_clipped: bool = False
    in_black: bool = True

    @property
    def box(self) -> Box:
        """Left, bottom, right, top in user space."""
        return box_of(self.matrix, (0.0, 0.0, 1.0, 1.0))

    def share_of(self, frame: Frame) -> float:
        """The share of the page under it, 0 to 1."""
        seen = clipped(self.box, frame.bounds)
        return area(seen) / area(frame.bounds) if seen else 0.0

    @property
    def turn(self) -> int | None:
        """The clockwise quarter turns, degrees, by which it lies in user space; None: slanted or mirrored."""
        a, b, c, d, _, _ = self.matrix
        slack = _SLANT * max(abs(a), abs(b), abs(c), abs(d))
        if abs(b) <= slack and abs(c) <= slack and a * d > 0:
            return 0 if a > 0 else 180
        if abs(a) <= slack and abs(d) <= slack and b * c < 0:
            return 270 if b > 0 else 90
        return None

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height as the image states them; 0, 0 where it does not."""
        return (0, 0) if self.image is None else pixels_of(self.image)

    @property
    def dpi(self) -> int | None:
        """Pixels over placed inches, the smaller of both directions; None where the page does not say."""
        a, b, c, d, _, _ = self.matrix
        across, down = hypot(a, b), hypot(c, d)
        width, height = self.pixels
        if not (across and down and width and height):
            return None
        return round(min(width / across, height / down) * POINTS_PER_INCH)

    @property
    def is_opaque(self) -> bool:
        """Whether nothing shows through it."""
        return self.image is not None and not any(
            name in self.image for name in ("/SMask", "/Mask", "/ImageMask")
        )


@dataclass
class Survey:
    """What a page draws. `complete` is False where it could not be followed to the end.

    Attributes:
        pictures: in the order they are drawn.
        visible_texts: step and letters (bytes, at least one a letter) of each text that is painted.
        invisible_letters: of text that is shown and paints nothing: another program's reading of a scan.
        paints: the number of painted paths.
        last_paint: the step of the last one; 0 for none.
    """

    pictures: list[Placed] = field(default_factory=list)
    visible_texts: list[tuple[int, int]] = field(default_factory=list)
    invisible_letters: int = 0
    paints: int = 0
    last_paint: int = 0
    complete: bool = True

    @property
    def visible_text(self) -> bool:
        """Whether text is painted, though a picture may be drawn over it."""
        return bool(self.visible_texts)

    @property
    def invisible_text(self) -> bool:
        """Whether text is shown that paints nothing."""
        return self.invisible_letters > 0

    @property
    def draws_nothing(self) -> bool:
        """Whether the page is empty."""
        return self.complete and not (
            self.pictures or self.paints or self.visible_texts or self.invisible_letters
        )

    def coverage(self, frame: Frame) -> float:
        """The share of the page under pictures, 0 to 1."""
        return min(1.0, sum(picture.share_of(frame) for picture in self.pictures))

    def main_picture(self, frame: Frame) -> Placed | None:
        """The picture that covers most."""
        return max(self.pictures, key=lambda picture: picture.share_of(frame), default=None)

    def seen_texts(self, frame: Frame) -> list[int]:
        """The letters of each text that is painted and not hidden under a picture of the whole page."""
        covers = [
            picture.step
            for picture in self.pictures
            if picture.is_opaque and picture.share_of(frame) >= A_WHOLE_PAGE
        ]
        last = max(covers, default=0)
        return [letters for step, letters in self.visible_texts if step > last]


def frame_of(page: pikepdf.Page) -> Frame:
    """What a viewer shows of the page: the crop box within the media box; A4 where they make no sense."""
    media = _box(page.mediabox)
    bounds = clipped(_box(page.cropbox), media) or media
    if area(bounds) < 1:
        bounds = _A4
    return Frame(*bounds, rotation=round(page.rotation / 90) * 90 % 360)


def place_on_media(page: pikepdf.Page, frame: Frame) -> Box:
    """Where the visible part lies on the whole sheet as shown: left, top, right, bottom."""
    return Frame(*_box(page.mediabox), rotation=frame.rotation).shown(frame.bounds)


def survey(page: pikepdf.Page) -> Survey:
    """Follows the content stream of a page and the forms it draws."""
    from ocr.content_stream import followed

    return followed(page)


def pixels_of(image: Any) -> tuple[int, int]:  # noqa: ANN401 - a pikepdf stream
    """The width and height that an image object states; 0, 0 where they are no numbers."""
    try:
        return max(0, int(image.get("/Width", 0))), max(0, int(image.get("/Height", 0)))
    except (TypeError, ValueError):
        return 0, 0


def box_of(matrix: Matrix, box: Box) -> Box:
    """The box around a box (left, bottom, right, top) after the matrix has placed it."""
    a, b, c, d, e, f = matrix
    left, bottom, right, top = box
    corners = ((left, bottom), (left, top), (right, bottom), (right, top))
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return min(across), min(up), max(across), max(up)


def _box(values: Any) -> Box:  # noqa: ANN401
    left, bottom, right, top = (float(value) for value in values)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
