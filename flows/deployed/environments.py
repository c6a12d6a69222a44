"""The environments of Prefect's processes: the server's, and that of workers, runs and commands.

Passwords reach a process through its environment alone, never through a command line that everybody sees. The
server's own (its database) reach no worker and no run.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from config.sections import ServerSettings
from config.settings import FILE_VARIABLE
from flows.deployed.prefect_here import CODE, Address

DATABASE_VARIABLE = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
AUTH_VARIABLE = "PREFECT_API_AUTH_STRING"
API_VARIABLE = "PREFECT_API_URL"

_FOR_THE_SERVER_ALONE = (
    "PREFECT_SERVER_",
    "PREFECT_API_DATABASE_",
    "SOHOA_SERVER__DATABASE_URL",
    "NOTIFY_SOCKET",
    "WATCHDOG_",
)
_DAY = 86_400
# Chunks follow each other sooner than by Prefect's ten seconds; each look costs its server some 35 ms.
_QUERY_SECONDS = "5"


def environment_of_clients(api: str, auth: str, home: Path, settings_file: Path | None) -> dict[str, str]:
    """What workers, runs and commands get: this process's environment, the API and how to be let in."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(_FOR_THE_SERVER_ALONE)  # our settings are read in any case
    }
    environment = {
        "PREFECT_WORKER_QUERY_SECONDS": _QUERY_SECONDS,
        **inherited,
        "PREFECT_HOME": str(home),
        API_VARIABLE: api,
        AUTH_VARIABLE: auth,
        "DO_NOT_TRACK": "1",
        "PREFECT_CLI_PROMPT": "false",
        "NO_PROXY": ",".join(filter(None, [os.environ.get("NO_PROXY"), "127.0.0.1", "localhost", "::1"])),
        # Prefect puts the working directory first: a folder `reports` there is not our package.
        "PYTHONPATH": os.pathsep.join(filter(None, [str(CODE), os.environ.get("PYTHONPATH")])),
    }
    if settings_file is not None:
        environment[FILE_VARIABLE] = str(settings_file.absolute())
    return environment


def environment_of_server(
    settings: ServerSettings, address: Address, auth: str, clients: Mapping[str, str]
) -> dict[str, str]:
    """What the server gets beside that; a limit that the operator set in the environment stands."""
    environment = {
        **_limits(settings),
        **{name: value for name, value in os.environ.items() if name.startswith("PREFECT_SERVER_")},
        **clients,
        "PREFECT_SERVER_API_HOST": address.host,
        "PREFECT_SERVER_API_PORT": str(address.port),
        "PREFECT_SERVER_API_AUTH_STRING": auth,
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        # Relative: the same for whoever comes from this machine, through a tunnel, or through a TLS proxy.
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        # In memory, the place that a killed nightly run holds would stay taken for ever once the server has
        # restarted: every later night would be cancelled. In files it is free again after five minutes.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    }
    if settings.database_url:
        environment[DATABASE_VARIABLE] = settings.database_url
    return environment


def _limits(settings: ServerSettings) -> dict[str, str]:
    """How long things are kept, and how patient the database is.

    SQLite has one writer: Prefect opens it with WAL and waits 60 s for the lock, tells clients to come again
    where that was too short, and says nothing of it; 60 s here hold for its migrations too.
    """
    vacuum = "events,flow_runs" if settings.keep_runs_days else "events"
    limits = {
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": vacuum,
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{settings.keep_events_days}D",
        "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
        # Late is told to somebody (alert_rules.py): Prefect's own 15 s are a worker that is busy.
        "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "300",
        # It looks every five seconds for what comes once in a night: half of what an idle server costs.
        "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "30",
        "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_LOOP_SECONDS": "60",
        "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "30",
        "PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY": "PT30S",
    }
    if settings.keep_runs_days:
        limits["PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD"] = str(settings.keep_runs_days * _DAY)
    return limits
