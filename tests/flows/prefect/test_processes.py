"""Nothing that a child has started outlives it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.deployed import processes

# A child that hears no SIGTERM, and a grandchild in a session of its own that hears none either.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if sys.argv[1:]:
    below = subprocess.Popen([sys.executable, __file__], start_new_session=True)
    print(below.pid, flush=True)
else:
    print("ready", flush=True)
time.sleep(600)
"""
POLITE = "import time; print('ready', flush=True); time.sleep(600)"


def started(*arguments: str) -> subprocess.Popen[bytes]:
    return processes.start([sys.executable, *arguments], environment=os.environ, output=subprocess.PIPE)


def first_line(child: subprocess.Popen[bytes]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().decode().strip()


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_child_that_listens_ends_at_once() -> None:
    with started("-c", POLITE) as child:
        assert first_line(child) == "ready"
        begun = time.monotonic()
        processes.end(child, grace_seconds=60)
        assert time.monotonic() - begun < 30
        assert child.returncode == -15


def test_what_does_not_listen_is_killed_after_the_grace_with_all_below_it(tmp_path: Path) -> None:
    script = tmp_path / "stubborn.py"
    script.write_text(STUBBORN, encoding="utf-8")
    with started(str(script), "with a child of its own") as child:
        below = int(first_line(child))
        assert is_running(below)
        processes.end(child, grace_seconds=0.3)
        assert child.returncode == -9
        assert not is_running(below)


@pytest.mark.parametrize("grace_seconds", [0, 60])
def test_a_child_that_has_ended_is_no_matter(grace_seconds: float) -> None:
    with started("-c", "print('ready')") as child:
        child.wait(timeout=60)
        processes.end(child, grace_seconds=grace_seconds)
        assert child.returncode == 0
