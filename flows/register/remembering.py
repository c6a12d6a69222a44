"""What is remembered of a file of the drop, so that it is read once (`storage/drops_table.py`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from dossiers.errors import InputRefused
from flows.register.bringing_in import NO_DOSSIER
from flows.register.drop import DropFile
from flows.register.importing import Imported
from storage import drops_table, register_table
from storage.drops_table import DropOutcome, Dropped
from storage.instants import now


def of_import(connection: Connection, file: DropFile, imported: Imported) -> Dropped:
    """A file that goes in, at the end of its import's transaction."""
    (export,), (done,) = imported.files, imported.done
    waits = any(line.why == NO_DOSSIER for line in done.rejected)
    dropped = Dropped(
        seen=file.seen,
        outcome=DropOutcome.IMPORTED,
        taken_at=now(),
        sha256=export.sha256,
        kind=export.kind,
        rows=done.added + done.updated + done.unchanged,
        rejected=len(done.rejected),
        register_state=register_table.register_state(connection) if waits else None,
    )
    drops_table.remember(connection, file.key, dropped)
    return dropped


def of_refusal(
    connection: Connection, file: DropFile, path: Path | None, refusal: InputRefused, *, begun: datetime
) -> Dropped:
    """A file that was refused, unless somebody imported it since its reading began."""
    register_table.hold_register(connection)  # two syncs may refuse it, or a person import it, at once
    known = drops_table.dropped(connection, file.key)
    if known and known.seen == file.seen and known.outcome is DropOutcome.IMPORTED:
        return known
    refused = Dropped(
        seen=file.seen,
        outcome=DropOutcome.REFUSED,
        taken_at=begun,
        sha256=_sha256(path) if path else None,
        reason=refusal.code,
        detail=f"{refusal.message} {refusal.hint}",
    )
    dropped = _forgiven(refused) if drops_table.imported_since(connection, refused) else refused
    drops_table.remember(connection, file.key, dropped)
    return dropped


def forgiven(connection: Connection, known: Mapping[str, Dropped]) -> Iterator[tuple[str, Dropped]]:
    """What was refused and has been imported by a person since is no longer refused."""
    for key, dropped in known.items():
        if dropped.outcome is DropOutcome.REFUSED and drops_table.imported_since(connection, dropped):
            drops_table.remember(connection, key, _forgiven(dropped))
            yield key, _forgiven(dropped)


def _forgiven(refused: Dropped) -> Dropped:
    return replace(refused, outcome=DropOutcome.IMPORTED, reason=None, detail=None)


def _sha256(path: Path) -> str | None:
    """Of a refused file, by which it is known again when a person imports it."""
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return None
