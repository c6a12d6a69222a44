"""Runs in the ledger: who works, and whether they still live."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from storage.instants import as_utc, now
from storage.liveness import process_started
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
        )
    )
    return run_id


def touch_run(connection: Connection, run_id: str) -> None:
    """Shows other machines that the run lives."""
    connection.execute(update(runs).where(runs.c.run_id == run_id).values(seen_at=now()))


def finish_run(connection: Connection, run_id: str) -> None:
    """Marks the run as ended: what it claimed and did not finish is free."""
    connection.execute(update(runs).where(runs.c.run_id == run_id).values(finished_at=now()))


def is_alive(connection: Connection, run_id: str) -> bool:
    """Whether the run still works: its process lives, or, on another machine, was seen lately."""
    row = connection.execute(select(runs).where(runs.c.run_id == run_id)).mappings().first()
    if row is None or row["finished_at"] is not None:
        return False
    if row["host"] != _host():
        return now() - as_utc(row["seen_at"]) < _SILENCE
    return bool(process_started(row["pid"]) == row["process_started"])


def _this_process() -> _Process:
    return _Process(host=_host(), pid=os.getpid(), started=process_started(os.getpid()) or "")


def _host() -> str:
    """The machine and its boot: after a restart every process of before is dead."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return f"{socket.gethostname()} {boot}"
