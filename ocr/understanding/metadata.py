"""The fields of a paper under the names of the guide's metadata (công văn 7197/BKHCN-CĐSQG, 2.3 step 3).

The guide calls them mandatory, but many papers of a dossier have no number, notation or issuer (tờ khai, thẻ
căn cước): there they are null with the reason, as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from config.kinds import Kind
from ocr.understanding.readings import FieldReason
from ocr.values import FieldEvidence

# The guide's names, our fields, and how long the guide lets them be.
_FIELDS = {
    "CodeNumber": ("code_number", 11),
    "CodeNotation": ("code_notation", 30),
    "IssuedDate": ("date", 10),
    "OrganName": ("agency", 200),
    "Subject": ("subject", 500),
}
_TYPE_NAME = ("TypeName", 100)
_DOC_CODE = ("DocCode", 30)


class GuideField(BaseModel):
    """One field of the guide: its value, or null with the reason."""

    model_config = ConfigDict(frozen=True)

    value: str | None = None
    reason: str | None = None


def guide_metadata(
    kind: Kind | None,
    fields: Mapping[str, str | None],
    evidence: Mapping[str, FieldEvidence],
    *,
    doc_code: str | None = None,
) -> dict[str, GuideField]:
    """DocCode, TypeName, CodeNumber, CodeNotation, IssuedDate, OrganName and Subject of a paper.

    Args:
        kind: what the paper is; None where nobody knows.
        fields: as they were extracted.
        evidence: of the fields.
        doc_code: the identifier that the office gave the file (mã định danh văn bản); it is on no paper.

    Returns:
        The seven by the guide's names, in its order. IssuedDate is ISO 8601 (YYYY-MM-DD): the guide prints
        "YYYY-DD-MM", an order that its own file names (YYYYMMDD) do not use.
    """
    told = {
        _DOC_CODE[0]: _within(doc_code, FieldReason.NOT_ON_PAPER, _DOC_CODE[1]),
        _TYPE_NAME[0]: _within(kind.name_vi if kind else None, FieldReason.NOT_FOUND, _TYPE_NAME[1]),
    }
    for name, (field, length) in _FIELDS.items():
        known = evidence.get(field)
        reason = known.reason if known else FieldReason.NOT_ON_PAPER
        told[name] = _within(fields.get(field), reason, length)
    return told


def _within(value: str | None, reason: str | None, length: int) -> GuideField:
    if value is not None and len(value) > length:
        return GuideField(reason=FieldReason.TOO_LONG)
    return GuideField(value=value, reason=None if value is not None else reason)
