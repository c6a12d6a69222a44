"""The labels of forms and civil-status papers, found in lines as OCR leaves them.

A label ends at its colon; what stands between label and colon says whose the value is
(`Họ, chữ đệm, tên người mẹ:`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import Levenshtein

from dossiers.text import fold
from ocr.understanding.head import Line
from ocr.understanding.label_words import IN_SENTENCES, LABELS, About
from ocr.values import Word

_QUALIFIER_WORDS = 12
_MOST_TOKENS = 9
_LETTERS_AN_ERROR = 10
_MOST_ERRORS = 2


@dataclass(frozen=True, slots=True)
class _Label:
    about: About
    letters: str
    tokens: int
    in_sentences: bool


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label in a line and what stands behind it there.

    Attributes:
        qualifier: the folded words between label and colon, without footnote marks.
        start: the index of the label's first word in the line.
        value: the words behind the colon, up to the next label.
    """

    about: About
    qualifier: str
    start: int
    value: tuple[Word, ...]


def _built() -> dict[str, tuple[_Label, ...]]:
    labels = [
        _Label(about, text.replace(" ", ""), text.count(" ") + 1, text in IN_SENTENCES)
        for about, texts in LABELS.items()
        for text in texts.split("|")
    ]
    labels.sort(key=lambda label: -len(label.letters))
    return {
        letter: tuple(label for label in labels if label.letters[0] == letter)
        for letter in {label.letters[0] for label in labels}
    }


_BY_LETTER = _built()


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    word: int


@dataclass(frozen=True, slots=True)
class _Place:
    label: _Label
    first: int
    end: int
    colon: int | None


def labelled(line: Line) -> tuple[Labelled, ...]:
    """The labels of a line with their values, in the order in which they stand."""
    tokens = [
        _Token(text, index) for index, word in enumerate(line.words) for text in fold(word.text).split()
    ]
    places = list(_places(line.words, tokens))
    if not places:
        return ()
    ends = [tokens[place.first].word for place in places[1:]] + [len(line.words)]
    return tuple(_with_value(line.words, tokens, place, end) for place, end in zip(places, ends, strict=True))


def _places(words: Sequence[Word], tokens: Sequence[_Token]) -> Iterator[_Place]:
    index = 0
    while index < len(tokens):
        if place := _label_at(words, tokens, index):
            yield place
            behind = place.end if place.colon is None else _behind(tokens, place.colon)
            index = max(behind, index + 1)
        else:
            index += 1


def _behind(tokens: Sequence[_Token], word: int) -> int:
    return next((index for index, token in enumerate(tokens) if token.word > word), len(tokens))


def _label_at(words: Sequence[Word], tokens: Sequence[_Token], index: int) -> _Place | None:
    begin = tokens[index]
    if index and tokens[index - 1].word == begin.word and ":" not in words[begin.word].text:
        return None
    known = _BY_LETTER.get(begin.text[0], ())
    if not known:
        return None
    opens = index == 0 or (index == 1 and len(tokens[0].text) <= 2)  # noqa: PLR2004 - `1.`, `a)`
    ahead = words[begin.word : begin.word + _QUALIFIER_WORDS]
    is_label = opens or any(":" in word.text for word in ahead)
    joined = list(accumulate(token.text for token in tokens[index : index + _MOST_TOKENS]))
    for label in known:
        if not (is_label or label.in_sentences):
            continue
        end = _matched(joined, label, fuzzily=is_label)
        if end is None:
            continue
        colon = _colon(words, tokens, index + end)
        if colon is not None or label.in_sentences or opens:
            return _Place(label, index, index + end, colon)
    return None


def _matched(joined: Sequence[str], label: _Label, *, fuzzily: bool) -> int | None:
    """How many tokens the label takes; a letter misread in ten, words joined or split."""
    if len(joined) >= label.tokens and joined[label.tokens - 1] == label.letters:
        return label.tokens
    allowed = min(len(label.letters) // _LETTERS_AN_ERROR, _MOST_ERRORS) if fuzzily else 0
    for count in (label.tokens, label.tokens - 1, label.tokens + 1):
        if not 0 < count <= len(joined):
            continue
        text = joined[count - 1]
        if abs(len(text) - len(label.letters)) > allowed:
            continue
        if Levenshtein.distance(text, label.letters, score_cutoff=allowed) <= allowed:
            return count
    return None


def _colon(words: Sequence[Word], tokens: Sequence[_Token], end: int) -> int | None:
    """The word with the colon that ends the label; None where a value or another clause comes first."""
    last = tokens[end - 1].word
    for index in range(last, min(len(words), last + _QUALIFIER_WORDS)):
        text = words[index].text
        if ":" in text:
            return index
        if text.endswith((";", ".")) or (text.endswith(",") and index > last and "(" not in text):
            return None
        if index + 1 < len(words) and any(char.isdigit() for char in fold(words[index + 1].text)):
            return index + 1 if words[index + 1].text.endswith(":") else None
    return None


def _with_value(words: Sequence[Word], tokens: Sequence[_Token], place: _Place, end: int) -> Labelled:
    behind = place.end
    last = tokens[behind - 1].word
    first = last + 1 if place.colon is None else place.colon + 1
    colon = place.colon if place.colon is not None else -1
    qualifier = [token.text for token in tokens[behind:] if token.word <= colon]
    value = words[first:end]
    if place.colon is not None and (glued := _glued(words[place.colon])):
        value = (glued, *value)
        qualifier = [token.text for token in tokens[behind:] if token.word < colon]
    return Labelled(
        about=place.label.about,
        qualifier=" ".join(word for word in qualifier if len(word) > 1 or not word.isdigit()),
        start=tokens[place.first].word,
        value=tuple(value),
    )


def _glued(word: Word) -> Word | None:
    """The part of a word behind its colon: `sinh:17/01/1990`."""
    behind = word.text.rsplit(":", 1)[1]
    return word.model_copy(update={"text": behind}) if fold(behind) else None
