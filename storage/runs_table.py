"""Runs in the ledger: who works, and whether they still live."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, func, insert, select, update

from storage.instants import as_utc, now
from storage.liveness import boot_id, process_started
from storage.schema import runs

# A run on another machine that was not seen for so long is taken for dead.
_SILENCE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Process:
    host: str
    pid: int
    started: str


def begin_run(connection: Connection, note: str = "") -> str:
    """Enters this process as a run, with what a person said of it; returns the run's id."""
    process = _this_process()
    run_id = f"{now():%Y%m%dT%H%M%SZ}-{uuid4().hex[:8]}"
    connection.execute(
        insert(runs).values(
            run_id=run_id,
            host=process.host,
            pid=process.pid,
            process_started=process.started,
            note=note,
            started_at=now(),
            seen_at=now(),
            night=_this_night(connection),
        )
    )
    return run_id


def _this_night(connection: Connection) -> int:
    """Goes on while no run of it came to its end: what was killed is finished as if it never had been."""
    last = int(connection.execute(select(func.max(runs.c.night))).scalar() or 0)
    query = select(runs.c.run_id).where(runs.c.night == last, runs.c.is_complete)
    is_over = last == 0 or connection.execute(query).first() is not None
    return last + 1 if is_over else last


def night_of(connection: Connection, run_id: str) -> int:
    """Which night's papers a run takes in (dossiers/manifest.py, `Arrival`)."""
    return int(connection.execute(select(runs.c.night).where(runs.c.run_id == run_id)).scalar_one())


def keep_nights_above(connection: Connection, run_id: str, night: int) -> None:
    """Makes sure that the run, and so whatever comes after it, is of a later night than this one."""
    connection.execute(
        update(runs).where(runs.c.run_id == run_id, runs.c.night <= night).values(night=night + 1)
    )


def touch_run(connection: Connection, run_id: str) -> None:
    """Shows other machines that the run lives."""
    connection.execute(update(runs).where(runs.c.run_id == run_id).values(seen_at=now()))


def finish_run(connection: Connection, run_id: str, *, is_complete: bool = True) -> None:
    """Marks the run as ended: what it claimed and did not finish is free.

    `is_complete` where it did all that it meant to.
    """
    ended = {"finished_at": now(), "is_complete": is_complete}
    connection.execute(update(runs).where(runs.c.run_id == run_id).values(**ended))


def is_alive(connection: Connection, run_id: str) -> bool:
    """Whether the run still works: its process lives, or, on another machine, was seen lately."""
    row = connection.execute(select(runs).where(runs.c.run_id == run_id)).mappings().first()
    if row is None or row["finished_at"] is not None:
        return False
    if row["host"] != _host():
        if _is_this_machine(row["host"]):  # before it was started anew
            return False
        return now() - as_utc(row["seen_at"]) < _SILENCE
    return bool(process_started(row["pid"]) == row["process_started"])


def living_since(connection: Connection) -> datetime | None:
    """When the eldest run that still works began; None where none does."""
    unfinished = select(runs.c.run_id, runs.c.started_at).where(runs.c.finished_at.is_(None))
    for row in connection.execute(unfinished.order_by(runs.c.started_at)).all():
        if is_alive(connection, row.run_id):
            return as_utc(row.started_at)
    return None


def _this_process() -> _Process:
    return _Process(host=_host(), pid=os.getpid(), started=process_started(os.getpid()) or "")


def _host() -> str:
    """The machine and its boot: after a restart every process of before is dead."""
    return f"{socket.gethostname()} {_machine_id()} {boot_id()}"


def _is_this_machine(host: str) -> bool:
    """Whether it is this one, whatever the boot; one without an id (machine-id(5)) cannot be told."""
    machine = host.rpartition(" ")[0]
    return bool(_machine_id()) and machine == f"{socket.gethostname()} {_machine_id()}"


def _machine_id() -> str:
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
