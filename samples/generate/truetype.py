"""Just enough of TrueType to embed a font in a PDF with only the letters that are used.

The tables are those of the OpenType specification (head, hhea, hmtx, maxp, loca, glyf, cmap). Glyph numbers
stay as they are, so that a PDF can use them directly (Identity-H); unused outlines become empty.
"""

from __future__ import annotations

import struct
from functools import cached_property
from itertools import pairwise
from pathlib import Path

_KEPT = (b"cvt ", b"fpgm", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"prep")
_WORDS, _MORE, _SCALE, _XY_SCALE, _TWO_BY_TWO = 0x0001, 0x0020, 0x0008, 0x0040, 0x0080


class TrueTypeFont:
    """A TrueType font file."""

    def __init__(self, path: Path) -> None:
        """Reads the table directory."""
        self._data = path.read_bytes()
        (count,) = struct.unpack_from(">H", self._data, 4)
        self._tables = {}
        for position in range(count):
            tag, _, offset, length = struct.unpack_from(">4sLLL", self._data, 12 + 16 * position)
            self._tables[tag] = self._data[offset : offset + length]

    @cached_property
    def units_per_em(self) -> int:
        """Font units in one em."""
        return int(struct.unpack_from(">H", self._tables[b"head"], 18)[0])

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """The box around all glyphs, font units."""
        return struct.unpack_from(">4h", self._tables[b"head"], 36)

    @cached_property
    def ascent_descent(self) -> tuple[int, int]:
        """Height above and (negative) below the baseline, font units."""
        return struct.unpack_from(">2h", self._tables[b"hhea"], 4)

    @cached_property
    def _glyphs(self) -> dict[int, int]:
        """Glyph number of each character, from a format 4 subtable."""
        cmap = self._tables[b"cmap"]
        (count,) = struct.unpack_from(">H", cmap, 2)
        for position in range(count):
            _, _, offset = struct.unpack_from(">HHL", cmap, 4 + 8 * position)
            if struct.unpack_from(">H", cmap, offset)[0] == 4:
                return _format_4(cmap[offset:])
        raise ValueError("the font has no cmap subtable of format 4")

    def glyph(self, character: str) -> int:
        """The glyph number of a character (KeyError where the font lacks it)."""
        return self._glyphs[ord(character)]

    def advance(self, glyph: int) -> int:
        """The width of a glyph, font units."""
        (metrics,) = struct.unpack_from(">H", self._tables[b"hhea"], 34)
        return int(struct.unpack_from(">H", self._tables[b"hmtx"], 4 * min(glyph, metrics - 1))[0])

    def subset(self, glyphs: set[int]) -> bytes:
        """A font file in which only these glyphs (and the parts they are made of) have outlines."""
        outlines = self._outlines()
        wanted = self._with_parts({0, *glyphs}, outlines)
        loca, glyf = [0], bytearray()
        for number, outline in enumerate(outlines):
            if number in wanted:
                glyf += outline + b"\0" * (-len(outline) % 4)
            loca.append(len(glyf))
        head = bytearray(self._tables[b"head"])
        struct.pack_into(">h", head, 50, 1)
        tables = dict(self._tables)
        tables |= {b"glyf": bytes(glyf), b"loca": struct.pack(f">{len(loca)}L", *loca), b"head": bytes(head)}
        return _assemble({tag: tables[tag] for tag in _KEPT if tag in tables})

    def _outlines(self) -> list[bytes]:
        (count,) = struct.unpack_from(">H", self._tables[b"maxp"], 4)
        (long_offsets,) = struct.unpack_from(">h", self._tables[b"head"], 50)
        if long_offsets:
            offsets = list(struct.unpack_from(f">{count + 1}L", self._tables[b"loca"]))
        else:
            offsets = [2 * offset for offset in struct.unpack_from(f">{count + 1}H", self._tables[b"loca"])]
        glyf = self._tables[b"glyf"]
        return [glyf[start:end] for start, end in pairwise(offsets)]

    @staticmethod
    def _with_parts(glyphs: set[int], outlines: list[bytes]) -> set[int]:
        found, waiting = set(), list(glyphs)
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting.extend(_parts(outlines[number]))
        return found


def _parts(outline: bytes) -> list[int]:
    if not outline or struct.unpack_from(">h", outline)[0] >= 0:
        return []
    parts, at, flags = [], 10, _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", outline, at)
        parts.append(part)
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _XY_SCALE else 8 if flags & _TWO_BY_TWO else 0
    return parts


def _format_4(table: bytes) -> dict[int, int]:
    (twice,) = struct.unpack_from(">H", table, 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + twice)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 2 * twice)
    ranges_at = 16 + 3 * twice
    glyphs = {}
    for position, (start, end, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        at = ranges_at + 2 * position
        (offset,) = struct.unpack_from(">H", table, at)
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", table, at + offset + 2 * (code - start))[0] if offset else code
            if glyph:
                glyphs[code] = (glyph + delta) & 0xFFFF
    return glyphs


def _assemble(tables: dict[bytes, bytes]) -> bytes:
    power = 1 << (len(tables).bit_length() - 1)
    header = struct.pack(
        ">LHHHH", 0x00010000, len(tables), 16 * power, power.bit_length() - 1, 16 * (len(tables) - power)
    )
    directory, body = b"", b""
    start = 12 + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sLLL", tag, checksum, start + len(body), len(table))
        body += padded
    return header + directory + body
