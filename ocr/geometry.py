"""Boxes on pages and turned pages: (left, top, right, bottom) in points, origin top left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

Box = tuple[float, float, float, float]
POINTS_PER_INCH = 72
MM_PER_INCH = 25.4


class Frame(NamedTuple):
    """What a viewer shows of a PDF page: the visible box in user space, and /Rotate (0, 90, 180, 270)."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @property
    def bounds(self) -> Box:
        """The visible box in user space: left, bottom, right, top."""
        return self.left, self.bottom, self.right, self.top

    @property
    def flat_size(self) -> tuple[float, float]:
        """Width and height before the page is turned."""
        return self.right - self.left, self.top - self.bottom

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        return turned_size(self.flat_size, self.rotation)

    def shown(self, box: Box) -> Box:
        """A box in user space (left, bottom, right, top), as it lies on the shown page."""
        left, bottom, right, top = box
        flat = (left - self.left, self.top - top, right - self.left, self.top - bottom)
        return turned(flat, self.flat_size, self.rotation)


def turned_size(size: tuple[float, float], degrees: int) -> tuple[float, float]:
    """Width and height after a clockwise turn by a multiple of 90."""
    return (size[1], size[0]) if degrees % 180 else size


def turned(box: Box, size: tuple[float, float], degrees: int) -> Box:
    """A box on a page of that size, after the page is turned clockwise by a multiple of 90."""
    left, top, right, bottom = box
    width, height = size
    match degrees % 360:
        case 90:
            return height - bottom, left, height - top, right
        case 180:
            return width - right, height - bottom, width - left, height - top
        case 270:
            return top, width - right, bottom, width - left
        case _:
            return box


def clipped(box: Box, bounds: Box) -> Box | None:
    """The common part of two boxes, None where there is none."""
    left, top = max(box[0], bounds[0]), max(box[1], bounds[1])
    right, bottom = min(box[2], bounds[2]), min(box[3], bounds[3])
    return (left, top, right, bottom) if left < right and top < bottom else None


def area(box: Box) -> float:
    """Square points."""
    return (box[2] - box[0]) * (box[3] - box[1])


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around at least one box."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def holds_middle(box: Box, other: Box) -> bool:
    """Whether the middle of the other box lies in the box."""
    x, y = (other[0] + other[2]) / 2, (other[1] + other[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
