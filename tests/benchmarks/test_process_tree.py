"""The measuring runs in a process of its own: it waits for every child that it has, those of pytest too."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
MEASURE = """
import dataclasses, json, subprocess, sys
from benchmarks.process_tree import run
try:
    cost = run([sys.executable, "-S", "-c", sys.argv[1]], **json.loads(sys.argv[2]))
    print(json.dumps(dataclasses.asdict(cost)))
except subprocess.TimeoutExpired:
    print("null")
"""
BURN = """
import os, signal, time
def burn(seconds):
    while time.process_time() < seconds:
        pass
"""


def measured(program: str, **options: float) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, BURN + program, json.dumps(options)],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("itself", "burn(0.4)"),
        ("a child", "os.fork() and os.wait() or burn(0.4)"),
        ("a child that nobody waits for", "os.fork() or burn(0.4)"),
        (
            "a grandchild in another session, whose parent is killed",
            """
if child := os.fork():
    os.waitpid(child, 0)
else:
    os.setsid()
    read, write = os.pipe()
    if os.fork():
        os.read(read, 1)
        os.kill(os.getpid(), signal.SIGKILL)
    os.write(write, b"x")
    burn(0.4)
""",
        ),
    ],
)
def test_the_cpu_of_every_descendant_is_counted_once(name: str, program: str) -> None:
    cost = measured(program)
    assert cost["exit_code"] == 0, name
    assert 0.4 <= cost["cpu_seconds"] < 0.8, name


def test_what_outlives_the_command_is_told_and_not_in_its_wall_time() -> None:
    cost = measured("os.fork() or time.sleep(6)")
    assert cost["orphans"] == 1
    assert cost["wall_seconds"] < 6


def test_pages_that_two_processes_share_count_once_in_the_proportional_sizes() -> None:
    megabytes = 1024 * 1024
    cost = measured(
        f"""
held = bytearray(os.urandom(1024)) * 1024 * 60
if child := os.fork():
    os.waitpid(child, 0)
else:
    burn(0.3)
assert len(held) == 60 * {megabytes}
""",
        sample_every=0.02,
    )
    assert 60 * megabytes < cost["peak_pss"] < 100 * megabytes
    assert cost["peak_rss"] > 120 * megabytes


def test_a_child_that_lives_in_its_parents_memory_counts_once_with_it() -> None:
    """As between vfork(2) and execve(2), here for as long as it takes to be seen."""
    megabytes = 1024 * 1024
    cost = measured(
        f"""
import ctypes
libc, stack, shares_memory = ctypes.CDLL(None), ctypes.create_string_buffer(1 << 16), 0x100
held = bytearray(os.urandom(1024)) * 1024 * 60
top = ctypes.c_void_p(ctypes.addressof(stack) + (1 << 15))
child = libc.clone(libc.pause, top, shares_memory | signal.SIGCHLD, None)
burn(0.4)
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
assert len(held) == 60 * {megabytes}
""",
        sample_every=0.02,
    )
    assert 60 * megabytes < cost["peak_rss"] < 110 * megabytes


def test_a_command_that_takes_too_long_is_killed_with_its_tree() -> None:
    assert measured("os.fork() or os.setsid(); signal.pause()", seconds=0.5) is None


def test_the_exit_code_is_that_of_the_command() -> None:
    assert measured("raise SystemExit(6)")["exit_code"] == 6
