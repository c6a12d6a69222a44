"""Which character a code of a simple font stands for (PDF reference 1.4, appendix D)."""

from __future__ import annotations

from functools import cache

import pikepdf
from pdfminer.glyphlist import glyphname2unicode
from pdfminer.latin_enc import ENCODING

NO_GLYPH = ".notdef"
_COLUMNS = {"/StandardEncoding": 1, "/MacRomanEncoding": 2, "/WinAnsiEncoding": 3}
# Notes to the table: the codes that WinAnsiEncoding knows twice.
_AGAIN = {"/WinAnsiEncoding": {0xA0: "space", 0xAD: "hyphen"}, "/MacRomanEncoding": {0xCA: "space"}}


@cache
def names_of(encoding: str) -> dict[int, str]:
    """The glyph names of the codes; empty for an encoding that is not known."""
    column = _COLUMNS.get(encoding)
    if column is None:
        return {}
    names = {row[column]: str(row[0]) for row in ENCODING if row[column] is not None}
    return {**names, **_AGAIN.get(encoding, {})}  # type: ignore[dict-item]


def unicode_of(name: str) -> int | None:
    """The character of a glyph name, by Adobe's list."""
    found = glyphname2unicode.get(name, "")
    return ord(found) if len(found) == 1 else None


def differences_of(encoding: pikepdf.Object) -> dict[int, str]:
    """The codes that an encoding dictionary names itself."""
    found, code = dict[int, str](), 0
    for entry in encoding.get("/Differences", pikepdf.Array()):
        if isinstance(entry, pikepdf.Name):
            found[code] = str(entry).removeprefix("/")
            code += 1
        else:
            code = int(entry)
    return found
