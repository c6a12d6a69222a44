"""Well-known words of heads and signatures with their marks put right: `ÚY BAN`, `TINH QUANG NGAI`.

Only marks change: what is not the same without its marks stays as it was read.
"""

from __future__ import annotations

import re
from functools import cache

from config.places import load_places
from dossiers.text import fold, nfc

# Of two words and more: a single word without its marks is soon another one.
_PHRASES = (
    "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "UBND TỈNH", "UBND HUYỆN", "UBND XÃ", "CHỦ TỊCH", "GIÁM ĐỐC",
    "CHÁNH VĂN PHÒNG", "TRƯỞNG BAN", "TRƯỞNG PHÒNG", "BỘ TRƯỞNG", "THỦ TRƯỞNG", "BAN CHỈ ĐẠO", "BỆNH VIỆN",
)  # fmt: skip


def canonical(text: str) -> str:
    """A text in capitals with the marks of well-known words and of provinces as they are written."""
    for folded, written in _known():
        if len(folded.split()) <= len(text.split()):
            text = _with(text, folded, written)
    return text


@cache
def _known() -> tuple[tuple[str, str], ...]:
    provinces = (nfc(place.name).upper() for place in load_places() if not place.parent)
    return tuple((fold(phrase), phrase) for phrase in (*_PHRASES, *provinces))


def _with(text: str, folded: str, written: str) -> str:
    words = text.split()
    wanted = folded.split()
    bare = [fold(word) for word in words]
    for start in range(len(words) - len(wanted) + 1):
        if bare[start : start + len(wanted)] == wanted:
            ends = [re.sub(r"^.*?(\W*)$", r"\1", word) for word in words[start : start + len(wanted)]]
            for offset, (part, end) in enumerate(zip(written.split(), ends, strict=True)):
                words[start + offset] = part + end
    return " ".join(words)
