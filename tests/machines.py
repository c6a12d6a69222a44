"""Machines for tests: each with a network, a host name and process numbers of its own, joined by a bridge.

What runs in one is another machine to the ledger (storage/liveness.py), and dies as a whole when it is pulled
out. It needs root and iproute2; the disk is shared, as a file server's is.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest

_CHUNK = 1 << 16


@dataclass
class Machine:
    """One machine: `start` runs a program on it."""

    name: str
    address: str
    _namespace: str
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(
        self, command: Sequence[str | Path], *, environment: Mapping[str, str], cwd: Path, log: Path
    ) -> subprocess.Popen[bytes]:
        """Starts a program; its output is added to the log."""
        prepared = f'ip link set lo up && hostname {self.name} && exec "$@"'
        inside = ["unshare", "--pid", "--uts", "--fork", "--mount-proc", "--kill-child", "--"]
        with log.open("ab") as output:
            process = subprocess.Popen(
                ["ip", "netns", "exec", self._namespace, *inside, "sh", "-c", prepared, "sh", *command],
                env=dict(environment),
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self._running.append(process)
        return process

    def pull_out(self) -> None:
        """Kills everything on it at once, as a power cut does."""
        for process in self._running:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            process.wait(timeout=60)
        self._running.clear()

    def ask_to_end(self, process: subprocess.Popen[bytes]) -> None:
        """SIGTERM to the first process of a program alone, as systemd does with KillMode=mixed."""
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
        os.kill(int(children.split()[0]), signal.SIGTERM)


@dataclass
class Network:
    """A bridge with this process at one end of it."""

    address: str
    _bridge: str
    _cleanup: ExitStack
    _machines: int = 0

    def machine(self, name: str) -> Machine:
        """Joins another machine."""
        self._machines += 1
        number = self._machines
        namespace, near, far = (
            f"{self._bridge}n{number}",
            f"{self._bridge}a{number}",
            f"{self._bridge}b{number}",
        )
        address = f"{self.address.rpartition('.')[0]}.{number + 1}"
        _ip("netns", "add", namespace)
        self._cleanup.callback(_ip, "netns", "delete", namespace)
        _ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", namespace)
        _ip("link", "set", near, "master", self._bridge, "up")
        _ip("-n", namespace, "address", "add", f"{address}/24", "dev", far)
        _ip("-n", namespace, "link", "set", far, "up")
        machine = Machine(name, address, namespace)
        self._cleanup.callback(machine.pull_out)
        return machine

    def open_to_machines(self, port: int) -> int:
        """Lets the machines reach a port of this one's loopback: at `address`, on the port returned."""
        relay = _Relay(self.address, port)
        self._cleanup.callback(relay.close)
        return relay.port


@contextmanager
def network() -> Iterator[Network]:
    """A network of its own; everything in it is gone at the end. Skips where it cannot be made."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("ip", "unshare"))):
        pytest.skip("networks of their own need root, iproute2 and unshare")
    bridge = f"so{uuid4().hex[:6]}"
    third = 16 + int(uuid4().hex[:2], 16) % 224
    address = f"10.213.{third}.1"
    try:
        _ip("link", "add", bridge, "type", "bridge")
    except subprocess.CalledProcessError as refused:
        pytest.skip(f"no bridge can be made here: {refused.stderr.decode(errors='replace').strip()}")
    with ExitStack() as cleanup:
        cleanup.callback(_ip, "link", "delete", bridge)
        _ip("address", "add", f"{address}/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        yield Network(address, bridge, cleanup)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=60)


class _Relay:
    """Connections to one port go on to a port of the loopback; `close` ends those that are open."""

    def __init__(self, address: str, target: int) -> None:
        self._listener = socket.create_server((address, 0))
        self.port = int(self._listener.getsockname()[1])
        self._target = target
        self._open: set[socket.socket] = set()
        self._threads = [self._in_thread(self._accept)]

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for connection in list(self._open):
            _shut(connection)
        for thread in list(self._threads):
            thread.join(60)

    def _accept(self) -> None:
        with self._listener:
            while True:
                try:
                    near, _ = self._listener.accept()
                except OSError:
                    return
                self._threads.append(self._in_thread(lambda near=near: self._carry(near)))

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self._target)) as far:
            self._open |= {near, far}
            back = self._in_thread(lambda: _copy(far, near))
            _copy(near, far)
            back.join()
            self._open -= {near, far}

    @staticmethod
    def _in_thread(work: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return thread


def _copy(source: socket.socket, target: socket.socket) -> None:
    """Until one side ends; then both do: HTTP and PostgreSQL know no half-closed connections."""
    with suppress(OSError):
        while content := source.recv(_CHUNK):
            target.sendall(content)
    _shut(source)
    _shut(target)


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
