"""Prefect's own commands on this machine: how they are called, where its server is, whether it answers."""

from __future__ import annotations

import http.client
import ipaddress
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
CODE = Path(__file__).resolve().parents[2]
"""Where the packages and prefect.yaml lie."""
POOL = "sohoa"
RUNS_QUEUE = "default"
"""What one machine does: the night, and what somebody starts from the UI."""
CHUNKS_QUEUE = "chunks"
"""What any number of machines share: the parts of a night (`digitize-chunk`)."""

_ANSWER_SECONDS = 5
_HOME_VARIABLE = "PREFECT_HOME"


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """Whether nobody but this machine reaches it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def near(self) -> str:
        """The host as this machine calls it: nobody can connect to "all addresses"."""
        if self.host in {"", "0.0.0.0"}:  # noqa: S104 - compared, not bound
            return HOST
        return "::1" if self.host == "::" else self.host

    @property
    def url(self) -> str:
        """The address of the UI, for this machine."""
        host = f"[{self.near}]" if ":" in self.near else self.near
        return f"http://{host}:{self.port}"

    @property
    def api(self) -> str:
        """The address of the API, for this machine."""
        return f"{self.url}/api"


def home() -> Path:
    """Where Prefect's files lie: PREFECT_HOME, else ./var/prefect."""
    return Path(os.environ.get(_HOME_VARIABLE) or "var/prefect").absolute()


def arguments(command: Sequence[str]) -> list[str]:
    """The command line of a Prefect command, by this Python and from its packages alone.

    It is asked to end when this process is killed (prctl(2), PR_SET_PDEATHSIG): otherwise the next start
    would find its port taken.
    """
    return ["setpriv", "--pdeathsig", "TERM", sys.executable, "-P", "-m", "prefect", *command]


def worker_command(queue: str, name: str, limit: int) -> list[str]:
    """A worker for one queue of the pool, which installs nothing."""
    pool = ["--pool", POOL, "--work-queue", queue, "--type", "process", "--install-policy", "never"]
    return ["worker", "start", *pool, "--name", name, "--limit", str(limit)]


def answers(address: Address) -> bool:
    """Whether Prefect's server on this machine says that it is well; it says so without a password."""
    connection = http.client.HTTPConnection(address.near, address.port, timeout=_ANSWER_SECONDS)
    try:
        connection.request("GET", "/api/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
