"""The fields of forms, civil-status papers and identity cards, by their names in `config.kinds`."""

from __future__ import annotations

from collections.abc import Sequence

from config.kinds import FieldName
from ocr.understanding.identity_card import card_fields
from ocr.understanding.label_words import About
from ocr.understanding.person_fields import person_fields
from ocr.understanding.persons import read_labelled
from ocr.understanding.readings import NOT_FOUND, FieldReading
from ocr.understanding.roles import Role
from ocr.values import PageReading

_ROLES = {FieldName(str(role)): role for role in Role}
_OF_PAPER = {
    FieldName.REGISTER_BOOK: About.REGISTER_BOOK,
    FieldName.REGISTERED_AT: About.REGISTERED_AT,
    FieldName.REGISTERED_ON: About.REGISTERED_ON,
}


def labelled_fields(wanted: Sequence[FieldName], pages: Sequence[PageReading]) -> dict[str, FieldReading]:
    """What labels and codes of the pages say of the wanted fields, in their order; others are left out."""
    said = read_labelled(pages, [_ROLES[name] for name in wanted if name in _ROLES])
    told: dict[str, FieldReading] = {}
    for name in wanted:
        if name is FieldName.IDENTITY_CARD:
            told |= card_fields(pages)
        elif name in _ROLES:
            told |= person_fields((_ROLES[name],), said)
        elif name in _OF_PAPER:
            told[name] = said.get((None, _OF_PAPER[name]), NOT_FOUND)
    return told
