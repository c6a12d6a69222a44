"""Deletions that the audit trail says were begun: each is proven by another event once nothing is left."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from dossiers.audit import Step
from storage.audit_schema import events

BEGUN: Final = "begun"
DONE: Final = "ok"


@dataclass(frozen=True, slots=True)
class Begun:
    """An object that is being purged, and what its event says of it."""

    key: str
    details: Mapping[str, Any]


def unproven(connection: Connection) -> tuple[Begun, ...]:
    """The objects whose deletion was begun and is not proven yet, in the order of their events."""
    later = events.alias("later")
    proof = select(later.c.number).where(
        later.c.subject == events.c.subject,
        later.c.step == Step.PURGE.value,
        later.c.outcome == DONE,
        later.c.number > events.c.number,
    )
    query = (
        select(events.c.subject, events.c.details)
        .where(events.c.step == Step.PURGE.value, events.c.outcome == BEGUN, ~proof.exists())
        .order_by(events.c.number)
    )
    found = {row.subject: Begun(row.subject, json.loads(row.details)) for row in connection.execute(query)}
    return tuple(found.values())
