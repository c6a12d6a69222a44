"""The fields of an identity card (thẻ căn cước, căn cước công dân): its QR code, its machine zone, its print.

The QR code corrects its own errors and goes first; then the zone with its check digits, then what was read of
the print. A print that is off by some letters was misread; two cards on one paper, or a print that says
another person, is a contradiction.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dossiers.text import fold, nfc
from ocr.understanding.head import whole_lines_of
from ocr.understanding.identity_numbers import is_well_formed
from ocr.understanding.label_words import About
from ocr.understanding.machine_zone import Zone, zone_of
from ocr.understanding.person_fields import agreeing, divisions
from ocr.understanding.persons import read_labelled
from ocr.understanding.readings import NOT_FOUND, FieldReading, FieldReason
from ocr.understanding.roles import Role
from ocr.values import PageReading

_PARTS = 7
_DAY = re.compile(r"\d{8}")
# Print as like as this is the same, misread; below, it is another person's.
_SAME = 60.0
_IDENTICAL = 100.0
_PERSON = (About.NAME, About.BORN, About.SEX, About.ID, About.ADDRESS)


@dataclass(frozen=True, slots=True)
class CardCode:
    """What the QR code of a card says: number|old number|name|born|sex|address|issued."""

    number: str
    old_number: str | None
    name: str
    born: str | None
    sex: str
    address: str
    issued: str | None


def card_code(text: str) -> CardCode | None:
    """The parts of a card's QR code; None for any other code. Newer cards add parts, which are left out."""
    parts = [nfc(part.strip()) for part in text.split("|")]
    if len(parts) < _PARTS or not is_well_formed(parts[0]) or not parts[2]:
        return None
    number, old, name, born, sex, address, issued = parts[:_PARTS]
    return CardCode(
        number=number,
        old_number=old or None,
        name=name,
        born=_day(born),
        sex=sex,
        address=address,
        issued=_day(issued),
    )


def card_fields(pages: Sequence[PageReading]) -> dict[str, FieldReading]:
    """`person_…`, `old_id`, `issued_on`, `valid_until` of a card whose sides are the pages."""
    codes = _codes(pages)
    zones = _zones(pages)
    printed = read_labelled(pages, (Role.PERSON,))
    trusted = [_of_code(codes), _of_zone(zones)]
    person = agreeing(
        {
            about: _agreed(
                [told.get(about, NOT_FOUND) for told in trusted], printed.get((Role.PERSON, about))
            )
            for about in _PERSON
        }
    )
    fields = {f"{Role.PERSON}_{about}": reading for about, reading in person.items()}
    fields |= {f"{Role.PERSON}_{part}": reading for part, reading in divisions(person[About.ADDRESS]).items()}
    until = _of_zone(zones).get(About.VALID_UNTIL, NOT_FOUND)
    fields["valid_until"] = _agreed([until], printed.get((None, About.VALID_UNTIL)))
    return fields | _only_in_code(codes)


def _codes(pages: Sequence[PageReading]) -> list[tuple[CardCode, FieldReading]]:
    return [
        (card, FieldReading(page=page.number, box=code.box))
        for page in pages
        for code in page.codes
        if (card := card_code(code.text))
    ]


def _zones(pages: Sequence[PageReading]) -> list[tuple[Zone, FieldReading]]:
    return [
        (zone, FieldReading(page=page.number, words=zone.words))
        for page in pages
        if (zone := zone_of(whole_lines_of(page)))
    ]


def _of_code(codes: Sequence[tuple[CardCode, FieldReading]]) -> dict[About, FieldReading]:
    if not codes:
        return {}
    card, place = codes[0]
    told = {
        About.NAME: card.name,
        About.BORN: card.born,
        About.SEX: card.sex,
        About.ID: card.number,
        About.ADDRESS: card.address,
    }
    if len({other.number for other, _ in codes}) > 1:
        return {about: place.but(FieldReason.CONTRADICTION) for about in told}
    return _told(told, place)


def _of_zone(zones: Sequence[tuple[Zone, FieldReading]]) -> dict[About, FieldReading]:
    if not zones:
        return {}
    zone, place = zones[0]
    told = {
        About.BORN: zone.born,
        About.SEX: zone.sex if zone.born else None,
        About.ID: zone.number,
        About.VALID_UNTIL: zone.until,
    }
    readings = _told(told, place)
    if zone.name:
        readings[About.NAME] = place.but(FieldReason.WITHOUT_MARKS, (zone.name,))
    return readings


def _told(told: Mapping[About, str | None], place: FieldReading) -> dict[About, FieldReading]:
    return {
        about: FieldReading(value=value, page=place.page, words=place.words, box=place.box)
        for about, value in told.items()
        if value
    }


def _agreed(trusted: Sequence[FieldReading], printed: FieldReading | None) -> FieldReading:
    """The first that is trusted, if the others can be the same; else the print."""
    told = [reading for reading in trusted if reading is not NOT_FOUND]
    if not told:
        return printed or NOT_FOUND
    first, said = told[0], [value for reading in told if (value := _said(reading))]
    apart = len({fold(value) for value in said}) > 1
    if apart or any(reading.reason is FieldReason.CONTRADICTION for reading in told):
        return first.but(FieldReason.CONTRADICTION, said)
    if printed is None or printed.value is None:
        return first
    # Where letters without marks are all that is known, print that says the same letters has the marks too.
    likeness = fuzz.ratio(fold(said[0]), fold(printed.value))
    if likeness < (_SAME if first.value else _IDENTICAL):
        return first.but(FieldReason.CONTRADICTION, (said[0], printed.value))
    return first if first.value else printed


def _said(reading: FieldReading) -> str | None:
    if reading.reason is FieldReason.WITHOUT_MARKS:
        return reading.candidates[0]
    return reading.value


def _only_in_code(codes: Sequence[tuple[CardCode, FieldReading]]) -> dict[str, FieldReading]:
    """What only the code says: the number of the old identity card, and the day of issue."""
    if len({card.number for card, _ in codes}) != 1:
        return {"old_id": NOT_FOUND, "issued_on": NOT_FOUND}
    card, place = codes[0]
    told = {"old_id": card.old_number, "issued_on": card.issued}
    return {
        name: FieldReading(value=value, page=place.page, box=place.box) if value else NOT_FOUND
        for name, value in told.items()
    }


def _day(digits: str) -> str | None:
    """`17011990` is 1990-01-17."""
    if not _DAY.fullmatch(digits):
        return None
    try:
        return dt.date(int(digits[4:]), int(digits[2:4]), int(digits[:2])).isoformat()
    except ValueError:
        return None
