"""Runs that their machine left behind when it died: said to Prefect before a worker begins here again.

Prefect's server believes a run until somebody says otherwise (PrefectHQ/prefect#16746): a killed night would
stay Running and hold its place. A worker is known by its name, which bears the machine's (`worker_name`);
what of its runs has no process here any more has crashed.
"""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from flows.deployed.api import Api
from flows.deployed.prefect_here import POOL, RUNS_QUEUE
from storage.liveness import machine_id

_RUN_VARIABLE = b"PREFECT__FLOW_RUN_ID="
_AT_ONCE = 200
_MESSAGE = "Its machine or worker ended meanwhile (đã ngừng giữa chừng); the next run takes up what is left."


def worker_name(queue: str) -> str:
    """The name of this machine's worker for a queue: another one of the same host name has another.

    The id of a machine is not told to others as it is (machine-id(5)); a container has none of its own.
    """
    told = hashlib.sha256(f"sohoa {machine_id()}".encode()).hexdigest()[:8] if machine_id() else ""
    name = "-".join(filter(None, [socket.gethostname(), told, queue]))
    return name.replace("/", "-").replace("%", "-")


def tell_of_left_runs(api: Api, queues: list[str]) -> int:
    """Crashed is what ran, started again what was about to begin, cancelled what was to be; returns how many.

    Args:
        api: of the server.
        queues: those whose workers of this machine do not run yet.
    """
    names = {worker_name(queue) for queue in queues}
    alive = _runs_of_this_machine()
    left = [run for run in _unfinished(api) if _was_ours(run, names, queues) and run["id"] not in alive]
    for run in left:
        api.post(f"/flow_runs/{run['id']}/set_state", {"state": _state_after(str(run["state_type"]))})
    return len(left)


def _unfinished(api: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        asked = {
            "flow_runs": {"state": {"type": {"any_": ["PENDING", "RUNNING", "CANCELLING"]}}},
            "work_pools": {"name": {"any_": [POOL]}},
            "sort": "START_TIME_ASC",
            "limit": _AT_ONCE,
            "offset": len(found),
        }
        part = api.post("/flow_runs/filter", asked)
        found += part
        if len(part) < _AT_ONCE:
            return found


def _was_ours(run: Mapping[str, Any], names: set[str], queues: list[str]) -> bool:
    """A run that no worker had named yet is ours where no other machine takes from its queue."""
    worker = (run.get("labels") or {}).get("prefect.worker.name")
    if worker is None:
        return run.get("work_queue_name") == RUNS_QUEUE and RUNS_QUEUE in queues
    return worker in names


def _state_after(state: str) -> dict[str, object]:
    if state == "PENDING":
        return {"type": "SCHEDULED", "name": "Scheduled"}
    return {"type": "CANCELLED" if state == "CANCELLING" else "CRASHED", "message": _MESSAGE}


def _runs_of_this_machine() -> set[str]:
    """The ids of the runs that have a process here; what of another account is hidden is not counted."""
    return {
        entry.removeprefix(_RUN_VARIABLE).decode()
        for environment in _environments()
        for entry in environment.split(b"\0")
        if entry.startswith(_RUN_VARIABLE)
    }


def _environments() -> Iterator[bytes]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            yield (process / "environ").read_bytes()
        except OSError:
            continue
