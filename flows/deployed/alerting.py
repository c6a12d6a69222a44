"""Prefect's automations: made once, brought up to date by whoever deploys, never doubled."""

from __future__ import annotations

import os
import time
from typing import Any
from uuid import uuid4

from config.settings import Settings
from flows.deployed.alert_blocks import ensure_blocks
from flows.deployed.alert_rules import OFFICE, PREFIX, TEST_EVENT, automations
from flows.deployed.api import Api
from flows.deployed.deployments import deployment_names
from storage.instants import now

# Fewer than three heartbeats took living runs for crashed ones (PrefectHQ/prefect#16459, #18653).
_HEARTBEATS = 3
# It is counted from the last one, and asked at once when a server comes back from an outage, before any run
# can beat again. A machine that is dead the ledger knows in three minutes: others have taken over by then.
_SILENT_SECONDS = 1800
_HEARTBEAT_VARIABLE = "PREFECT_FLOWS_HEARTBEAT_FREQUENCY"
_MOST = 200
_UNTIL_HEEDED_SECONDS = 3.0  # prefect/server/events/models/automations.py, `_notify`


def ensure_automations(api: Api, settings: Settings, *, silent_after_seconds: int | None = None) -> list[str]:
    """Makes what is missing, replaces what is there, removes what is no longer ours; returns the names.

    One that somebody switched off in the UI stays off. `silent_after_seconds`: when a run without a sign of
    life is said to have crashed; default: half an hour, or three heartbeats of Prefect's.

    Raises:
        OutOfReach, NotReady: Prefect's server does not answer, or does not let us in.
    """
    blocks = ensure_blocks(api, settings.alerts)
    wanted = automations(deployment_names(), blocks, silent_after_seconds=silent_after_seconds or _silence())
    there = _by_name(our_automations(api))
    names = []
    for automation in wanted:
        name = automation["name"]
        names.append(name)
        same = there.pop(name, [])
        if not same:
            api.post("/automations/", automation)
            continue
        first, *more = same
        api.change("PUT", f"/automations/{first['id']}", {**automation, "enabled": first["enabled"]})
        _remove(api, more)
    for left in there.values():
        _remove(api, left)
    return names


def send_test(api: Api) -> None:
    """Asks Prefect's server for a message of no importance, by every way that it knows.

    An automation that was made a moment ago is given some seconds: the server answers before it heeds it.
    """
    time.sleep(_UNTIL_HEEDED_SECONDS)
    event = {
        "id": str(uuid4()),
        "occurred": now().isoformat(),
        "event": TEST_EVENT,
        "resource": {"prefect.resource.id": OFFICE},
        "related": [],
        "payload": {"message": "This is a test: messages of sohoa arrive here."},
    }
    api.post("/events", [event])


def our_automations(api: Api) -> list[dict[str, Any]]:
    """The automations of our names that the server has, the oldest first."""
    entries = api.post("/automations/filter", {"sort": "CREATED_DESC", "limit": _MOST})
    return [entry for entry in reversed(entries) if entry["name"].startswith(PREFIX)]


def _by_name(entries: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        found.setdefault(entry["name"], []).append(entry)
    return found


def _remove(api: Api, entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        api.change("DELETE", f"/automations/{entry['id']}")


def _silence() -> int:
    """Never less than what a server needs to come back, nor than heartbeats that runs were told."""
    given = os.environ.get(_HEARTBEAT_VARIABLE, "")
    return max(_SILENT_SECONDS, _HEARTBEATS * (int(given) if given.isdigit() else 0))
