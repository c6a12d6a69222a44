"""Prefect's server, by HTTP: does it answer, let us in, know the deployments, have a worker, one schedule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib import metadata
from typing import Any

from config.sections import Spread
from config.settings import Settings
from dossiers.errors import OutOfReach
from flows.deployed.alert_rules import automation_names
from flows.deployed.alerting import our_automations
from flows.deployed.api import Api
from flows.deployed.deployments import deployment_names
from flows.deployed.known_server import is_expected, known_api
from flows.deployed.prefect_here import CHUNKS_QUEUE, POOL
from flows.doctor.findings import Finding, ok, problem, skipped, warning
from storage.instants import now

_NIGHTLY = "nightly"
_SERVE = "Start sohoa serve, which brings them up."
_SEEN_LATELY = timedelta(minutes=3)  # a worker tells of itself every 30 s


def prefect(settings: Settings) -> Iterator[Finding]:
    """All about it; an office that never started it needs none. Raises NotReady."""
    try:
        api = known_api(settings)
        yield from _version(api)
        yield _pool(api)
        yield from _workers(api, settings)
        yield from _deployments(api)
        yield from _schedules(api)
        yield _alerts(api, settings)
    except OutOfReach as error:
        if is_expected():
            yield problem("prefect", error.message, "Start sohoa serve, or check PREFECT_API_URL.")
        else:
            yield skipped("prefect", "No server here yet; nights by themselves need sohoa serve.")


def _version(api: Api) -> Iterator[Finding]:
    """Raises NotReady: it does not let us in."""
    theirs, ours = str(api.get("/admin/version")), metadata.version("prefect")
    if theirs == ours:
        yield ok("prefect", f"answers, lets us in, version {theirs}")
    else:
        yield problem(
            "prefect", f"The server is of version {theirs}, this machine of {ours}.", "Install the same."
        )


def _pool(api: Api) -> Finding:
    pool = api.get(f"/work_pools/{POOL}")
    if pool is None:
        return problem("work pool", f"The server has no work pool {POOL!r}.", _SERVE)
    if pool["is_paused"]:
        return problem("work pool", f"{POOL} is paused.", "Resume it in the UI under Work Pools.")
    return ok("work pool", POOL)


def _workers(api: Api, settings: Settings) -> Iterator[Finding]:
    found = api.post(f"/work_pools/{POOL}/workers/filter", {}) if api.get(f"/work_pools/{POOL}") else []
    seen = [moment for worker in found if (moment := _moment(worker.get("last_heartbeat_time")))]
    alive = sum(now() - moment < _SEEN_LATELY for moment in seen)
    if alive:
        yield ok("workers", f"{alive} seen within {_SEEN_LATELY.seconds // 60} minutes")
    else:
        last = f", the last one at {max(seen):%Y-%m-%d %H:%M} UTC" if seen else ""
        yield problem("workers", f"No worker was seen lately{last}.", "Start sohoa serve, or sohoa work.")
    if (
        settings.night.spread is Spread.WORKERS
        and api.get(f"/work_pools/{POOL}/queues/{CHUNKS_QUEUE}") is None
    ):
        yield problem("queue", f"The work pool has no queue {CHUNKS_QUEUE!r}.", _SERVE)


def _deployments(api: Api) -> Iterator[Finding]:
    wanted = deployment_names()
    there = {entry["name"]: entry for entry in api.post("/deployments/filter", {"limit": 200})}
    missing = sorted(wanted - there.keys())
    paused = sorted(name for name in wanted & there.keys() if there[name].get("paused"))
    if missing:
        yield problem("deployments", f"The server lacks {', '.join(missing)}.", _SERVE)
    elif paused:
        yield warning(
            "deployments", f"Paused: {', '.join(paused)}.", "Resume them in the UI under Deployments."
        )
    else:
        yield ok("deployments", f"all {len(wanted)}")


def _schedules(api: Api) -> Iterator[Finding]:
    nightly = api.get(f"/deployments/name/{_NIGHTLY}/{_NIGHTLY}")
    if nightly is None:
        return
    active = [entry for entry in nightly["schedules"] if entry["active"]]
    if len(active) == 1:
        yield ok("schedule", _when(active[0]["schedule"]))
    elif active:
        yield problem(
            "schedule",
            f"{len(active)} schedules of {_NIGHTLY} are on.",
            "Keep one: the page of the deployment in the UI, or prefect deployment schedule clear.",
        )
    else:
        yield warning(
            "schedule",
            f"No schedule of {_NIGHTLY} is on: no night begins by itself.",
            "Switch it on in the UI.",
        )


def _alerts(api: Api, settings: Settings) -> Finding:
    if not (settings.alerts.webhook_url or settings.alerts.email_to):
        return skipped("alerts", "[alerts] names nobody who is told when something is wrong.")
    there = {entry["name"]: entry["enabled"] for entry in our_automations(api)}
    off = sorted(name for name in automation_names() if not there.get(name))
    if off:
        advice = "sohoa alerts makes what is missing; what is off is switched on in the UI (Automations)."
        return warning("alerts", f"Missing or off: {', '.join(off)}.", advice)
    return ok("alerts", f"all {len(there)}")


def _when(schedule: Mapping[str, Any]) -> str:
    return f"{schedule.get('cron', 'on')} {schedule.get('timezone') or ''}".strip()


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
