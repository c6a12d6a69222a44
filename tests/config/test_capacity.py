"""How many files are read at once follows from cores and memory."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.capacity import available_memory, files_at_once

MIB = 1024 * 1024
CORES = len(os.sched_getaffinity(0))


def machine(root: Path, available: int, cgroup: str = "", **files: int | str) -> Path:
    """A machine with so much memory available, in a control group with these files."""
    for name, content in {
        "proc/meminfo": f"MemTotal: {1 << 30} kB\nMemAvailable: {available // 1024} kB\nHugePages_Total: 0\n",
        "proc/self/cgroup": cgroup,
        **files,
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{content}\n")
    return root


def test_there_is_one_per_core_where_memory_is_plenty(tmp_path: Path):
    assert files_at_once(machine(tmp_path, 1 << 40)) == CORES


@pytest.mark.parametrize("available", [0, 300 * MIB, 1300 * MIB])
def test_there_is_one_at_least(tmp_path: Path, available: int):
    assert files_at_once(machine(tmp_path, available)) == 1


def test_a_container_counts_with_what_it_may_use(tmp_path: Path):
    group = "sys/fs/cgroup/system.slice/sohoa.service"
    system = machine(
        tmp_path,
        1 << 40,
        "0::/system.slice/sohoa.service",
        **{
            f"{group}/memory.max": "max",
            f"{group}/memory.current": 5,
            f"{group}/memory.stat": "anon 1\ninactive_file 0",
            "sys/fs/cgroup/system.slice/memory.max": 1000 * MIB,
            "sys/fs/cgroup/system.slice/memory.current": 700 * MIB,
            "sys/fs/cgroup/system.slice/memory.stat": f"anon 1\ninactive_file {100 * MIB}",
        },
    )
    assert available_memory(system) == 400 * MIB
    assert files_at_once(system) == 1


def test_a_container_of_version_1_does_so_too(tmp_path: Path):
    group = "sys/fs/cgroup/memory"
    system = machine(
        tmp_path,
        900 * MIB,
        "5:cpu,cpuacct:/\n4:memory:/docker/abc",
        **{
            f"{group}/memory.limit_in_bytes": 800 * MIB,
            f"{group}/memory.usage_in_bytes": 500 * MIB,
            f"{group}/memory.stat": f"cache 1\ntotal_inactive_file {200 * MIB}",
        },
    )
    assert available_memory(system) == 500 * MIB


def test_a_system_that_tells_nothing_counts_its_cores(tmp_path: Path):
    assert available_memory(tmp_path) is None
    assert files_at_once(tmp_path) == CORES


def test_this_machine_tells():
    assert files_at_once() >= 1
