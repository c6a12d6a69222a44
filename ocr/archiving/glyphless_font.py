"""The invisible font: every code is a Unicode character, and all of them show one empty glyph."""

from __future__ import annotations

from importlib.resources import files

import pikepdf

NAME = "/GlyphLessFont"
# Every character is half as wide as it is high.
EM = 0.5
# The basic plane: the codes have two bytes.
PLANE = 0x10000
_RANGES_AT_ONCE = 100  # the most that one beginbfrange block may hold (Adobe technical note 5411)


def glyphless_font(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    """The font as Tesseract's own PDF renderer writes it: UTF-16 codes, all on one empty glyph."""
    program = files("ocr").joinpath("data/glyphless.ttf").read_bytes()
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name(NAME),
        FontFile2=pdf.make_stream(program, Length1=len(program)),
        FontBBox=[0, 0, 500, 1000],
        Ascent=1000,
        CapHeight=1000,
        Descent=-1,
        Flags=5,
        ItalicAngle=0,
        StemV=80,
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name(NAME),
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=pdf.make_stream(b"\x00\x01" * PLANE),
        DW=500,
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name(NAME),
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(descendant)],
        ToUnicode=pdf.make_stream(_codes_are_unicode()),
    )


def _codes_are_unicode() -> bytes:
    rows = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256)]
    blocks = [rows[start : start + _RANGES_AT_ONCE] for start in range(0, len(rows), _RANGES_AT_ONCE)]
    ranges = [f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange",
            *ranges,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    ).encode("ascii")
