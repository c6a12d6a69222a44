"""Comparing Vietnamese text: NFC for keeping, a folded form for matching (domain/indicators.md, 5.2)."""

from __future__ import annotations

import re
import unicodedata

# Đ (U+0110) has no decomposition; Ð (U+00D0, the Icelandic letter) is what Tesseract and old files write.
_STROKED_D = str.maketrans("ĐđÐð", "DdDd")
_NOT_WORD = re.compile(r"[^0-9A-Z]+")


def nfc(text: str) -> str:
    """The composed form in which text is kept and compared (file names arrive in NFD)."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The form for matching: marks stripped, Đ as D, upper case, single spaces, no punctuation.

    `HÒA`, `HOÀ` and `Hòa` fold to `HOA`. Đ is mapped by hand.
    """
    plain = text.translate(_STROKED_D)
    marked = unicodedata.normalize("NFD", plain)
    bare = "".join(char for char in marked if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", bare.upper()).strip()
