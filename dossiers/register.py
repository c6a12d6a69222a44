"""The register (sổ theo dõi hồ sơ): what has been received. Denominators come from here alone."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

RESULT_SLOT = "result"


class Level(StrEnum):
    """The level of the receiving unit; districts exist until 30 June 2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Channel(StrEnum):
    """How the dossier was handed in (hình thức nộp)."""

    DIRECT = "direct"
    ONLINE = "online"
    POST = "post"
    LINKED = "linked"


class DossierStatus(StrEnum):
    """Where the dossier stands (trạng thái)."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"


class Form(StrEnum):
    """In which form a component was handed in (bản chính, bản sao chứng thực, bản sao, xuất trình …)."""

    ORIGINAL = "original"
    CERTIFIED_COPY = "certified_copy"
    COPY = "copy"
    PRESENT_ONLY = "present_only"
    ELECTRONIC = "electronic"

    @property
    def is_digitisable(self) -> bool:
        """Copies and shown papers are not digitised (Circular 01/2023/TT-VPCP art. 4)."""
        return self in {Form.ORIGINAL, Form.ELECTRONIC}


class DossierRecord(BaseModel):
    """One dossier (hồ sơ) as the register holds it. `facts` is the raw cell: see procedures.Facts."""

    model_config = ConfigDict(frozen=True)

    dossier_code: str
    procedure_code: str
    unit_code: str
    level: Level
    field: str = ""
    channel: Channel = Channel.DIRECT
    received_on: date
    due_on: date | None = None
    resolved_on: date | None = None
    status: DossierStatus
    facts: str = ""
    closed_on: date | None = None
    supplement_asked_on: date | None = None
    supplemented_on: date | None = None

    @property
    def is_deleted(self) -> bool:
        """Deleted dossiers are out of everything."""
        return self.status is DossierStatus.DELETED

    def is_resolved_by(self, day: date | None) -> bool:
        """Whether it was resolved at the end of that day (None: today's state of the register).

        A resolved dossier whose date the register does not give counts as resolved.
        """
        if self.status is not DossierStatus.RESOLVED:
            return False
        return day is None or self.resolved_on is None or self.resolved_on <= day


class ComponentRow(BaseModel):
    """One due paper as the receipt slip lists it (giấy tiếp nhận hồ sơ), or the result.

    Attributes:
        form: None where the register does not say; then the catalogue decides.
        digitised_on: digitised earlier, elsewhere: counts as usable.
        reused: digitised data was used again instead of the paper (tái sử dụng).
        evidence: a free reference to where the earlier digitised paper lies.
    """

    model_config = ConfigDict(frozen=True)

    dossier_code: str
    slot: str
    form: Form | None = None
    digitised_on: date | None = None
    reused: bool = False
    evidence: str = ""


class Unit(BaseModel):
    """A unit of the administration (đơn vị); `parent_code` builds the tree."""

    model_config = ConfigDict(frozen=True)

    unit_code: str
    name: str = ""
    parent_code: str = ""
    level: Level | None = None
