"""Whether the text that a PDF page brings along is what its reader sees.

It is not where glyphs have no meaning (`(cid:12)`, private use), where a font of before Unicode is read as
Latin-1 (TCVN3, "ABC": .VnTime, .VnTimeH; VNI: VNI-Times), and where the words are none of any language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from ocr.reading.pages import PageWord
from ocr.reading.syllables import is_legal

_UNMAPPED = re.compile("\\(cid:\\d+\\)|[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_MOST_UNMAPPED = 0.05
_VIETNAMESE = "ăâđêôơưàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"
_LETTERS = f"A-Za-z{_VIETNAMESE}{_VIETNAMESE.upper()}"
# Within a word no language has these signs (ranges: Latin-1, what Mac and PDF fonts make of its codes), and
# Vietnamese not these letters either. The unit m², a degree and a sign at a word's edge are no such case.
_SIGNS = "¡-\u00bf×÷\u02c6-\u02dd\u2202-\u25ca\ufb01\ufb02"
_IN_A_WORD = (
    f"[{_LETTERS}](?![²³°º·])[{_SIGNS}]|(?![§©®°·«»±×])[{_SIGNS}][{_LETTERS}]|[{_LETTERS}]·[{_LETTERS}]"
)
_BROKEN = re.compile(_IN_A_WORD)
_GARBLED = re.compile(f"{_IN_A_WORD}|(?![{_LETTERS}])[\u00c0-\u024f\u0370-\u052f]")
_MOST_BROKEN = 0.1
_BEFORE_UNICODE = 0.05
_LEAST_GARBLED = 3

# Words of any language: letters of one script, parted by a few marks; or figures.
_WORD = re.compile(r"[^\W_]+(?:[-/.,'’&@_+:][^\W_]+)*")
_EDGES = "()[]{}<>«»\"'“”‘’.,;:!?…-–—*/&_|=+•●▪%§°²³"
_MOST_SENSELESS = 0.4
_FEW_WORDS = 10
# In Latin script 35 to 45 letters of 100 are vowels in any language; of shifted codes ("7KLV SDJH") 10 to 20.
_LEAST_VOWELS = 0.25
_FEW_LETTERS = 60

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_VNI_CODES = """
aø aù aû aõ aï aâ aê aà aá aå aã aä aè aé aú aü aë
eø eù eû eõ eï eâ eà eá eå eã eä oø où oû oõ oï oâ oà oá oå oã oä
ôø ôù ôû ôõ ôï ô uø uù uû uõ uï öø öù öû öõ öï ö yø yù yû yõ î ñ æ ó ò
"""
_VNI_LETTERS = "àáảãạâăầấẩẫậằắẳẵặèéẻẽẹêềếểễệòóỏõọôồốổỗộờớởỡợơùúủũụừứửữựưỳýỷỹỵđỉĩị"
_VNI = dict(zip(_VNI_CODES.split(), _VNI_LETTERS, strict=True))
_VNI_PIECES = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


def letters_of(words: Sequence[PageWord]) -> int:
    """The number of characters that are no space."""
    return sum(len(word.text) for word in words)


def is_real(words: Sequence[PageWord]) -> bool:
    """Whether there are words and they are text."""
    letters = letters_of(words)
    if not letters:
        return False
    texts = [word.text for word in words]
    unmapped = sum(len(found) for text in texts for found in _UNMAPPED.findall(text))
    return unmapped / letters <= _MOST_UNMAPPED and not (_is_garbled(texts) or _is_senseless(texts))


def _is_garbled(texts: Sequence[str]) -> bool:
    """Whether words are written in an encoding of before Unicode, or broken by signs as in no language."""
    spelt = sum(1 for text in texts if _WORD.search(text))
    garbled = [text for text in texts if _GARBLED.search(text)]
    if len(garbled) < min(_LEAST_GARBLED, spelt):
        return False
    if sum(1 for text in garbled if _BROKEN.search(text)) > spelt * _MOST_BROKEN:
        return True
    if len(garbled) < spelt * _BEFORE_UNICODE:
        return False
    return any(sum(map(reads, garbled)) * 2 > len(garbled) for reads in (_is_tcvn3, _is_vni))


def _is_tcvn3(text: str) -> bool:
    return _is_vietnamese("".join(_TCVN3.get(letter, letter) for letter in text))


def _is_vni(text: str) -> bool:
    return _is_vietnamese(_VNI_PIECES.sub(lambda found: _VNI[found.group()], text.lower()))


def _is_vietnamese(text: str) -> bool:
    words = _WORD.findall(text)
    return bool(words) and all(map(is_legal, words))


def _is_senseless(texts: Sequence[str]) -> bool:
    """Whether what is written are no words of any language and no figures."""
    written = [text for text in (text.strip(_EDGES) for text in texts) if len(text) > 1]
    if len(written) < _FEW_WORDS:
        return False
    if sum(not _WORD.fullmatch(text) for text in written) > len(written) * _MOST_SENSELESS:
        return True
    bare = unicodedata.normalize("NFD", "".join(written)).lower()
    latin = [letter for letter in bare if "a" <= letter <= "z"]
    vowels = sum(1 for letter in latin if letter in "aeiouy")
    return len(latin) >= _FEW_LETTERS and vowels < len(latin) * _LEAST_VOWELS
