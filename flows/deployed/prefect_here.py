"""Prefect's own commands on this machine: how they are called, their environment, whether they answer."""

from __future__ import annotations

import http.client
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from config.settings import FILE_VARIABLE

HOST = "127.0.0.1"
CODE = Path(__file__).resolve().parents[2]
"""Where the packages and prefect.yaml lie."""

_ANSWER_SECONDS = 2


def arguments(command: Sequence[str]) -> list[str]:
    """The command line of a Prefect command, by this Python and from its packages alone."""
    return [sys.executable, "-P", "-m", "prefect", *command]


def environment_of(port: int, home: Path, settings_file: Path | None) -> dict[str, str]:
    """The environment of server, worker and runs: this process's, and one server on loopback."""
    environment = {
        **os.environ,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": f"http://{HOST}:{port}/api",
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_CLI_PROMPT": "false",
        # In memory, the place that a killed nightly run holds would stay taken for ever once the server has
        # restarted: every later night would be cancelled. In files it is free again after five minutes.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
        "NO_PROXY": ",".join(filter(None, [os.environ.get("NO_PROXY"), HOST])),
        # Prefect puts the working directory first: a folder `reports` there is not our package.
        "PYTHONPATH": os.pathsep.join(filter(None, [str(CODE), os.environ.get("PYTHONPATH")])),
    }
    if settings_file is not None:
        environment[FILE_VARIABLE] = str(settings_file.absolute())
    return environment


def answers(port: int) -> bool:
    """Whether Prefect's server on this machine says that it is well."""
    connection = http.client.HTTPConnection(HOST, port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
