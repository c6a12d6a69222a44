"""Following a page's content stream: the graphics state as far as `ocr.content` needs it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pikepdf

from ocr.content import IDENTITY, SHOWS_TEXT, UNSEEN_MODES, Matrix, Placed, Survey, box_of
from ocr.geometry import Box, clipped

_PAINTS = frozenset({"f", "F", "f*", "S", "s", "B", "B*", "b", "b*"})
_ENDS_A_PATH = _PAINTS | {"n"}
_OPEN_PATHS = frozenset({"m", "l", "c", "v", "y"})
_BLACK = {"g": (0.0,), "rg": (0.0, 0.0, 0.0), "k": (0.0, 0.0, 0.0, 1.0)}
_OTHER_COLOURS = frozenset({"cs", "sc", "scn"})
_PATHS = _ENDS_A_PATH | _OPEN_PATHS | {"re", "W", "W*"}
_STATES = frozenset({"q", "Q", "cm", "Tr", *_BLACK, *_OTHER_COLOURS})
_FOLLOWED = " ".join([*_PATHS, *_STATES, *SHOWS_TEXT, "sh", "Do", "BI", "ID", "EI"])
_DEEPEST = 8
_LONGEST_STREAM = 4 * 1024 * 1024
# A clipping path that leaves less than this off (points) hides nothing.
_HAIR = 2.0


@dataclass(frozen=True)
class _State:
    matrix: Matrix
    mode: int = 0
    clip: Box | None = None
    clip_is_known: bool = True
    in_black: bool = True


def followed(page: pikepdf.Page) -> Survey:
    """What the page draws."""
    found = Survey()
    try:
        if _length(page.obj.get("/Contents")) > _LONGEST_STREAM:
            found.complete = False
            return found
        _Follower(found).follow(page.obj, page.resources, _State(IDENTITY), 0)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError, IndexError):
        found.complete = False
    return found


class _Follower:
    def __init__(self, found: Survey) -> None:
        self._found = found
        self._step = 0

    def follow(self, stream: Any, resources: Any, state: _State, depth: int) -> None:  # noqa: ANN401
        graphics, path = _Graphics(state), _Path()
        for instruction in pikepdf.parse_content_stream(stream, _FOLLOWED):
            operator, operands = str(instruction.operator), instruction.operands
            if operator in SHOWS_TEXT:
                self._text(operands, graphics.state)
            elif operator in _PATHS:
                if operator in _PAINTS:
                    self._painted()
                graphics.state = path.after(operator, operands, graphics.state)
            elif operator in _STATES:
                graphics.change(operator, operands)
            elif operator == "Do":
                self._draw(str(operands[0]), resources, graphics.state, depth)
            elif operator == "sh":
                self._painted()
            elif operator == "INLINE IMAGE":
                self._picture(None, graphics.state)

    def _text(self, operands: Any, state: _State) -> None:  # noqa: ANN401
        self._step += 1
        letters = _letters(operands[-1])
        if state.mode in UNSEEN_MODES:
            self._found.invisible_letters += letters
        elif letters:
            self._found.visible_texts.append((self._step, letters))

    def _painted(self) -> None:
        self._step += 1
        self._found.paints += 1
        self._found.last_paint = self._step

    def _picture(self, image: Any, state: _State) -> None:  # noqa: ANN401
        self._step += 1
        placed = Placed(image, state.matrix, self._step, in_black=state.in_black)
        self._found.pictures.append(replace(placed, is_clipped=_hides(state, placed.box)))

    def _draw(self, name: str, resources: Any, state: _State, depth: int) -> None:  # noqa: ANN401
        drawn = resources.get("/XObject", pikepdf.Dictionary()).get(name)
        if drawn is None:
            return
        kind = str(drawn.get("/Subtype"))
        if kind == "/Image":
            self._picture(drawn, state)
        elif kind == "/Form":
            if depth >= _DEEPEST or _length(drawn) > _LONGEST_STREAM:
                self._found.complete = False
                return
            own = _matrix(drawn.get("/Matrix")) if "/Matrix" in drawn else IDENTITY
            within = replace(state, matrix=_times(own, state.matrix))
            if "/BBox" in drawn:
                left, bottom, right, top = (float(side) for side in drawn.BBox)
                within = _clipped(within, box_of(within.matrix, (left, bottom, right, top)))
            self.follow(drawn, drawn.get("/Resources", resources), within, depth + 1)


class _Graphics:
    """The state and those put aside."""

    def __init__(self, state: _State) -> None:
        self.state = state
        self._saved: list[_State] = []

    def change(self, operator: str, operands: Any) -> None:  # noqa: ANN401
        if operator == "q":
            self._saved.append(self.state)
        elif operator == "Q":
            self.state = self._saved.pop() if self._saved else self.state
        elif operator == "cm":
            self.state = replace(self.state, matrix=_times(_matrix(operands), self.state.matrix))
        elif operator == "Tr":
            self.state = replace(self.state, mode=int(operands[0]))
        else:
            shade = tuple(float(part) for part in operands) if operator in _BLACK else None
            self.state = replace(self.state, in_black=shade == _BLACK.get(operator, ()))


class _Path:
    """The path under construction, as far as it may become a clipping path."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._rectangles: list[Box] = []
        self._is_known, self._clips = True, False

    def after(self, operator: str, operands: Any, state: _State) -> _State:  # noqa: ANN401
        """The state after an operator of the path."""
        if operator == "re":
            self._rectangles.append(box_of(state.matrix, _rectangle(operands)))
        elif operator in _OPEN_PATHS:
            self._is_known = False
        elif operator in _ENDS_A_PATH:
            is_one = self._is_known and len(self._rectangles) == 1
            clips, box = self._clips, self._rectangles[0] if is_one else None
            self._begin()
            return _clipped(state, box) if clips else state
        else:
            self._clips = True
        return state


def _clipped(state: _State, box: Box | None) -> _State:
    """The state after a clipping path: that rectangle, or one that is not followed."""
    if box is None:
        return replace(state, clip_is_known=False)
    if state.clip is None:
        return replace(state, clip=box)
    common = clipped(state.clip, box)
    return replace(state, clip=common) if common else replace(state, clip_is_known=False)


def _hides(state: _State, box: Box) -> bool:
    if not state.clip_is_known:
        return True
    if state.clip is None:
        return False
    left, bottom, right, top = state.clip
    return box[0] < left - _HAIR or box[1] < bottom - _HAIR or box[2] > right + _HAIR or box[3] > top + _HAIR


def _letters(shown: Any) -> int:  # noqa: ANN401 - what Tj or TJ shows
    if isinstance(shown, pikepdf.Array):
        return sum(len(bytes(part)) for part in shown if isinstance(part, pikepdf.String))
    return len(bytes(shown)) if isinstance(shown, pikepdf.String) else 0


def _rectangle(operands: Any) -> Box:  # noqa: ANN401
    x, y, width, height = (float(value) for value in operands)
    return min(x, x + width), min(y, y + height), max(x, x + width), max(y, y + height)


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


def draws_text(form: pikepdf.Stream) -> bool:
    """Whether a form (such as an annotation's appearance) paints text."""
    found = Survey()
    _Follower(found).follow(form, form.get("/Resources", pikepdf.Dictionary()), _State(IDENTITY), 0)
    return found.visible_text
