"""Dossiers that disappear from the exports: found when one comes, told by unit and month, never deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import chain

from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import Connection

from dossiers.periods import Period
from dossiers.register import DossierRecord
from flows.register.files import RegisterFile
from flows.workspace import Workspace
from storage import absences_table
from storage.absences_table import AbsentDossier
from storage.chunks import chunks

Days = tuple[date, date]
UnitAndField = tuple[str, str]


class AbsentDossierEntry(BaseModel):
    """A dossier that the register knows and the exports hold no more.

    Attributes:
        since: when the first export came that lacked it.
        export, sha256: that export.
        exports: how many have lacked it in a row.
    """

    model_config = ConfigDict(frozen=True)

    dossier_code: str
    unit_code: str
    received_on: date
    since: AwareDatetime
    export: str
    sha256: str
    exports: int


class AbsentCount(BaseModel):
    """How many dossiers of a unit and month of reception (its first day) are absent."""

    model_config = ConfigDict(frozen=True)

    unit_code: str
    month: date
    dossiers: int


class Absences(BaseModel):
    """All that are absent now; `dossiers` has each, by unit and day of reception."""

    model_config = ConfigDict(frozen=True)

    counts: tuple[AbsentCount, ...] = ()
    dossiers: tuple[AbsentDossierEntry, ...] = ()


def absences(workspace: Workspace) -> Absences:
    """The dossiers that `[register_drop] missing_after_exports` exports in a row lack."""
    after = workspace.settings.register_drop.missing_after_exports
    with workspace.ledger.reading() as connection:
        found = absences_table.absent(connection, after_exports=after)
    counted = Counter((entry.unit_code, entry.received_on.replace(day=1)) for entry in found)
    return Absences(
        counts=tuple(
            AbsentCount(unit_code=unit, month=month, dossiers=number)
            for (unit, month), number in sorted(counted.items())
        ),
        dossiers=tuple(_entry(entry) for entry in found),
    )


def lacking_in(connection: Connection, exports: Sequence[RegisterFile]) -> Sequence[str]:
    """The dossiers that a whole export, in one file or in several, should hold and does not, by code.

    An export of one quarter says nothing of others, one of some units or fields nothing of the rest: of each
    field of each unit it is asked for the days between the first and the last dossier that it has of them.
    """
    codes, days = _held_by(exports)
    if not days:
        return ()
    within = Period(
        first=min(first for first, _ in days.values()), last=max(last for _, last in days.values())
    )
    return sorted(
        known.dossier_code
        for known in absences_table.counted_within(connection, within)
        if known.dossier_code not in codes
        and _is_within(known.received_on, days.get((known.unit_code, known.field)))
    )


def _held_by(exports: Sequence[RegisterFile]) -> tuple[set[str], dict[UnitAndField, Days]]:
    """The codes of the dossiers that it holds, and from when to when it holds any of a unit and field."""
    codes, days = {code for export in exports for code in export.named}, dict[UnitAndField, Days]()
    for part in chain.from_iterable(chunks(export.rows) for export in exports):
        for record in part:
            if isinstance(record, DossierRecord):
                codes.add(record.dossier_code)
                cell, day = (record.unit_code, record.field), record.received_on
                first, last = days.get(cell, (day, day))
                days[cell] = (min(first, day), max(last, day))
    return codes, days


def _is_within(day: date, days: Days | None) -> bool:
    return days is not None and days[0] <= day <= days[1]


def _entry(absent: AbsentDossier) -> AbsentDossierEntry:
    return AbsentDossierEntry(
        dossier_code=absent.dossier_code,
        unit_code=absent.unit_code,
        received_on=absent.received_on,
        since=absent.since,
        export=absent.file,
        sha256=absent.sha256,
        exports=absent.exports,
    )
