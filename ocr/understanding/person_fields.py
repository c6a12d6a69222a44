"""The fields of the people of a paper, and whether they agree with each other.

A field's name is person and attribute: `child_name`, `declarant_commune`. A personal number tells year of
birth and sex: where one of them says otherwise, one of both was misread, and both are null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ocr.understanding.addresses import Found, divided
from ocr.understanding.identity_numbers import agrees_with_birth, agrees_with_sex
from ocr.understanding.label_words import About
from ocr.understanding.persons import Key
from ocr.understanding.readings import NOT_FOUND, FieldReading, FieldReason
from ocr.understanding.roles import Role

COMMUNE, PROVINCE = "commune", "province"
_WHERE = (About.ADDRESS,)
_ASKED: dict[Role, tuple[About, ...]] = {
    Role.DECLARANT: (About.NAME, About.BORN, About.SEX, About.ID, *_WHERE),
    Role.PERSON: (About.NAME, About.BORN, About.SEX, About.ID, *_WHERE),
    Role.CHILD: (About.NAME, About.BORN, About.SEX, About.ID),
    Role.FATHER: (About.NAME, About.BORN, About.ID, *_WHERE),
    Role.MOTHER: (About.NAME, About.BORN, About.ID, *_WHERE),
    Role.DECEASED: (About.NAME, About.BORN, About.SEX, About.ID, *_WHERE, About.DIED),
    Role.HUSBAND: (About.NAME, About.BORN, About.ID, *_WHERE),
    Role.WIFE: (About.NAME, About.BORN, About.ID, *_WHERE),
    Role.MARTYR: (About.NAME, About.BORN, About.DIED),
}


def person_fields(roles: Iterable[Role], said: Mapping[Key, FieldReading]) -> dict[str, FieldReading]:
    """Every attribute that is asked of each person; null with a reason where it is not certain."""
    fields: dict[str, FieldReading] = {}
    for role in roles:
        person = {about: said.get((role, about), NOT_FOUND) for about in _ASKED[role]}
        fields |= {f"{role}_{about}": reading for about, reading in agreeing(person).items()}
        if About.ADDRESS in person:
            fields |= {
                f"{role}_{part}": reading for part, reading in divisions(person[About.ADDRESS]).items()
            }
    return fields


def agreeing(person: Mapping[About, FieldReading]) -> dict[About, FieldReading]:
    """The same readings; a number that contradicts birth or sex is null together with what it contradicts."""
    agreed = dict(person)
    number = person.get(About.ID, NOT_FOUND).value
    if number is None:
        return agreed
    for about, agrees in ((About.BORN, agrees_with_birth), (About.SEX, agrees_with_sex)):
        value = person.get(about, NOT_FOUND).value
        if value is not None and not agrees(number, value):
            agreed[about] = person[about].but(FieldReason.CONTRADICTION)
            agreed[About.ID] = person[About.ID].but(FieldReason.CONTRADICTION)
    return agreed


def divisions(address: FieldReading) -> dict[str, FieldReading]:
    """Commune and province, standing where the address stands.

    A name that stands in the list was read well enough, whatever the house number before it.
    """
    doubtful = address.candidates[:1] if address.reason is FieldReason.LOW_CONFIDENCE else ()
    text = address.value or "".join(doubtful)
    if not text:
        return {COMMUNE: address, PROVINCE: address}
    found = divided(text)
    return {COMMUNE: _at(address, found.commune), PROVINCE: _at(address, found.province)}


def _at(address: FieldReading, found: Found) -> FieldReading:
    return replace(address, value=found.name, reason=found.reason, candidates=found.candidates)
