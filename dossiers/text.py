"""Comparing Vietnamese text: NFC for keeping, a folded form for matching (domain/indicators.md, 5.2)."""

from __future__ import annotations

import unicodedata

# Đ (U+0110) has no decomposition; Ð (U+00D0, the Icelandic letter) is what Tesseract and old files write.
_STROKED_D = dict(zip("ĐđÐð", "DDDD", strict=True))
_WORD = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class _Folding(dict[int, str]):
    """What each character of decomposed text becomes, for `str.translate`; found out once per character."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        upper = _STROKED_D.get(char, char.upper())
        self[code] = (
            "" if unicodedata.combining(char) else "".join(kept if kept in _WORD else " " for kept in upper)
        )
        return self[code]


_FOLDING = _Folding()


def nfc(text: str) -> str:
    """The composed form in which text is kept and compared (file names arrive in NFD)."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The form for matching: marks stripped, Đ as D, upper case, single spaces, no punctuation.

    `HÒA`, `HOÀ` and `Hòa` fold to `HOA`. Đ is mapped by hand.
    """
    return " ".join(unicodedata.normalize("NFD", text).translate(_FOLDING).split())
