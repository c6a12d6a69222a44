"""The quarantine: what lies in it, and how a person lets files out of it.

The ledger says what was refused, the inbox what is still there: a file that is gone has left the quarantine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from config.bucket_prefix import BucketPrefix
from dossiers.audit import Event, Step
from dossiers.errors import UsageError
from dossiers.reasons import Reason
from dossiers.text import nfc
from flows.batch import BatchProgress, BatchSummary, Plan, run_batch
from flows.inbox import InboxFile, Known, look, open_inbox
from flows.second_tries import WaitingRoom
from flows.still_there import found_again
from flows.way import FileResult, Outcome
from flows.workspace import Workspace
from storage import events_table, quarantine_table, register_table
from storage.quarantine_table import QuarantinedRow

_LIST = "`sohoa quarantine list` names the files."


@dataclass(frozen=True, slots=True)
class Choice:
    """Which files a person means: named ones, those refused for a reason, or all."""

    files: tuple[str, ...] = ()
    reason: Reason | None = None
    everything: bool = False

    def __post_init__(self) -> None:
        """Raises UsageError where it is not one of the three."""
        if bool(self.files) + (self.reason is not None) + self.everything != 1:
            raise UsageError(
                "It is not clear which files are meant.", "Name files, or say --reason REASON, or --all."
            )


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file in quarantine that is still there.

    Attributes:
        goes_next: the next batch tries it.
    """

    file: InboxFile
    row: QuarantinedRow
    goes_next: bool


class QuarantineEntry(BaseModel):
    """A file in quarantine as `sohoa quarantine list` tells it.

    Attributes:
        id: in the ledger; what Prefect shows of a night tells of files by it.
        file: relative to the inbox; absolute where it never lay there (`sohoa ingest`).
        dossier_code: whose it is, or which dossier a batch scan waits for; None where nobody knows.
        tries: how often it was refused.
        goes_next: the next batch tries it.
    """

    model_config = ConfigDict(frozen=True)

    id: int
    file: str
    dossier_code: str | None
    reason: Reason
    detail: str
    advice: str
    first_seen: datetime
    last_tried: datetime
    tries: int
    goes_next: bool


def listed(workspace: Workspace, reason: Reason | None = None) -> tuple[QuarantineEntry, ...]:
    """What lies in quarantine, the file that was refused first at the front."""
    return tuple(_entry(one) for one in _lying(workspace) if reason in {None, one.row.reason})


def retry(workspace: Workspace, choice: Choice, *, on_file: BatchProgress | None = None) -> BatchSummary:
    """Tries the chosen files now, as a batch would.

    Raises:
        UsageError: a named file is not in quarantine.
        TooManyFailed, OutOfReach, NotReady: as in a batch.
    """
    chosen = _chosen(workspace, choice)
    return run_batch(workspace, on_file=on_file, plan_of=partial(_plan, chosen=chosen))


def release(workspace: Workspace, choice: Choice) -> tuple[QuarantineEntry, ...]:
    """Marks the chosen files: the next batch takes them in although nothing changed.

    Raises:
        UsageError: a named file is not in quarantine, or not in the inbox either.
    """
    chosen = _chosen(workspace, choice)
    elsewhere = [one.file.name for one in chosen if not one.file.is_of_inbox]
    if elsewhere and choice.files:
        raise UsageError(
            f"{elsewhere[0]} is not in the inbox: no batch meets it.", "Try it with `sohoa quarantine retry`."
        )
    released = [one for one in chosen if one.file.is_of_inbox]
    with workspace.ledger.transaction() as connection:
        quarantine_table.release(connection, [one.row.id for one in released])
        events_table.note(connection, *(_released(one.row) for one in released))
    return tuple(_entry(one) for one in released)


def _released(row: QuarantinedRow) -> Event:
    return Event(step=Step.RELEASE, subject=f"file {row.id}", details={"reason": row.reason.value})


def _plan(workspace: Workspace, *, chosen: Sequence[Quarantined]) -> Plan:
    """The chosen files, as one look finds them: what grows waits."""
    with workspace.ledger.reading() as connection:
        known = register_table.known_codes(connection)
        units = register_table.unit_codes(connection)
    wanted = {one.file.sighting.path for one in chosen}
    view = look(workspace.settings.inbox, known, units)
    elsewhere = [one.file for one in chosen if not one.file.is_of_inbox]
    to_do = [file for file in view.ready if file.sighting.path in wanted]
    growing = [
        FileResult(file.name, Outcome.WAITING, Reason.GROWING)
        for file in view.growing
        if file.sighting.path in wanted
    ]
    return Plan((*to_do, *elsewhere), tuple(growing), view.silent)


def _chosen(workspace: Workspace, choice: Choice) -> list[Quarantined]:
    there = list(_lying(workspace))
    if not choice.files:
        return [one for one in there if choice.reason in {None, one.row.reason}]
    inbox = workspace.settings.inbox.path
    by_name = {name: one for one in there for name in _names(one.file, inbox)}
    return [by_name.get(nfc(name)) or _refuse(name) for name in dict.fromkeys(choice.files)]


def _names(file: InboxFile, inbox: Path | BucketPrefix) -> set[str]:
    """How a person may name a file: as the list does, or by where it lies."""
    return {file.name, nfc(f"{inbox}/{file.name}"), nfc(file.door.address(file))}


def _refuse(name: str) -> Quarantined:
    raise UsageError(f"No file {name} lies in quarantine.", _LIST)


def _lying(workspace: Workspace) -> Iterator[Quarantined]:
    with workspace.ledger.reading() as connection:
        rows = quarantine_table.quarantined(connection)
        known = register_table.known_codes(connection)
        units = register_table.unit_codes(connection)
        state = register_table.register_state(connection)
    room = WaitingRoom(state, known, workspace.settings.ocr)
    inbox = open_inbox(workspace.settings.inbox)
    for row, file in found_again(rows, inbox.lying(Known(known, units)), inbox):
        if file is not None:
            yield Quarantined(file, row, file.is_of_inbox and room.lets_go(file, row))


def _entry(one: Quarantined) -> QuarantineEntry:
    row = one.row
    return QuarantineEntry(
        id=row.id,
        file=one.file.name,
        dossier_code=row.waits_for,
        reason=row.reason,
        detail=row.detail,
        advice=row.reason.advice,
        first_seen=row.first_refused_at,
        last_tried=row.last_tried_at,
        tries=row.tries,
        goes_next=one.goes_next,
    )
