"""What PDF/A-1 wants to be told of a font, and its program tells: put in, it changes nothing that is seen.

Office programs leave out the list of the glyphs in a subset (ISO 19005-1, 6.3.5) unless asked for PDF/A.
"""

from __future__ import annotations

import pikepdf

from ocr.archiving.compact_font import CompactFont
from ocr.archiving.font_encodings import NO_GLYPH
from ocr.archiving.font_programs import FontPrograms, Program
from ocr.archiving.page_objects import containers
from ocr.archiving.true_type import TrueType

_SUBSET_MARK = 6  # "ABCDEF+"
_CODES = 0x10000


class FontCompleter:
    """Completes the fonts of one PDF, each once."""

    def __init__(self, pdf: pikepdf.Pdf, programs: FontPrograms) -> None:
        """Keeps both."""
        self._pdf = pdf
        self._programs = programs
        self._done: set[tuple[int, int]] = set()

    def complete(self, page: pikepdf.Object) -> None:
        """Completes the fonts that a page names; what cannot be read stays as it is."""
        for container in list(containers(page)):
            if isinstance(container, pikepdf.Dictionary) and "/FontDescriptor" in container:
                try:
                    self._font(container)
                except (pikepdf.PdfError, ValueError, TypeError, AttributeError):
                    continue

    def _font(self, font: pikepdf.Dictionary) -> None:
        descriptor = font.FontDescriptor
        if font.is_indirect:
            if font.objgen in self._done:
                return
            self._done.add(font.objgen)
        file = descriptor.get("/FontFile2")
        if isinstance(file, pikepdf.Stream) and "/Length1" not in file:
            file["/Length1"] = len(file.read_bytes())
        program = self._programs.of(descriptor)
        if program is None:
            return
        descriptor["/Type"] = pikepdf.Name.FontDescriptor
        kind = str(font.get("/Subtype"))
        if kind == "/CIDFontType2" and "/CIDToGIDMap" not in font:
            font["/CIDToGIDMap"] = pikepdf.Name.Identity  # the default (PDF reference 1.4, table 5.13)
        if not _is_subset(descriptor):
            return
        if kind in {"/CIDFontType0", "/CIDFontType2"}:
            descriptor["/CIDSet"] = self._pdf.make_stream(_as_bits(_cids(font, program)))
        elif kind == "/Type1" and isinstance(program, CompactFont):
            names = [name for name in program.glyphs if name != NO_GLYPH]
            descriptor["/CharSet"] = pikepdf.String("".join(f"/{name}" for name in names))


def _is_subset(descriptor: pikepdf.Object) -> bool:
    name = str(descriptor.get("/FontName")).removeprefix("/")
    return name[_SUBSET_MARK : _SUBSET_MARK + 1] == "+"


def _cids(font: pikepdf.Dictionary, program: Program) -> list[int]:
    if isinstance(program, CompactFont) and program.is_cid_keyed:
        return sorted(program.glyphs)
    to_glyph = font.get("/CIDToGIDMap")
    if isinstance(program, TrueType) and isinstance(to_glyph, pikepdf.Stream):
        content = bytes(to_glyph.read_bytes())
        glyphs = [int.from_bytes(content[at : at + 2]) for at in range(0, len(content), 2)]
        return [cid for cid, glyph in enumerate(glyphs[:_CODES]) if cid == 0 or 0 < glyph < program.count]
    return list(range(program.count))


def _as_bits(cids: list[int]) -> bytes:
    """A bit for each CID, the highest of the first byte for CID 0."""
    bits = bytearray((max(cids, default=0) >> 3) + 1)
    for cid in cids:
        bits[cid >> 3] |= 0x80 >> (cid & 7)
    return bytes(bits)
