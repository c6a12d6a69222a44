"""Deletions that the audit trail says were begun, and whether what was begun may still go."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from sqlalchemy import Connection, select

from dossiers.audit import Step, dossier_of
from dossiers.issues import REPORTS_PREFIX
from dossiers.manifest import manifest_key
from storage import checks_table, documents_table, published_table, runs_table
from storage.audit_schema import events

BEGUN: Final = "begun"
DONE: Final = "ok"
KEPT: Final = "kept"
"""It was begun, and then it stayed: the ledger names it again."""


class Need(Enum):
    """Why an object must not be deleted now.

    Attributes:
        NAMED: the ledger says that the store has to hold it.
        BUSY: somebody may be storing it.
    """

    NAMED = auto()
    BUSY = auto()


@dataclass(frozen=True, slots=True)
class Begun:
    """An object that is being purged, and what its event says of it."""

    key: str
    details: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its class, or what stands in place of one."""
        return str(self.details["class"])

    @property
    def bytes(self) -> int:
        """Its size; 0 where nobody knows."""
        return int(self.details["bytes"] or 0)


def unproven(connection: Connection) -> tuple[Begun, ...]:
    """What was begun and has not come to an end yet, in the order of the events."""
    later = events.alias("later")
    end = select(later.c.number).where(
        later.c.subject == events.c.subject,
        later.c.step == Step.PURGE.value,
        later.c.outcome.in_((DONE, KEPT)),
        later.c.number > events.c.number,
    )
    query = (
        select(events.c.subject, events.c.details)
        .where(events.c.step == Step.PURGE.value, events.c.outcome == BEGUN, ~end.exists())
        .order_by(events.c.number)
    )
    found = {row.subject: Begun(row.subject, json.loads(row.details)) for row in connection.execute(query)}
    return tuple(found.values())


def hold(connection: Connection, key: str) -> None:
    """Keeps what `need_of` says of a key as it is until the transaction ends."""
    code = dossier_of(key)
    if code is not None:
        documents_table.lock_dossier(connection, code)
    elif key.startswith(REPORTS_PREFIX):
        published_table.hold(connection)


def need_of(connection: Connection, key: str) -> Need | None:
    """Why an object must not be deleted now; None where nothing needs it."""
    code = dossier_of(key)
    if code is not None:
        documents = documents_table.manifest(connection, code).documents
        held = {stored.key for entry in documents for stored in entry.held}
        if key in held or key == manifest_key(code):
            return Need.NAMED
        return Need.BUSY if may_be_written(connection, code) else None
    if not key.startswith(REPORTS_PREFIX):
        return None
    folder = key.rpartition("/")[0]
    is_issued = any(row.key.rpartition("/")[0] == folder for row in published_table.newest_first(connection))
    return Need.NAMED if is_issued else None


def may_be_written(connection: Connection, code: str) -> bool:
    """Whether somebody may be storing into the dossier.

    A run that lives counts even where it announced nothing here: nothing is deleted in doubt, and what was
    announced on another machine is forgotten after a while.
    """
    is_announced = any(map(checks_table.is_announced, checks_table.waiting(connection, [code])))
    return is_announced or runs_table.living_since(connection) is not None
