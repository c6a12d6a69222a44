"""A program in the Compact Font Format: its glyphs by name or CID, their widths (Adobe's note 5176)."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from ocr.archiving.charstring import integer_at, stated_width

_CHARSET, _ENCODING, _CHARSTRINGS, _PRIVATE, _SUBRS = 15, 16, 17, 18, 19
_DEFAULT_WIDTH, _NOMINAL_WIDTH = 20, 21
_MATRIX, _ROS, _FONTS, _SELECT = (12, 7), (12, 30), (12, 36), (12, 37)
_PLAIN_MATRIX = [0.001, 0.0, 0.0, 0.001, 0.0, 0.0]
_ESCAPE, _LAST_OPERATOR = 12, 21
_NIBBLES = {"a": ".", "b": "E", "c": "E-", "e": "-"}
_REAL, _LONG = 30, 29
# Predefined charsets and encodings have the numbers 0 to 2: none of the subsets that PDF writers make.
_PREDEFINED = 2
_SUPPLEMENTED = 0x80


class CompactFont:
    """One program.

    Attributes:
        is_cid_keyed: its glyphs have CIDs, else names.
        glyphs: of each name, or of each CID.
        encoding: the glyphs of the codes by its own encoding; None where that is StandardEncoding.
    """

    def __init__(self, program: bytes, standard_names: list[str]) -> None:
        """Reads the program.

        Args:
            program: the font set, of which the only font counts.
            standard_names: the names of the standard strings, in their order.

        Raises:
            ValueError, IndexError: it is damaged, or made in a way that no PDF writer makes them.
        """
        self._data = program
        _, at = self._index(program[2])
        tops, at = self._index(at)
        strings, at = self._index(at)
        self._global, _ = self._index(at)
        if len(tops) != 1:
            raise ValueError("not one font")
        top = _operators(tops[0])
        self._must_be_plain(top)
        self.is_cid_keyed = _ROS in top
        self._charstrings, _ = self._index(int(top[_CHARSTRINGS][0]))
        numbers = self._charset(int(top.get(_CHARSET, [0])[0]))
        self.glyphs: dict[Any, int]
        if self.is_cid_keyed:
            self.glyphs = {number: glyph for glyph, number in enumerate(numbers)}
            fonts, _ = self._index(int(top[_FONTS][0]))
            self._privates = [self._private(_operators(font)) for font in fonts]
            self._chosen = self._selection(int(top[_SELECT][0]))
            self.encoding: dict[int, int] | None = {}
        else:
            names = [*standard_names, *(name.decode("latin-1") for name in strings)]
            self.glyphs = {names[number]: glyph for glyph, number in enumerate(numbers)}
            self._privates = [self._private(top)]
            self._chosen = [0] * len(numbers)
            self.encoding = self._own_encoding(int(top.get(_ENCODING, [0])[0]))

    @property
    def count(self) -> int:
        """How many glyphs there are."""
        return len(self._charstrings)

    def width(self, glyph: int) -> float | None:
        """The advance width in thousandths of the em; None: no such glyph, or it cannot be told."""
        if glyph >= self.count:
            return None
        default, nominal, local = self._privates[self._chosen[glyph]]
        found = stated_width(self._charstrings[glyph], local, self._global)
        if found is None:
            return None
        return default if found.is_default else nominal + found.difference

    def _index(self, at: int) -> tuple[list[bytes], int]:
        count = self._number(at, 2)
        if not count:
            return [], at + 2
        size = self._data[at + 2]
        starts = [self._number(at + 3 + size * entry, size) for entry in range(count + 1)]
        base = at + 2 + size * (count + 1)
        return (
            [self._data[base + first : base + last] for first, last in pairwise(starts)],
            base + starts[-1],
        )

    def _number(self, at: int, size: int) -> int:
        if at + size > len(self._data):
            raise ValueError("a font program cut off")
        return int.from_bytes(self._data[at : at + size])

    def _charset(self, at: int) -> list[int]:
        """The string number, or the CID, of each glyph."""
        if at <= _PREDEFINED:
            raise ValueError("a predefined charset")
        numbers, form, at = [0], self._data[at], at + 1
        left = {0: 0, 1: 1, 2: 2}[form]
        while len(numbers) < self.count:
            first, more = self._number(at, 2), self._number(at + 2, left)
            numbers += range(first, first + more + 1)
            at += 2 + left
        return numbers

    def _selection(self, at: int) -> list[int]:
        """The private dictionary of each glyph."""
        if self._data[at] == 0:
            return list(self._data[at + 1 : at + 1 + self.count])
        chosen: list[int] = []
        for entry in range(at + 3, at + 3 + 3 * self._number(at + 1, 2), 3):
            following = self._number(entry + 3, 2)
            chosen += [self._data[entry + 2]] * (following - self._number(entry, 2))
        return chosen

    def _private(self, font: dict[Any, list[float]]) -> tuple[float, float, list[bytes]]:
        self._must_be_plain(font)
        size, at = (int(value) for value in font[_PRIVATE])
        found = _operators(self._data[at : at + size])
        local = self._index(at + int(found[_SUBRS][0]))[0] if _SUBRS in found else []
        return found.get(_DEFAULT_WIDTH, [0.0])[0], found.get(_NOMINAL_WIDTH, [0.0])[0], local

    def _own_encoding(self, at: int) -> dict[int, int] | None:
        if at == 0:
            return None
        if at < _PREDEFINED:
            raise ValueError("the expert encoding")
        form, count = self._data[at], self._data[at + 1]
        if form & _SUPPLEMENTED:
            raise ValueError("a supplemented encoding")
        if form == 0:
            return {self._data[at + 2 + entry]: entry + 1 for entry in range(count)}
        codes: list[int] = []
        for entry in range(at + 2, at + 2 + 2 * count, 2):
            codes += range(self._data[entry], self._data[entry] + self._data[entry + 1] + 1)
        return {code: glyph for glyph, code in enumerate(codes, start=1)}

    def _must_be_plain(self, font: dict[Any, list[float]]) -> None:
        if font.get(_MATRIX, _PLAIN_MATRIX) != _PLAIN_MATRIX:
            raise ValueError("a font of another em")


def _operators(data: bytes) -> dict[Any, list[float]]:
    """The operands of each operator of a dictionary (5176, section 4)."""
    found: dict[Any, list[float]] = {}
    operands: list[float] = []
    at = 0
    while at < len(data):
        first = data[at]
        at += 1
        if first <= _LAST_OPERATOR:
            operator: Any = first
            if first == _ESCAPE:
                operator, at = (first, data[at]), at + 1
            found[operator], operands = operands, []
        elif first == _REAL:
            shown = ""
            while "f" not in shown:
                shown, at = shown + data[at : at + 1].hex(), at + 1
            digits = shown[: shown.index("f")]
            operands.append(float("".join(_NIBBLES.get(digit, digit) for digit in digits)))
        elif first == _LONG:
            operands.append(int.from_bytes(data[at : at + 4], signed=True))
            at += 4
        else:
            value, at = integer_at(data, at, first)
            operands.append(value)
    return found
