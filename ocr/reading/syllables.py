"""Legal Vietnamese syllables by rule: a measure of a reading that needs no truth.

A syllable is onset, glide, nucleus, coda and tone. Judged by the rules of the spelling, with no word list:
the lists of the spell checkers are under the GPL.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_ONSET = re.compile("ngh?|nh|[ckpt]h|gh|gi|tr|qu|[bcdđghklmnprstvx]|")
_OPEN = "a au ay ao ai âu ây e eo ê êu i ia iu iêu y o oi ô ôi ơ ơi u ua ui uôi ư ưa ưi ưu ươi ươu"
_OPEN_WITH_GLIDE = "oa oai oao oay oe oeo uây uê uơ uy uya uyu"
_CLOSED = """
ac ach am an ang anh ap at ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât ec em en eng ep et êch êm ên ênh êp êt
ich im in inh ip it iêc iêm iên iêng iêp iêt oc om on ong op ot ooc oong ôc ôm ôn ông ôp ôt ơm ơn ơp ơt
uc um un ung up ut uôc uôm uôn uông uôt ưc ưm ưng ưt ươc ươm ươn ương ươp ươt
"""
_CLOSED_WITH_GLIDE = """
oac oach oam oan oang oanh oap oat oăc oăm oăn oăng oăt oen oet
uân uâng uât uêch uên uênh uych uyên uyêt uyn uynh uyp uyt
"""
_RIMES = frozenset(f"{_OPEN} {_OPEN_WITH_GLIDE} {_CLOSED} {_CLOSED_WITH_GLIDE}".split())
# Where the spelling writes one sound less, or another letter.
_ALONE = frozenset({"yêm", "yên", "yêng", "yêt", "yêu"})
_AFTER_QU = frozenset({"ych", "yên", "yêt", "yn", "ynh", "yp", "yt", "yu", "ôc"})
_AFTER_GI = frozenset({"êc", "êm", "ên", "êng", "êp", "êt", "êu"})
_AFTER_G = frozenset({"i", "ich", "im", "in", "ip"})

_FRONT = frozenset("ieêy")
_ONLY_BEFORE_FRONT = frozenset({"k", "gh", "ngh"})
_NEVER_BEFORE_FRONT = frozenset({"c", "g", "ng"})
_BEGINS_AFTER_QU = frozenset("aăâeêiơy")

# Grave (huyền), hook (hỏi), tilde (ngã), acute (sắc), dot below (nặng); a stopped rime bears one of the last
# two, and one of them it must bear.
_TONES = re.compile("[\u0300\u0309\u0303\u0301\u0323]")
_TONES_OF_A_STOP = ("\u0301", "\u0323")
_STOPS = ("c", "ch", "p", "t")
_MARKED = frozenset("ăâêôơư")
# An open rime of these bears its tone on the first letter or on the second: both spellings are in use.
_EITHER = frozenset({"oa", "oe", "uy"})
_ON_SECOND = ("oa", "oe", "oo", "uy")

# Names of places that keep a spelling of their own; abbreviations not written in capitals; what stands in the
# head of a paper under the address.
_KNOWN = frozenset(
    {"đắk", "lắk", "kạn", "kon", "krông", "kbang", "cty", "tp", "tx", "ttg", "ths", "pgs"}
    | {"email", "fax", "website", "www", "http", "https", "gov", "com", "vn"}
)

_PARTS = re.compile(r"[^\W_]+")
_LEAST_LETTERS = 2
_LEAST_WORDS = 5


def legal_share(texts: Iterable[str]) -> float | None:
    """The share of words that are legal syllables, 0 to 1, weighted by letters; None of fewer than 5 words.

    Words in capitals (abbreviations, headings), with digits and of one letter are left out of the count.
    """
    counted = [(len(word), is_legal(word)) for text in texts for word in _words_in(text)]
    if len(counted) < _LEAST_WORDS:
        return None
    return sum(letters for letters, legal in counted if legal) / sum(letters for letters, _ in counted)


@lru_cache(maxsize=4096)
def is_legal(word: str) -> bool:
    """Whether a word is one legal syllable (or a known exception), whatever its case."""
    lower = unicodedata.normalize("NFC", word.lower())
    if lower in _KNOWN:
        return True
    decomposed = unicodedata.normalize("NFD", lower)
    tone = _TONES.search(decomposed)
    if tone is None:
        return _is_syllable(unicodedata.normalize("NFC", decomposed), None, "")
    before, after = decomposed[: tone.start()], decomposed[tone.end() :]
    place = len(unicodedata.normalize("NFC", before)) - 1
    return _is_syllable(unicodedata.normalize("NFC", before + after), place, tone.group())


def _words_in(text: str) -> Iterator[str]:
    for part in _PARTS.findall(unicodedata.normalize("NFC", text)):
        if len(part) >= _LEAST_LETTERS and part.isalpha() and not part.isupper():
            yield part


def _is_syllable(letters: str, place: int | None, tone: str) -> bool:
    """Whether letters without their tone make a syllable that bears this tone on the letter of this place."""
    found = _ONSET.match(letters)
    longest = found.group() if found else ""
    # "gì" and "gìn" are written with one i for the onset and the rime.
    for onset in (longest, "g") if longest == "gi" else (longest,):
        rime = letters[len(onset) :]
        if _follows(onset, rime):
            stopped = rime.endswith(_STOPS)
            return (tone in _TONES_OF_A_STOP or not stopped) and (
                place is None or place - len(onset) in _places(rime)
            )
    return False


def _follows(onset: str, rime: str) -> bool:
    """Whether the spelling lets this rime follow this onset."""
    if onset == "qu":
        return rime in _AFTER_QU or (rime in _RIMES and rime[0] in _BEGINS_AFTER_QU)
    if (onset == "gi" and rime in _AFTER_GI) or (onset == "g" and rime in _AFTER_G):
        return True
    if rime not in _RIMES:
        return onset == "" and rime in _ALONE
    return onset not in (_NEVER_BEFORE_FRONT if rime[0] in _FRONT else _ONLY_BEFORE_FRONT)


def _places(rime: str) -> tuple[int, ...]:
    """The letters of a rime, from 0, that may bear its tone."""
    marked = [place for place, letter in enumerate(rime) if letter in _MARKED]
    if marked:
        return (marked[-1],)
    if rime in _EITHER:
        return (0, 1)
    return (1,) if rime.startswith(_ON_SECOND) else (0,)
