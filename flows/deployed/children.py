"""What `sohoa serve` and `sohoa work` share: being told to stop, and children that end with the block."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from dossiers.errors import NotReady
from flows.deployed import processes
from flows.deployed.prefect_here import arguments, worker_command

LOOK_AGAIN_SECONDS = 0.3
# What a worker's runs have for reporting their end; a file under way is taken up by the next night.
_WORKER_GRACE_SECONDS = 20.0
_SEE_ABOVE = "See what it said above, and start again."


@contextmanager
def told_to_stop() -> Iterator[threading.Event]:
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


def started(
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


def started_worker(
    children: ExitStack, queue: str, name: str, limit: int, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """A worker that ends with the stack."""
    command = worker_command(queue, name, limit)
    return started(children, command, environment, None, _WORKER_GRACE_SECONDS)


def require_running(child: subprocess.Popen[bytes], what: str, hint: str = _SEE_ABOVE) -> None:
    """Raises NotReady where a child has ended by itself."""
    if child.poll() is not None:
        raise NotReady(f"{what} ended by itself (exit code {child.returncode}).", hint)
