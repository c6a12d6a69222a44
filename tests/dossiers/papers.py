"""Stored papers for the tests of the rules about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from dossiers.manifest import StoredDocument, StoredObject, StoredObjects
from dossiers.states import PaperState

NOON = datetime(2025, 8, 5, 5, 0, tzinfo=UTC)
READ = {"number": "47/QĐ-UBND", "date": "2025-01-17", "agency": "ỦY BAN NHÂN DÂN PHƯỜNG THANH KHÊ"}


def stored(
    number: int, slot: str | None = "to_khai", *, file: str | None = None, **more: Any
) -> StoredDocument:
    """A usable paper of one page, alone in its file; `minute` after noon it came, its number by default."""
    came = NOON + timedelta(minutes=more.pop("minute", number))
    original = StoredObject(
        key="k", sha256=(file or f"file{number}").ljust(64, "0"), bytes=1, media_type="application/pdf"
    )
    return StoredDocument(
        **{
            "number": number,
            "slot": slot,
            "kind": "quyet_dinh",
            "kind_confidence": 0.9,
            "pages": 1,
            "source_pages": (1,),
            "state": PaperState.USABLE,
            "source_name": "a.pdf",
            "digitised_at": came,
            "run_id": "r",
            "pipeline_version": "1",
            "objects": StoredObjects(original=original, text=original),
            **more,
        }
    )


def read(confidence: float = 95.0, **fields: str | None) -> dict[str, Any]:
    """Number, date and issuer as they were read."""
    values = {**READ, **fields}
    return {
        "fields": values,
        "field_evidence": {name: {"page": 1, "confidence": confidence} for name in values},
    }
