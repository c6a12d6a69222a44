"""`sohoa serve`: Prefect's server, its deployments and a worker, on this machine and for it alone.

Children in this order: server, deployments, worker; ended in the other. The server listens on loopback only,
keeps its database in PREFECT_HOME (default `./var/prefect`) and reports to nobody.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType

from dossiers.errors import NotReady, UsageError
from flows.deployed import processes
from flows.deployed.prefect_here import CODE, HOST, answers, arguments, environment_of
from storage.disk import make_private

POOL = "sohoa"

_HEALTHY_SECONDS = 180  # with the first migration of its database, on a busy machine
_COMMAND_SECONDS = 180
_LOOK_AGAIN_SECONDS = 0.3
# What a worker's runs have for reporting their end; a file under way is taken up by the next night.
_WORKER_GRACE_SECONDS = 20.0
_SERVER_GRACE_SECONDS = 10.0
_LAST_WORDS = 2000


def serve_here(*, port: int, settings_file: Path | None) -> None:
    """Serves until it is told to stop (Ctrl-C, SIGTERM, SIGHUP), then leaves no process behind.

    Args:
        port: of API and UI, on loopback.
        settings_file: for the runs; their working directory is this process's.

    Raises:
        UsageError: the port is taken.
        NotReady: Prefect does not start, or ended by itself.
    """
    deployments = _deployments_file()
    _require_free(port)
    home = Path(os.environ.get("PREFECT_HOME") or "var/prefect").absolute()
    make_private(home)
    environment = environment_of(port, home, settings_file)
    log = home / "server.log"
    with _told_to_stop() as stop, ExitStack() as children:
        server = _started(children, ["server", "start"], environment, log, _SERVER_GRACE_SECONDS)
        if not _healthy(server, port, log, stop):
            return
        if not _deployed(deployments, environment, stop):
            return
        worker_command = ["worker", "start", "--pool", POOL, "--type", "process", "--install-policy", "never"]
        worker = _started(children, worker_command, environment, None, _WORKER_GRACE_SECONDS)
        print(f"Prefect UI: http://{HOST}:{port}", flush=True)
        while not stop.wait(_LOOK_AGAIN_SECONDS):
            _require_running(server, "The Prefect server", f"See {log}, and start again.")
            _require_running(worker, "The Prefect worker", "See what it said above, and start again.")


def _deployments_file() -> Path:
    file = CODE / "prefect.yaml"
    if not file.is_file():
        raise NotReady(
            "prefect.yaml does not lie beside the installed code.",
            "Run from a checkout that ./script/setup has set up.",
        )
    return file


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError):
            raise UsageError(
                f"Port {port} is taken on this machine.", "Choose another: sohoa serve --port NUMBER."
            ) from None


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    """An event that the signals set; they interrupt nothing, so that no child is ever lost."""
    stop = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {
        number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _started(
    children: ExitStack,
    command: Sequence[str],
    environment: Mapping[str, str],
    log: Path | None,
    grace_seconds: float,
) -> subprocess.Popen[bytes]:
    """A child that ends with the stack; without a log it speaks on standard error."""
    with ExitStack() as files:
        output = files.enter_context(log.open("wb")) if log else sys.stderr.fileno()
        child = processes.start(arguments(command), environment=environment, output=output)
    children.callback(processes.end, child, grace_seconds=grace_seconds)
    return child


def _healthy(server: subprocess.Popen[bytes], port: int, log: Path, stop: threading.Event) -> bool:
    """Waits until the server answers; False where it was told to stop."""
    deadline = time.monotonic() + _HEALTHY_SECONDS
    while not stop.wait(_LOOK_AGAIN_SECONDS):
        _require_running(server, "The Prefect server", f"See {log}, and start again.")
        if answers(port):
            return True
        if time.monotonic() > deadline:
            raise NotReady(f"The Prefect server did not answer within {_HEALTHY_SECONDS} s.", f"See {log}.")
    return False


def _deployed(deployments: Path, environment: Mapping[str, str], stop: threading.Event) -> bool:
    """Makes the work pool where it is missing, and all deployments; False where it was told to stop."""
    # Refused where the pool is there already, which is as good: a deployment without its pool is refused too.
    no_pool = _prefect(["work-pool", "create", POOL, "--type", "process"], environment, stop)
    if stop.is_set():
        return False
    deploy = ["--no-prompt", "deploy", "--all", "--prefect-file", str(deployments)]
    not_deployed = _prefect(deploy, environment, stop)
    if not_deployed:
        said = " ".join(filter(None, [no_pool, not_deployed]))[-_LAST_WORDS:]
        raise NotReady(f"Prefect does not take the deployments: {said}", "Mend it and start again.")
    return not stop.is_set()


def _prefect(command: Sequence[str], environment: Mapping[str, str], stop: threading.Event) -> str | None:
    """Runs a Prefect command; None where it did what it should, else what it said."""
    child = processes.start(arguments(command), environment=environment, output=subprocess.PIPE)
    deadline = time.monotonic() + _COMMAND_SECONDS
    try:
        while time.monotonic() < deadline and not stop.is_set():
            with suppress(subprocess.TimeoutExpired):
                said, _ = child.communicate(timeout=_LOOK_AGAIN_SECONDS)
                return None if child.returncode == 0 else said.decode(errors="replace").strip()
    finally:
        processes.end(child, grace_seconds=0)
    return None if stop.is_set() else f"`prefect {command[0]}` took longer than {_COMMAND_SECONDS} s."


def _require_running(child: subprocess.Popen[bytes], what: str, hint: str) -> None:
    if child.poll() is not None:
        raise NotReady(f"{what} ended by itself (exit code {child.returncode}).", hint)
