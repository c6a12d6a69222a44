"""A TrueType program: how wide its glyphs are, and which of them its character maps name (OpenType 1.8)."""

from __future__ import annotations

from functools import cached_property

THOUSAND = 1000
_HEADER, _ENTRY = 12, 16
_RECORD = 8
_DRAWING = frozenset({"head", "hhea", "hmtx", "maxp", "loca", "glyf"})
_LAST = 0xFFFF


class TrueType:
    """One program.

    Attributes:
        count: of its glyphs.
    """

    def __init__(self, program: bytes) -> None:
        """Reads what the widths need.

        Raises:
            ValueError: it is no TrueType program, or one that draws nothing.
        """
        self._tables = _tables(program)
        if not set(self._tables) >= _DRAWING:
            raise ValueError("no TrueType program")
        self._em = _number(self._tables["head"], 18)
        self._measured = _number(self._tables["hhea"], 34)
        self.count = _number(self._tables["maxp"], 4)
        if not self._em or not self._measured or len(self._tables["hmtx"]) < 4 * self._measured:
            raise ValueError("a TrueType program without widths")

    def width(self, glyph: int) -> float | None:
        """The advance width in thousandths of the em; None: there is no such glyph."""
        if glyph >= self.count:
            return None
        return _number(self._tables["hmtx"], 4 * min(glyph, self._measured - 1)) * THOUSAND / self._em

    @cached_property
    def maps(self) -> dict[tuple[int, int], dict[int, int]]:
        """By platform and encoding, the glyphs of the characters; an unknown format is an empty map."""
        table = self._tables.get("cmap", b"")
        records = [table[at : at + _RECORD] for at in range(4, 4 + _RECORD * _number(table, 2), _RECORD)]
        return {
            (_number(record, 0), _number(record, 2)): _glyphs(table[int.from_bytes(record[4:8]) :])
            for record in records
        }

    @property
    def map_count(self) -> int:
        """How many maps the program says it has."""
        return _number(self._tables.get("cmap", b""), 2)


def _tables(program: bytes) -> dict[str, bytes]:
    tables = {}
    for at in range(_HEADER, _HEADER + _ENTRY * _number(program, 4), _ENTRY):
        entry = program[at : at + _ENTRY]
        start, length = int.from_bytes(entry[8:12]), int.from_bytes(entry[12:16])
        tables[entry[:4].decode("latin-1")] = program[start : start + length]
    return tables


def _glyphs(table: bytes) -> dict[int, int]:
    match _number(table, 0):
        case 0:
            found = dict(enumerate(table[6:262]))
        case 4:
            found = _of_segments(table)
        case 6:
            first, count = _number(table, 6), _number(table, 8)
            found = {first + at: _number(table, 10 + 2 * at) for at in range(count)}
        case _:
            found = {}
    return {character: glyph for character, glyph in found.items() if glyph}


def _of_segments(table: bytes) -> dict[int, int]:
    twice = _number(table, 6)
    ends, starts, deltas, offsets = 14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice
    found = {}
    for at in range(0, twice, 2):
        first, last = _number(table, starts + at), _number(table, ends + at)
        delta, offset = _number(table, deltas + at), _number(table, offsets + at)
        for character in range(first, min(last, _LAST - 1) + 1):
            glyph = character
            if offset:
                glyph = _number(table, offsets + at + offset + 2 * (character - first))
                if not glyph:
                    continue
            found[character] = (glyph + delta) & _LAST
    return found


def _number(data: bytes, at: int) -> int:
    """An unsigned number of two bytes; 0 behind the end."""
    return int.from_bytes(data[at : at + 2])
