"""What stands behind a label becomes a value, or null with the reason: certain, or ask."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import fmean

from dossiers.text import fold, nfc
from ocr.reading.syllables import is_legal
from ocr.understanding.dates import iso_dates
from ocr.understanding.family_names import misread_family
from ocr.understanding.identity_numbers import is_well_formed, old_number
from ocr.understanding.label_words import About
from ocr.understanding.readings import FieldReading, FieldReason
from ocr.values import Word

# Print is read with 85 and more, handwriting seldom above 80; a mark misread costs less than a letter.
_SURE = 75.0
_SUREST_DOUBT = 55.0
_LEADERS = re.compile(r"[.…_·]{2,}|^[\W_]+$")
_FOOTNOTE = re.compile(r"\(\d{1,2}\)")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TITLES = frozenset({"ONG", "BA", "ANH", "CHI", "CHAU", "BE", "LA"})
_LEAST_NAME, _MOST_NAME = 2, 7
_TWELVE = re.compile(r"(?<!\d)(?:\d[ .]?){11}\d(?!\d)")
_BOOK = re.compile(r"\d{1,5}(?:\s*[/\-]\s*(?:TP)?\s*[/\-]?\s*\d{2,4})?")


def field_value(about: About, words: Sequence[Word], page: int) -> FieldReading:
    """The value of words behind a label; a word written by hand never becomes one."""
    kept = tuple(word for word in words if _LEADERS.sub("", word.text.strip("|")))
    place = FieldReading(page=page, words=kept or tuple(words))
    if not kept or any(word.handwritten for word in kept):
        return place.but(FieldReason.HANDWRITTEN)
    reading = _READERS[about](kept, place)
    if reading.value is not None and not _is_sure(reading.words):
        return place.but(FieldReason.LOW_CONFIDENCE, (reading.value,))
    return reading


def _is_sure(words: Sequence[Word]) -> bool:
    confidences = [word.confidence for word in words]
    return fmean(confidences) >= _SURE and min(confidences) >= _SUREST_DOUBT


def _value(place: FieldReading, value: str, words: Sequence[Word] = ()) -> FieldReading:
    return FieldReading(value=value, page=place.page, words=tuple(words) or place.words)


def _text(words: Sequence[Word]) -> str:
    return _FOOTNOTE.sub(" ", nfc(" ".join(word.text for word in words)))


def _name(words: Sequence[Word], place: FieldReading) -> FieldReading:
    """Capitalised words that may be names; `NGUYỄN VĂN THỬ`, `Lê Thị Thu Vân`."""
    said: list[Word] = []
    for word in words:
        text = _FOOTNOTE.sub("", word.text).strip(" .…:|()-")
        if not said and fold(text) in _TITLES:
            continue
        if text:
            said.append(word.model_copy(update={"text": text.rstrip(",;")}))
        if text.endswith((",", ";")):
            break
    parts = [word.text for word in said]
    if not _LEAST_NAME <= len(parts) <= _MOST_NAME or not all(map(_may_be_named, parts)):
        return place.but(FieldReason.UNLIKE_VALUE)
    name = nfc(" ".join(parts))
    likely = misread_family(name)
    doubtful = likely is not None or any(not is_legal(part) for part in parts)
    if doubtful or min(word.confidence for word in said) < _SURE:
        return place.but(FieldReason.LOW_CONFIDENCE, (likely or name,))
    return _value(place, name, said)


def _may_be_named(part: str) -> bool:
    return (
        _NAME_WORD.fullmatch(part) is not None
        and part[0].isupper()
        and (part.isupper() or part[1:].islower())
    )


def _date(words: Sequence[Word], place: FieldReading) -> FieldReading:
    text = _text(words).strip(" .,;")
    dates = iso_dates(text)
    if len(dates) == 1:
        return _value(place, dates[0])
    if dates:
        return place.but(FieldReason.CONTRADICTION, dates)
    return place.but(FieldReason.UNLIKE_VALUE if re.search(r"\d{3}", text) else FieldReason.HANDWRITTEN)


def _sex(words: Sequence[Word], place: FieldReading) -> FieldReading:
    """`Nam` or `Nữ`; both stand before boxes to tick, which are not read."""
    said = {token for token in fold(_text(words)).split() if token in {"NAM", "NU"}}
    if len(said) != 1:
        return place.but(FieldReason.HANDWRITTEN)
    wanted = said.pop()
    kept = [word for word in words if fold(word.text) == wanted]
    return _value(place, "Nam" if wanted == "NAM" else "Nữ", kept)


def _number(words: Sequence[Word], place: FieldReading) -> FieldReading:
    """Twelve digits, also one in a box each; nine are told apart."""
    text = _text(words)
    found = [re.sub(r"\D", "", match.group()) for match in _TWELVE.finditer(text)]
    if len(set(found)) > 1:
        return place.but(FieldReason.CONTRADICTION)
    if found:
        kept = [word for word in words if any(char.isdigit() for char in word.text)]
        well_formed = is_well_formed(found[0])
        return _value(place, found[0], kept) if well_formed else place.but(FieldReason.UNLIKE_VALUE)
    if old := old_number(text):
        return place.but(FieldReason.OLD_NUMBER, (old,))
    return place.but(FieldReason.UNLIKE_VALUE if re.search(r"\d{6}", text) else FieldReason.HANDWRITTEN)


def _place(words: Sequence[Word], place: FieldReading) -> FieldReading:
    text = " ".join(_text(words).split()).strip(" .,;:|-_…")
    if len(fold(text).split()) < 2:  # noqa: PLR2004 - a place has a rank and a name
        return place.but(FieldReason.HANDWRITTEN)
    return _value(place, text)


def _book(words: Sequence[Word], place: FieldReading) -> FieldReading:
    found = _BOOK.match(_text(words).strip(" .,;"))
    if found is None:
        return place.but(FieldReason.HANDWRITTEN)
    return _value(place, re.sub(r"\s", "", found.group()))


_READERS: dict[About, Callable[[Sequence[Word], FieldReading], FieldReading]] = {
    About.NAME: _name,
    About.BORN: _date,
    About.DIED: _date,
    About.IN_WORDS: _date,
    About.REGISTERED_ON: _date,
    About.VALID_UNTIL: _date,
    About.SEX: _sex,
    About.ID: _number,
    About.ADDRESS: _place,
    About.REGISTERED_AT: _place,
    About.REGISTER_BOOK: _book,
}
