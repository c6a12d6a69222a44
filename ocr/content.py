"""What a PDF page draws, by its content stream: pictures and their places, text, and how much else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from ocr.geometry import Box, Frame, area, clipped

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_PAINTS = frozenset({"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh"})
INVISIBLE = 3
_DEEPEST = 8
_A4: Box = (0.0, 0.0, 595.0, 842.0)
_LONGEST_STREAM = 4 * 1024 * 1024


@dataclass(frozen=True)
class Placed:
    """A picture on the page: its image object (None for an inline image) and the matrix that places it."""

    image: Any
    matrix: Matrix

    @property
    def box(self) -> Box:
        """Left, bottom, right, top in user space."""
        a, b, c, d, e, f = self.matrix
        across = (e, e + a, e + c, e + a + c)
        up = (f, f + b, f + d, f + b + d)
        return min(across), min(up), max(across), max(up)

    def share_of(self, frame: Frame) -> float:
        """The share of the page under it, 0 to 1."""
        seen = clipped(self.box, frame.bounds)
        return area(seen) / area(frame.bounds) if seen else 0.0

    @property
    def is_upright(self) -> bool:
        """Whether it is neither turned, mirrored nor slanted."""
        a, b, c, d, _, _ = self.matrix
        return a > 0 and d > 0 and abs(b) < a / 1000 and abs(c) < d / 1000


@dataclass
class Survey:
    """What a page draws. `complete` is False where it could not be followed to the end."""

    pictures: list[Placed] = field(default_factory=list)
    visible_text: bool = False
    invisible_text: bool = False
    paints: int = 0
    complete: bool = True

    def coverage(self, frame: Frame) -> float:
        """The share of the page under pictures, 0 to 1."""
        return min(1.0, sum(picture.share_of(frame) for picture in self.pictures))

    def main_picture(self, frame: Frame) -> Placed | None:
        """The picture that covers most."""
        return max(self.pictures, key=lambda picture: picture.share_of(frame), default=None)


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
    found = Survey()
    try:
        if _length(page.obj.get("/Contents")) > _LONGEST_STREAM:
            found.complete = False
            return found
        _follow(page.obj, page.resources, _IDENTITY, found, 0)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        found.complete = False
    return found


@dataclass
class _State:
    matrix: Matrix
    mode: int = 0


def _follow(stream: Any, resources: Any, matrix: Matrix, found: Survey, depth: int) -> None:  # noqa: ANN401
    state, saved = _State(matrix), list[_State]()
    for instruction in pikepdf.parse_content_stream(stream):
        operator = str(instruction.operator)
        operands = instruction.operands
        if operator == "q":
            saved.append(_State(state.matrix, state.mode))
        elif operator == "Q" and saved:
            state = saved.pop()
        elif operator == "cm":
            state.matrix = _times(_matrix(operands), state.matrix)
        elif operator == "Tr":
            state.mode = int(operands[0])
        elif operator in SHOWS_TEXT:
            found.invisible_text |= state.mode == INVISIBLE
            found.visible_text |= state.mode != INVISIBLE
        elif operator in _PAINTS:
            found.paints += 1
        elif operator == "INLINE IMAGE":
            found.pictures.append(Placed(None, state.matrix))
        elif operator == "Do":
            _draw(str(operands[0]), resources, state.matrix, found, depth)


def _draw(name: str, resources: Any, matrix: Matrix, found: Survey, depth: int) -> None:  # noqa: ANN401
    drawn = resources.get("/XObject", pikepdf.Dictionary()).get(name)
    if drawn is None:
        return
    kind = str(drawn.get("/Subtype"))
    if kind == "/Image":
        found.pictures.append(Placed(drawn, matrix))
    elif kind == "/Form":
        if depth >= _DEEPEST or _length(drawn) > _LONGEST_STREAM:
            found.complete = False
            return
        own = _matrix(drawn.get("/Matrix")) if "/Matrix" in drawn else _IDENTITY
        _follow(drawn, drawn.get("/Resources", resources), _times(own, matrix), found, depth + 1)


def _box(values: Any) -> Box:  # noqa: ANN401
    left, bottom, right, top = (float(value) for value in values)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _matrix(values: Any) -> Matrix:  # noqa: ANN401
    a, b, c, d, e, f = (float(value) for value in values)
    return a, b, c, d, e, f


def _times(first: Matrix, second: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _length(contents: Any) -> int:  # noqa: ANN401
    if isinstance(contents, pikepdf.Array):
        return sum(_length(part) for part in contents)
    return int(contents.get("/Length", 0)) if isinstance(contents, pikepdf.Stream) else 0
