"""Dossiers whose papers have to be judged anew, in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select

from storage.chunks import chunks
from storage.files_table import FileOutcome
from storage.instants import now
from storage.liveness import process_mark, process_started
from storage.runs_table import is_alive
from storage.schema import documents, files, ownership_checks

_OF_FILE = "manifest-"
_OF_PROCESS = "m-"
# As for runs: a change on another machine, or before a restart, is taken for ended after so long.
_SILENCE = timedelta(minutes=30)
_LONGEST_ROW = 9

Check = tuple[str, str]
"""The code of a dossier, and the mark of one change."""


def ask_for(connection: Connection, codes: Iterable[str]) -> None:
    """These dossiers wait for a look from now on: in the transaction of the change, so nothing forgets it."""
    rows = [{"dossier_code": code, "mark": uuid4().hex} for code in sorted(codes)]
    if rows:
        connection.execute(insert(ownership_checks), rows)


def ask_where_papers_are(connection: Connection, codes: Iterable[str]) -> None:
    """The same for those of these dossiers that have papers: the register says something new of them."""
    for chunk in chunks(sorted(set(codes))):
        stored = select(documents.c.dossier_code).distinct().where(documents.c.dossier_code.in_(chunk))
        ask_for(connection, connection.execute(stored).scalars().all())


def announce(connection: Connection, code: str, change: int | str) -> None:
    """A change of the dossier's manifest begins: it stands in the store before it stands in the ledger.

    `change` is the row of a claimed file, whose run makes it; or any name, for one that this process makes.
    `carried_out` belongs into the transaction of the change. Who is killed before that transaction holds
    leaves the manifest to the next look, which writes it as the ledger tells.
    """
    carried_out(connection, code, change)
    mark = _mark(change) if isinstance(change, int) else f"{_mark(change)}{_this_process()}"
    connection.execute(insert(ownership_checks).values(dossier_code=code, mark=mark))


def carried_out(connection: Connection, code: str, change: int | str) -> None:
    """The change was made: store and ledger agree as soon as this transaction holds."""
    mark, table = _mark(change), ownership_checks
    is_of_change = table.c.mark == mark if isinstance(change, int) else table.c.mark.startswith(mark)
    connection.execute(delete(table).where(table.c.dossier_code == code, is_of_change))


def is_announced(check: Check) -> bool:
    """Whether it is a change of the manifest that was not carried out."""
    return check[1].startswith((_OF_FILE, _OF_PROCESS))


def forget_ended(connection: Connection, code: str) -> None:
    """Forgets the announced changes of a dossier that nobody makes any more; the manifest is as it has to be.

    The caller holds the dossier, so that a change is announced before this or after it.
    """
    announced = filter(is_announced, waiting(connection, [code]))
    checked(connection, [check for check in announced if not _is_under_way(connection, check[1])])


def _is_under_way(connection: Connection, mark: str) -> bool:
    """Whether the run or the process that announced the change still lives."""
    if mark.startswith(_OF_PROCESS):
        _, _, place, pid, minute = mark.split("-")
        if place == _this_process().split("-")[0]:
            return process_started(int(pid, 16)) is not None
        return int(minute, 16) > _minutes() - _SILENCE // timedelta(minutes=1)
    row = mark.removeprefix(_OF_FILE)
    if not row.isdecimal() or len(row) > _LONGEST_ROW:  # of a version whose marks named no process
        return False
    claimed = (files.c.id == int(row), files.c.outcome == FileOutcome.CLAIMED.value)
    run_id = connection.execute(select(files.c.run_id).where(*claimed)).scalar()
    return run_id is not None and is_alive(connection, run_id)


def _mark(change: int | str) -> str:
    if isinstance(change, int):
        return f"{_OF_FILE}{change}"
    return f"{_OF_PROCESS}{hashlib.sha256(change.encode()).hexdigest()[:9]}-"


def _this_process() -> str:
    """Where it runs, its number and the minute, as short as the column asks."""
    place, pid, _ = process_mark().split("-")
    return f"{place[:4]}-{int(pid):x}-{_minutes():x}"


def _minutes() -> int:
    return int(now().timestamp()) // 60


def waiting(connection: Connection, codes: Collection[str] | None = None) -> frozenset[Check]:
    """The changes that wait for a look, of these dossiers (None: of all)."""
    table = ownership_checks
    query = select(table.c.dossier_code, table.c.mark)
    if codes is not None:
        query = query.where(table.c.dossier_code.in_(codes))
    return frozenset((row.dossier_code, row.mark) for row in connection.execute(query))


def checked(connection: Connection, checks: Collection[Check]) -> None:
    """These were looked at; a dossier that changed meanwhile has another mark and goes on waiting.

    In one order for all, so that two who looked at the same ones never wait for each other.
    """
    table = ownership_checks
    for code, mark in sorted(checks):
        connection.execute(delete(table).where(table.c.dossier_code == code, table.c.mark == mark))
