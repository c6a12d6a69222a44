"""Old encodings of Vietnamese text, recognised so that a message can name them; nothing is converted.

A guess that converts would put wrong letters into the register where it errs; a name in a message cannot.
Tables: TCVN 5712:1993, VN3 (the ABC fonts); Windows code page 1258; VNI for Windows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

CONVERT: Final = (
    "Convert it to Unicode (UniKey Toolkit, Ctrl+Shift+F6), or export it again: as CSV UTF-8, or as XLSX "
    "in a Unicode font."
)
"""What to do with a file in one of them."""

_TCVN3_FROM = 0xA1
_TCVN3 = (
    "ĂÂÊÔƠƯĐăâêôơưđ\0\0\0\0\0\0àảãáạ\0ằẳẵắ\0\0\0\0\0\0\0ặầẩẫấậè\0ẻẽéẹềểễếệìỉ\0\0\0ĩíịò"
    "\0ỏõóọồổỗốộờởỡớợù\0ủũúụừửữứựỳỷỹýỵ"
)
# VNI writes a letter's marks as a character of their own behind it, and gives a few letters one of their own.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_TONES = frozenset("\u0301\u0300\u0309\u0303\u0323")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    r"(?:uyê|iêu|yêu|oai|oay|uây|uôi|ươi|ươu|oeo|uya|uyu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|oo"
    r"|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy])(?:ch|ng|nh|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.8  # of the words of a file: abbreviations and words of other languages stand among them
_READ_OF_A_FILE = 1 << 16
_FEWEST_LETTERS = 2  # one strange sign is a unit or an ordinal (5 µm, 1ª)


def encoding_of(data: bytes) -> str | None:
    """The name of the encoding of bytes that are no UTF-8, or None where none of the known ones fits."""
    head = data[:_READ_OF_A_FILE]
    if head.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "UTF-32"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None  # it says UTF-16 and is none
    if utf16 := _utf16(head):
        return utf16
    shares = {name: _share(decode(head)) for name, decode in _DECODERS.items()}
    name = max(shares, key=lambda candidate: shares[candidate])
    return name if shares[name] >= _ENOUGH else None


@lru_cache(maxsize=1 << 12)
def garbled(text: str) -> str | None:
    """The name of the encoding that text shows when it is taken for Latin letters, or None for good text.

    Text typed in an ABC or VNI font stays so in the cells of a spreadsheet, whatever the file is encoded in.
    """
    if text.isascii():
        return None
    if "\ufffd" in text:
        return "an encoding that could not be read (letters are lost)"
    try:
        data = text.encode("cp1252")
    except UnicodeEncodeError:
        return None  # it holds letters that only Unicode has
    strange = sum(byte > 0x7F for byte in data)  # noqa: PLR2004 - beyond ASCII
    if strange < _FEWEST_LETTERS or _share(text) == 1:
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return next((name for name, decode in _DECODERS.items() if _share(decode(data)) == 1), None)
    return "UTF-8 taken for Windows-1252"


def _share(text: str) -> float:
    """How many of the words beyond ASCII are Vietnamese syllables, from 0 to 1; signs count as words."""
    text = unicodedata.normalize("NFC", text)
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    strange = sum(not char.isalpha() and not char.isascii() for char in text)
    return sum(map(_is_syllable, words)) / (len(words) + strange) if words else 0.0


def _is_syllable(word: str) -> bool:
    letters = unicodedata.normalize("NFD", word.lower())
    without_tone = "".join(char for char in letters if char not in _TONES)
    return len(letters) - len(without_tone) <= 1 and bool(
        _SYLLABLE.fullmatch(unicodedata.normalize("NFC", without_tone))
    )


def _utf16(head: bytes) -> str | None:
    """Every second byte of Latin text in UTF-16 is zero."""
    pairs = len(head) // 2
    for name, zeros in (("UTF-16 (little endian)", head[1::2]), ("UTF-16 (big endian)", head[0::2])):
        if pairs and zeros.count(0) > pairs // 2:
            return f"{name} without a byte order mark"
    return None


def _from_tcvn3(data: bytes) -> str:
    return "".join(
        chr(byte) if byte < _TCVN3_FROM else _TCVN3[byte - _TCVN3_FROM : byte - _TCVN3_FROM + 1] or "\0"
        for byte in data
    ).replace("\0", "\ufffd")


def _from_cp1258(data: bytes) -> str:
    return data.decode("cp1258", "replace")


def _from_vni(data: bytes) -> str:
    text = data.decode("cp1252", "replace")
    return "".join(_vni(char) for char in text)


def _vni(char: str) -> str:
    lower = char.lower()
    if lower in _VNI_MARKS:
        return _VNI_MARKS[lower]
    letter = _VNI_LETTERS.get(lower, lower)
    return letter if char == lower else letter.upper()


_DECODERS: Mapping[str, Callable[[bytes], str]] = {
    "TCVN3 (ABC)": _from_tcvn3,
    "Windows-1258": _from_cp1258,
    "VNI": _from_vni,
}
