"""Fonts that are known to be as PDF/A-1b wants them: embedded, and as wide as the page says (6.3.2 to 6.3.7).

Known are TrueType programs, under codes or glyph numbers, and those in the Compact Font Format: what office
programs write. Type 1 in its own format and Type 3 fonts are not.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pikepdf

from ocr.archiving.compact_font import CompactFont
from ocr.archiving.font_encodings import differences_of, names_of, unicode_of
from ocr.archiving.font_programs import FontPrograms
from ocr.archiving.true_type import TrueType

_TOLERANCE = 1
_DEFAULT_WIDTH = 1000
_LAST_GLYPH = 0xFFFF
_SYMBOLIC, _NOT_SYMBOLIC = 4, 32
_WINDOWS_SYMBOLS, _WINDOWS_UNICODE, _MACINTOSH = (3, 0), (3, 1), (1, 0)
# Where the map of a symbolic program may have its codes (PDF reference 1.4, 5.5.5)
_SYMBOLS_AT = (0, 0xF000, 0xF100, 0xF200)
_OF_SIMPLE_FONTS = ("/Type", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor")
_OF_CID_FONTS = ("/Type", "/BaseFont", "/CIDSystemInfo", "/FontDescriptor")
_OF_DESCRIPTORS = (
    *("/Type", "/FontName", "/Flags", "/FontBBox", "/ItalicAngle"),
    *("/Ascent", "/Descent", "/CapHeight", "/StemV"),
)


def is_sound(font: pikepdf.Object, shown: set[bytes], programs: FontPrograms) -> bool:
    """Whether the font is known to conform.

    Args:
        font: its dictionary.
        shown: the strings that are shown in it.
        programs: of the same PDF.
    """
    match str(font.get("/Subtype")):
        case "/Type0":
            return _composite_is_sound(font, shown, programs)
        case "/TrueType" | "/Type1" if _has(font, _OF_SIMPLE_FONTS):
            return _simple_is_sound(font, {code for text in shown for code in text}, programs)
        case _:
            return False


def _simple_is_sound(font: pikepdf.Object, codes: set[int], programs: FontPrograms) -> bool:
    program, is_true_type = _embedded(font, programs), str(font.Subtype) == "/TrueType"
    if isinstance(program, TrueType) and is_true_type:
        glyphs: dict[int, int | None] = {**_true_type_glyphs(font, codes, program)}
    elif isinstance(program, CompactFont) and not is_true_type and not program.is_cid_keyed:
        glyphs = {code: _named_glyph(font, code, program) for code in codes}
    else:
        return False
    first, widths = int(font.FirstChar), list(font.Widths)
    return all(
        0 <= code - first < len(widths) and _agree(widths[code - first], program, glyphs.get(code))
        for code in codes
    )


def _embedded(font: pikepdf.Object, programs: FontPrograms) -> TrueType | CompactFont | None:
    descriptor = font.FontDescriptor
    return programs.of(descriptor) if _has(descriptor, _OF_DESCRIPTORS) else None


def _agree(stated: Any, program: TrueType | CompactFont, glyph: int | None) -> bool:  # noqa: ANN401 - a number
    """Whether the glyph is there, and as wide; the first one stands for those that are missing."""
    width = program.width(glyph) if glyph else None
    return width is not None and abs(float(stated) - width) <= _TOLERANCE


def _true_type_glyphs(font: pikepdf.Object, codes: set[int], program: TrueType) -> dict[int, int]:
    """By code; none at all where the font breaks a rule of 6.3.7."""
    flags = int(font.FontDescriptor.Flags) & (_SYMBOLIC | _NOT_SYMBOLIC)
    if flags == _SYMBOLIC and "/Encoding" not in font and program.map_count == 1:
        return _symbols(codes, program)
    encoding = str(font.get("/Encoding"))
    if flags != _NOT_SYMBOLIC or encoding not in {"/WinAnsiEncoding", "/MacRomanEncoding"}:
        return {}
    names = names_of(encoding)
    return {code: _by_name(names[code], program) for code in codes if code in names}


def _symbols(codes: set[int], program: TrueType) -> dict[int, int]:
    symbols, macintosh = program.maps.get(_WINDOWS_SYMBOLS), program.maps.get(_MACINTOSH, {})
    if symbols is None:
        return {code: macintosh.get(code, 0) for code in codes}
    return {code: next(filter(None, (symbols.get(at + code) for at in _SYMBOLS_AT)), 0) for code in codes}


def _by_name(name: str, program: TrueType) -> int:
    character, unicode = unicode_of(name), program.maps.get(_WINDOWS_UNICODE)
    if unicode is not None:
        return 0 if character is None else unicode.get(character, 0)
    return program.maps.get(_MACINTOSH, {}).get(_macintosh_codes().get(name, 0), 0)


@cache
def _macintosh_codes() -> dict[str, int]:
    """By name, the first of several codes."""
    return {name: code for code, name in sorted(names_of("/MacRomanEncoding").items(), reverse=True)}


def _named_glyph(font: pikepdf.Object, code: int, program: CompactFont) -> int | None:
    """By the encoding of the font, else by that of its program; None where readers may differ."""
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Name):
        return program.glyphs.get(names_of(str(encoding)).get(code))
    standard = program.glyphs.get(names_of("/StandardEncoding").get(code))
    own = standard if program.encoding is None else program.encoding.get(code)
    if not isinstance(encoding, pikepdf.Dictionary):
        return own
    different = differences_of(encoding).get(code)
    if different is not None:
        return program.glyphs.get(different)
    if "/BaseEncoding" in encoding:
        return program.glyphs.get(names_of(str(encoding.BaseEncoding)).get(code))
    return own if own == standard else None


def _composite_is_sound(font: pikepdf.Object, shown: set[bytes], programs: FontPrograms) -> bool:
    if not _has(font, ("/Type", "/BaseFont")) or any(len(text) % 2 for text in shown):
        return False
    if str(font.get("/Encoding")) not in {"/Identity-H", "/Identity-V"}:
        return False
    (descendant,) = font.DescendantFonts
    if not _has(descendant, _OF_CID_FONTS) or not _has(descendant.CIDSystemInfo, ("/Registry", "/Ordering")):
        return False
    program, kind = _embedded(descendant, programs), str(descendant.Subtype)
    cids = {int.from_bytes(text[at : at + 2]) for text in shown for at in range(0, len(text), 2)}
    if isinstance(program, TrueType) and kind == "/CIDFontType2":
        glyphs = _mapped(descendant.get("/CIDToGIDMap"), cids)
    elif isinstance(program, CompactFont) and kind == "/CIDFontType0":
        glyphs = {cid: program.glyphs.get(cid, 0) if program.is_cid_keyed else cid for cid in cids}
    else:
        return False
    default = float(descendant.get("/DW", _DEFAULT_WIDTH))
    stated = _stated(descendant.get("/W", pikepdf.Array()))
    return all(_agree(stated.get(cid, default), program, glyphs.get(cid)) for cid in cids)


def _mapped(to_glyph: Any, cids: set[int]) -> dict[int, int]:  # noqa: ANN401 - a name or a stream
    if isinstance(to_glyph, pikepdf.Stream):
        content = bytes(to_glyph.read_bytes())
        return {cid: int.from_bytes(content[2 * cid : 2 * cid + 2]) for cid in cids}
    return {cid: cid for cid in cids} if str(to_glyph) == "/Identity" else {}


def _stated(widths: Any) -> dict[int, float]:  # noqa: ANN401 - the array /W
    found, at, values = dict[int, float](), 0, list(widths)
    while at + 1 < len(values):
        first, following = int(values[at]), values[at + 1]
        if isinstance(following, pikepdf.Array):
            found |= {first + index: float(width) for index, width in enumerate(following)}
            at += 2
        else:
            last = min(int(following), _LAST_GLYPH)
            found |= dict.fromkeys(range(first, last + 1), float(values[at + 2]))
            at += 3
    return found


def _has(dictionary: Any, names: tuple[str, ...]) -> bool:  # noqa: ANN401 - any PDF object
    return isinstance(dictionary, pikepdf.Dictionary) and all(name in dictionary for name in names)
