"""The fields of a paper: from its head, its signature, its labels, or the codes of an identity card.

What a kind has stands in `config/data/kinds.yaml`; how each is read, in the modules that this one calls.
Every field has its place and, where it is null, the reason (`readings.FieldReason`).
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from config.kinds import FieldName
from ocr.understanding.classify import Classification
from ocr.understanding.head import HEAD_LINES, Line, whole_lines_of
from ocr.understanding.head_fields import agency_field, date_field, number_fields, subject_field
from ocr.understanding.readings import FieldReading
from ocr.values import FieldEvidence, PageReading

_NUMBERS = (FieldName.NUMBER, FieldName.CODE_NUMBER, FieldName.CODE_NOTATION)
_SIGNERS = (FieldName.SIGNER, FieldName.SIGNER_TITLE)
_HEAD = frozenset({*_NUMBERS, FieldName.DATE, FieldName.AGENCY, FieldName.SUBJECT})


class Extracted(BaseModel):
    """The fields of a paper and where each was read."""

    model_config = ConfigDict(frozen=True)

    fields: dict[str, str | None] = {}
    evidence: dict[str, FieldEvidence] = {}


def extract(
    first: PageReading, lines: Sequence[Line], paper: Classification, pages: Sequence[PageReading]
) -> Extracted:
    """The fields that the kind of a paper has.

    Args:
        first: its first page that is not blank.
        lines: those of that page.
        paper: what it is.
        pages: all its pages.
    """
    wanted = paper.kind.fields if paper.kind else ()
    told = {
        **_head(wanted, first, lines, paper),
        **_signer(wanted, pages),
        **_labelled(wanted, pages),
    }
    return Extracted(
        fields={str(name): reading.value for name, reading in told.items()},
        evidence={str(name): reading.evidence for name, reading in told.items()},
    )


def _head(
    wanted: Sequence[FieldName], first: PageReading, lines: Sequence[Line], paper: Classification
) -> dict[str, FieldReading]:
    if not _HEAD & set(wanted):
        return {}
    rows = whole_lines_of(first)[:HEAD_LINES]
    readings: dict[FieldName, FieldReading] = dict(
        zip(_NUMBERS, number_fields(rows, first.number), strict=True)
    )
    if FieldName.DATE in wanted:
        readings[FieldName.DATE] = date_field(rows, first.number)
    if FieldName.AGENCY in wanted:
        readings[FieldName.AGENCY] = agency_field(lines, first.number)
    if FieldName.SUBJECT in wanted:
        readings[FieldName.SUBJECT] = subject_field(lines, paper, first.number)
    return {str(name): reading for name, reading in readings.items() if name in wanted}


# What follows is imported late: most files need one of them, and a start of `sohoa inspect` pays for both.


def _signer(wanted: Sequence[FieldName], pages: Sequence[PageReading]) -> dict[str, FieldReading]:
    if not set(_SIGNERS) & set(wanted):
        return {}
    from ocr.understanding.signer import signer_fields

    readings = zip(_SIGNERS, signer_fields(pages), strict=True)
    return {str(name): reading for name, reading in readings if name in wanted}


def _labelled(wanted: Sequence[FieldName], pages: Sequence[PageReading]) -> dict[str, FieldReading]:
    if not set(wanted) - _HEAD - set(_SIGNERS):
        return {}
    from ocr.understanding.labelled_fields import labelled_fields

    return labelled_fields(wanted, pages)
