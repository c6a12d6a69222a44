"""Fonts that are known to be as PDF/A-1b wants them: embedded, and as wide as the page says (6.3.4 to 6.3.6).

Known are those whose codes are glyph numbers of an embedded TrueType program, which most programs write for
Vietnamese, and the invisible font of the archive copy. Simple fonts, CFF and Type 1 would take a font engine.
"""

from __future__ import annotations

from typing import Any

import pikepdf

_SUBSET_MARK = 7  # "ABCDEF+"
_TOLERANCE = 1
_THOUSAND = 1000
_DEFAULT_WIDTH = 1000
_LAST_GLYPH = 0xFFFF


def is_sound(font: pikepdf.Object) -> bool:
    """Whether the font is known to conform."""
    if not isinstance(font, pikepdf.Dictionary) or str(font.get("/Subtype")) != "/Type0":
        return False
    if str(font.get("/Encoding")) not in {"/Identity-H", "/Identity-V"} or "/BaseFont" not in font:
        return False
    (descendant,) = font.DescendantFonts
    return str(descendant.get("/Subtype")) == "/CIDFontType2" and _is_embedded_soundly(descendant)


def _is_embedded_soundly(descendant: pikepdf.Object) -> bool:
    descriptor = descendant.FontDescriptor
    program, to_glyph = descriptor.get("/FontFile2"), descendant.get("/CIDToGIDMap")
    if not isinstance(program, pikepdf.Stream) or (_is_subset(descendant) and "/CIDSet" not in descriptor):
        return False
    if isinstance(to_glyph, pikepdf.Stream):
        return _is_glyphless(descendant)
    return str(to_glyph) == "/Identity" and _widths_agree(descendant, bytes(program.read_bytes()))


def _is_subset(descendant: pikepdf.Object) -> bool:
    name = str(descendant.get("/BaseFont")).removeprefix("/")
    return name[_SUBSET_MARK - 1 : _SUBSET_MARK] == "+"


def _is_glyphless(descendant: pikepdf.Object) -> bool:
    """Whether it is the font of another archive copy: one width, all codes on one glyph."""
    return str(descendant.get("/BaseFont")) == "/GlyphLessFont" and "/W" not in descendant


def _widths_agree(descendant: pikepdf.Object, program: bytes) -> bool:
    advances = _advances(program)
    if not advances:
        return False
    default = float(descendant.get("/DW", _DEFAULT_WIDTH))
    stated = dict(_stated(descendant.get("/W", pikepdf.Array())))
    return all(
        abs(stated.get(glyph, default) - advance) <= _TOLERANCE
        for glyph, advance in enumerate(advances)
        if glyph in stated
    ) and all(glyph < len(advances) for glyph in stated)


def _stated(widths: Any) -> list[tuple[int, float]]:  # noqa: ANN401 - the array /W
    found, at, values = list[tuple[int, float]](), 0, list(widths)
    while at + 1 < len(values):
        first, following = int(values[at]), values[at + 1]
        if isinstance(following, pikepdf.Array):
            found += [(first + index, float(width)) for index, width in enumerate(following)]
            at += 2
        else:
            found += [
                (glyph, float(values[at + 2])) for glyph in range(first, min(int(following), 0xFFFF) + 1)
            ]
            at += 3
    return found


def _advances(program: bytes) -> list[float]:
    """The advance widths of a TrueType program, in thousandths of the em."""
    tables = _tables(program)
    if not {"head", "hhea", "hmtx", "maxp", "loca", "glyf"} <= set(tables):
        return []
    head, hhea, hmtx, maxp = (tables[name] for name in ("head", "hhea", "hmtx", "maxp"))
    em = int.from_bytes(head[18:20])
    glyphs, measured = int.from_bytes(maxp[4:6]), int.from_bytes(hhea[34:36])
    if not em or not measured or len(hmtx) < 4 * measured:
        return []
    advances = [int.from_bytes(hmtx[4 * at : 4 * at + 2]) * _THOUSAND / em for at in range(measured)]
    return advances + [advances[-1]] * max(0, glyphs - measured)


def _tables(program: bytes) -> dict[str, bytes]:
    tables = {}
    for at in range(12, 12 + 16 * int.from_bytes(program[4:6]), 16):
        entry = program[at : at + 16]
        start, length = int.from_bytes(entry[8:12]), int.from_bytes(entry[12:16])
        tables[entry[:4].decode("latin-1")] = program[start : start + length]
    return tables
