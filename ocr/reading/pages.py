"""What the child makes of a page: plain values, as JSON those of `ocr.values.PageReading`.

Not pydantic: the child would spend more time on importing it than on a text page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, NamedTuple

from ocr.geometry import Box
from ocr.reading.syllables import is_legal

# A word under 20 or a line under 35 is noise more often than text (41 hard pages: CER 3.38 to 2.67 without).
WORD_FLOOR = 20
_LINE_FLOOR = 35
# In a line read as surely as this a legal syllable stays, however unsure.
_SURE_LINE = 70
_SHORTEST_SYLLABLE = 3
# A line of scraps alone is text only where it was read as surely as print; a signature is not (tuning pages).
_SURE_SCRAP = 80
# Dirt is not read as `388/QĐ-UBND`: Tesseract doubts a number joined to its mark, down to 7 on clean print
# (tuning pages).
_PAPER_NUMBER = re.compile(r"\d{1,6}(?:/\d{4})?/[A-ZĐ][A-ZĐr]+(?:-[A-ZĐ\d]{2,})*\W?")
_PUNCTUATION = ".,;:()\"'“”-/"


class PageWord(NamedTuple):
    """The fields of `ocr.values.Word`."""

    text: str
    box: Box
    confidence: float
    line: int
    handwritten: bool = False


class FoundCode(NamedTuple):
    """The fields of `ocr.values.PageCode`."""

    form: str
    text: str
    box: Box


@dataclass(frozen=True)
class Picture:
    """What only a scan has: the fields of that name in `ocr.values.PageReading`."""

    dpi: int | None = None
    colour: str | None = None
    ink: float | None = None
    sharpness: float | None = None
    stamp: float | None = None
    borders: float | None = None
    cut_off: int | None = None
    syllables: float | None = None


NO_SCAN = Picture()


def page_answer(
    number: int,
    source: str,
    words: Sequence[PageWord],
    *,
    size: tuple[float, float],
    reason: str = "",
    banner: str | None = None,
    codes: Iterable[FoundCode] = (),
    picture: Picture = NO_SCAN,
    rotation: int = 0,
    skew: float = 0.0,
    findings: Iterable[str] = (),
) -> dict[str, Any]:
    """One page as the child tells it."""
    page = {
        "number": number,
        "source": source,
        "source_reason": reason,
        "banner": banner,
        "text": text_of(words),
        "words": [_told(word) for word in words],
        "confidence": confidence_of(words),
        "rotation": rotation,
        "skew": round(skew, 2),
        "width": round(size[0], 2),
        "height": round(size[1], 2),
        "codes": [_told_code(code) for code in codes],
        "findings": list(findings),
        **asdict(picture),
    }
    return {"page": page}


def text_of(words: Sequence[PageWord]) -> str:
    """The lines of the page, without what is most likely noise."""
    kept = (_text_of_line(list(line)) for _, line in groupby(words, key=lambda word: word.line))
    return unicodedata.normalize("NFC", "\n".join(line for line in kept if line))


def _text_of_line(line: Sequence[PageWord]) -> str:
    confidence = confidence_of([word for word in line if not word.handwritten] or line)
    if confidence < _LINE_FLOOR and not any(_is_paper_number(word.text) for word in line):
        return ""
    doubtful = confidence < _SURE_LINE
    kept = [
        word.text
        for word in line
        if word.confidence >= WORD_FLOOR
        or _is_paper_number(word.text)
        or not (doubtful or _is_noise(word.text))
    ]
    if confidence < _SURE_SCRAP and not any(_says_something(text) for text in kept):
        return ""
    return " ".join(kept)


def bare(text: str) -> str:
    """A word without the punctuation around it."""
    return text.strip(_PUNCTUATION)


def _says_something(text: str) -> bool:
    """Whether it is more than what a signature or the edge of a sheet is read as."""
    characters = sum(char.isalnum() for char in text)
    return characters >= _SHORTEST_SYLLABLE or (characters > 1 and is_legal(bare(text)))


def _is_paper_number(text: str) -> bool:
    """Whether it has the form of a paper's number and mark."""
    return _PAPER_NUMBER.fullmatch(text) is not None


def _is_noise(text: str) -> bool:
    """Whether a doubtful word in a line read surely is no syllable either."""
    return len(text) < _SHORTEST_SYLLABLE or not is_legal(bare(text))


def confidence_of(words: Sequence[PageWord]) -> float:
    """The mean, weighted by length; 0.0 where there is no word."""
    letters = sum(len(word.text) for word in words)
    if not letters:
        return 0.0
    return round(sum(word.confidence * len(word.text) for word in words) / letters, 2)


def _told_code(code: FoundCode) -> dict[str, Any]:
    return {"form": code.form, "text": code.text, "box": [round(side, 2) for side in code.box]}


def _told(word: PageWord) -> dict[str, Any]:
    return {
        "text": unicodedata.normalize("NFC", word.text),
        "box": [round(side, 2) for side in word.box],
        "confidence": round(word.confidence, 2),
        "line": word.line,
        "handwritten": word.handwritten,
    }
