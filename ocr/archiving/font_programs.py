"""The font programs of one PDF, each read once."""

from __future__ import annotations

import pikepdf

from ocr.archiving.compact_font import CompactFont
from ocr.archiving.true_type import TrueType

Program = TrueType | CompactFont
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_COMPACT = frozenset({"/Type1C", "/CIDFontType0C"})


class FontPrograms:
    """Reads programs as they are asked for."""

    def __init__(self) -> None:
        """Knows of none yet."""
        self._read: dict[tuple[int, int], Program | None] = {}

    def of(self, descriptor: pikepdf.Object) -> Program | None:
        """The one embedded program of a font; None: none, several, or one that cannot be read here."""
        embedded = [name for name in _FILES if name in descriptor]
        stream = descriptor[embedded[0]] if len(embedded) == 1 else None
        if not isinstance(stream, pikepdf.Stream):
            return None
        if stream.objgen not in self._read:
            self._read[stream.objgen] = _program(embedded[0], stream)
        return self._read[stream.objgen]


def _program(kind: str, stream: pikepdf.Stream) -> Program | None:
    if "/Metadata" in stream:
        return None
    try:
        if kind == "/FontFile2" and int(stream.get("/Length1", 0)) > 0:
            return TrueType(bytes(stream.read_bytes()))
        if kind == "/FontFile3" and str(stream.get("/Subtype")) in _COMPACT:
            # Most files have no such font, and what reads theirs is slow to load.
            from pdfminer.pdffont import CFFFont

            return CompactFont(bytes(stream.read_bytes()), list(CFFFont.STANDARD_STRINGS))
    except (ValueError, IndexError, KeyError, TypeError, pikepdf.PdfError):
        return None
    return None
