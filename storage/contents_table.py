"""The bytes of files in the ledger: which dossier holds them, and who is about to store them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from dossiers.manifest import StoredDocument, StoredObject
from storage.documents_table import documents_of
from storage.files_table import FileOutcome, Role, Sighting, part_of
from storage.runs_table import is_alive
from storage.schema import files


class Content(StrEnum):
    """How the bytes of a claimed file stand in its dossier."""

    FREE = "free"
    STORED = "stored"
    UNDER_WAY = "under_way"


class StoredContent(NamedTuple):
    """Bytes that a dossier holds in a role."""

    dossier_code: str
    role: Role
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    """An original of a dossier; not `is_held` where it was purged."""

    stored: StoredObject
    is_held: bool


def take_content(
    connection: Connection, file_id: int, *, code: str | None, role: Role, sha256: str
) -> Content:
    """Takes the bytes of a claimed file for its run, if no stored file and no living run has them.

    `code` is None for a batch scan as a whole.

    The caller holds the dossier, so that of two runs with the same bytes exactly one goes on.
    """
    if has_stored(connection, code, role, sha256):
        return Content.STORED
    others = connection.execute(
        select(files.c.run_id).where(
            files.c.dossier_code == code,
            files.c.role == role.value,
            files.c.sha256 == sha256,
            files.c.outcome == FileOutcome.CLAIMED.value,
            files.c.id != file_id,
        )
    ).scalars()
    if any(is_alive(connection, run_id) for run_id in others):
        return Content.UNDER_WAY
    connection.execute(update(files).where(files.c.id == file_id).values(sha256=sha256))
    return Content.FREE


def holds_parts_of(connection: Connection, sighting: Sighting, sha256: str) -> bool:
    """Whether a dossier holds a part of this very batch scan, by a run that was killed before it was done."""
    query = select(files.c.id).where(
        files.c.path.startswith(part_of(sighting, "").path, autoescape=True),
        files.c.sha256 == sha256,
        files.c.outcome == FileOutcome.STORED.value,
    )
    return connection.execute(query).first() is not None


def has_stored(connection: Connection, code: str | None, role: Role, sha256: str) -> bool:
    """Whether the dossier already holds these bytes in this role; or a batch scan of them was taken in."""
    query = select(files.c.id).where(
        files.c.dossier_code == code,
        files.c.role == role.value,
        files.c.sha256 == sha256,
        files.c.outcome == FileOutcome.STORED.value,
    )
    return connection.execute(query).first() is not None


def stored_contents(connection: Connection, codes: Collection[str]) -> frozenset[StoredContent]:
    """What these dossiers hold."""
    query = select(files.c.dossier_code, files.c.role, files.c.bytes, files.c.sha256).where(
        files.c.dossier_code.in_(codes), files.c.outcome == FileOutcome.STORED.value
    )
    return frozenset(
        StoredContent(row.dossier_code, Role(row.role), row.bytes, row.sha256)
        for row in connection.execute(query)
    )


def stored_original(connection: Connection, code: str, sha256: str) -> StoredOriginal | None:
    """What a dossier's papers say of the original with these bytes; None where it has no such paper."""
    return original_of(documents_of(connection, [code]).get(code, []), sha256)


def original_of(papers: Sequence[StoredDocument], sha256: str) -> StoredOriginal | None:
    """What papers of one dossier say of the original with these bytes; None where none is of it."""
    papers = [paper for paper in papers if paper.objects.original.sha256 == sha256]
    if not papers:
        return None
    original = papers[0].objects.original
    return StoredOriginal(original, is_held=any(original in paper.held for paper in papers))


def dossiers_with(connection: Connection, sha256: str) -> list[str]:
    """The dossiers that hold these bytes, in any role."""
    query = select(files.c.dossier_code).where(
        files.c.sha256 == sha256,
        files.c.outcome == FileOutcome.STORED.value,
        files.c.dossier_code.is_not(None),
    )
    return sorted(set(connection.execute(query).scalars()))


def pages_of_scans(connection: Connection, sha256s: Collection[str]) -> dict[str, int]:
    """How many pages each of these originals has that was taken in as a batch scan; by its fingerprint."""
    query = select(files.c.sha256, files.c.pages).where(
        files.c.dossier_code.is_(None),
        files.c.role == Role.COMPONENT.value,
        files.c.sha256.in_(sha256s),
        files.c.outcome == FileOutcome.STORED.value,
    )
    return {sha256: pages["total"] for sha256, pages in connection.execute(query) if pages}
