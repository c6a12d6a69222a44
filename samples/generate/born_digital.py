"""Drawing operations become a PDF with real text: embedded fonts, Identity-H, a ToUnicode map."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from samples.generate.fonts import font_path
from samples.generate.operations import PAGE_HEIGHT, PAGE_WIDTH, Operation, Rule, Text
from samples.generate.truetype import TrueTypeFont

_MAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{rows}
endcmap CMapName currentdict /CMap defineresource pop end end
"""
_ROWS_AT_ONCE = 100


def text_pdf(pages: list[list[Operation]]) -> bytes:
    """A PDF of A4 pages whose texts and lines are vectors; seals and signatures are left out."""
    pdf = Pdf.new()
    texts = [operation for page in pages for operation in page if isinstance(operation, Text)]
    faces = {face: TrueTypeFont(font_path(face)) for face in sorted({text.face for text in texts})}
    fonts = Dictionary()
    for face, font in faces.items():
        letters = {letter for text in texts if text.face == face for letter in text.text}
        fonts[f"/{face}"] = pdf.make_indirect(_font_object(pdf, face, font, letters))
    for operations in pages:
        content = "\n".join(_drawn(operations, faces)).encode("ascii")
        page = pdf.add_blank_page(page_size=(PAGE_WIDTH, PAGE_HEIGHT))
        page.Contents = Stream(pdf, content)
        page.Resources = Dictionary(Font=fonts)
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=True, min_version="1.4")
    return out.getvalue()


def _drawn(operations: Iterable[Operation], faces: dict[str, TrueTypeFont]) -> Iterable[str]:
    for operation in operations:
        if isinstance(operation, Text):
            yield _shown(operation, faces[operation.face])
        elif isinstance(operation, Rule):
            red, green, blue = (value / 255 for value in operation.colour)
            yield f"{red:.3f} {green:.3f} {blue:.3f} RG {operation.width:.2f} w"
            yield (
                f"{operation.x1:.2f} {PAGE_HEIGHT - operation.y1:.2f} m {operation.x2:.2f} "
                f"{PAGE_HEIGHT - operation.y2:.2f} l S"
            )


def _shown(text: Text, font: TrueTypeFont) -> str:
    red, green, blue = (value / 255 for value in text.colour)
    # Word spacing (Tw) does not reach two-byte codes, so the spaces are widened inside TJ.
    widen = f"> {-text.stretch * 1000 / text.size:.1f} <" if text.stretch else ""
    codes = "".join(f"{font.glyph(letter):04X}{widen if letter == ' ' else ''}" for letter in text.text)
    return (
        f"BT {red:.3f} {green:.3f} {blue:.3f} rg /{text.face} {text.size:.2f} Tf 1 0 0 1 {text.x:.2f} "
        f"{PAGE_HEIGHT - text.y:.2f} Tm [<{codes}>] TJ ET"
    )


def _font_object(pdf: Pdf, face: str, font: TrueTypeFont, letters: set[str]) -> pikepdf.Object:
    per_mille = 1000 / font.units_per_em
    glyphs = {letter: font.glyph(letter) for letter in letters}
    name = Name(f"/SOHOAA+{font_path(face).stem}")
    ascent, descent = font.ascent_descent
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            ItalicAngle=-12 if "italic" in face else 0,
            FontBBox=Array([round(value * per_mille) for value in font.box]),
            StemV=120 if "bold" in face else 80,
            Ascent=round(ascent * per_mille),
            Descent=round(descent * per_mille),
            CapHeight=660,
            FontFile2=Stream(pdf, font.subset(set(glyphs.values()))),
        )
    )
    widths = Array()
    for glyph in sorted(set(glyphs.values())):
        widths.extend([glyph, Array([round(font.advance(glyph) * per_mille)])])
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        FontDescriptor=descriptor,
        W=widths,
        DW=1000,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=Stream(pdf, _to_unicode(glyphs)),
    )


def _to_unicode(glyphs: dict[str, int]) -> bytes:
    rows = [
        f"<{glyph:04X}> <{ord(letter):04X}>"
        for letter, glyph in sorted(glyphs.items(), key=lambda pair: pair[1])
    ]
    blocks = []
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = rows[start : start + _ROWS_AT_ONCE]
        blocks.append(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar")
    return _MAP.format(rows="\n".join(blocks)).encode("ascii")
