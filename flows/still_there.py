"""Which files in quarantine still lie where they were refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from flows.inbox import Inbox, InboxFile, Lying, sight
from storage.quarantine_table import QuarantinedRow


def still_there(rows: Iterable[QuarantinedRow], inbox: Inbox) -> Iterator[QuarantinedRow]:
    """Those in the inbox, asked one by one.

    One whose place cannot be told, or does not answer, is taken to be there.
    """
    for row in rows:
        is_named_by_a_person = row.path.startswith("/")
        if is_named_by_a_person:
            continue
        file = inbox.described(row.sighting)
        if file is None or not inbox.is_gone(file):
            yield row


def found_again(
    rows: Iterable[QuarantinedRow], lying: Lying, inbox: Inbox
) -> Iterator[tuple[QuarantinedRow, InboxFile | None]]:
    """Those that are there, each with its file as it is now: in the inbox, or where a person named it.

    Where folders did not answer, nobody says that their files are gone (`still_there`): they come as they
    were refused, None where the place cannot be told.

    Args:
        rows: of the quarantine.
        lying: what one look into the inbox met.
        inbox: where it looked.
    """
    for row in rows:
        if file := lying.get(row.path) or _elsewhere(row):
            yield row, file
        elif lying.silent and any(still_there([row], inbox)):
            yield row, inbox.described(row.sighting)


def _elsewhere(row: QuarantinedRow) -> InboxFile | None:
    """A file that a person named, where it still is there."""
    path = Path(row.path)
    if not (path.is_absolute() and path.is_file()):
        return None
    return sight(path, dossier_code=row.dossier_code, declared_slot=row.declared_slot)
