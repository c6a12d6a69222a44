"""The arithmetic of `./script/bench scale`: how much faster two are, and what is besides reading."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from benchmarks import scale
from benchmarks.scale_cpu import CpuWatch
from benchmarks.scale_night import Measured


def night(workers: int, *, seconds: float, parts: dict[str, float] | None = None) -> Measured:
    return Measured(
        workers=workers,
        pages=400,
        seconds=seconds,
        chunk_runs=8,
        parts=parts or {"workers of chunks": 380.0, "Prefect's server": 20.0},
        reading=350.0,
        start_up=34.0,
    )


def test_two_workers_are_held_against_one_and_the_rest_against_all_cpu() -> None:
    result = scale.judged((night(1, seconds=400), night(2, seconds=200)), night(2, seconds=300))
    speed, overhead, pages = result.figures
    assert (speed.value, speed.met) == (2.0, True)
    assert (overhead.value, overhead.met) == (pytest.approx(16 / 400), True)
    assert (pages.value, pages.met) == (400, False), "400 pages are no measurement"


def test_nights_of_one_and_of_two_are_taken_together() -> None:
    nights = (night(1, seconds=500), night(2, seconds=200), night(2, seconds=240), night(1, seconds=380))
    speed = scale.judged(nights, night(2, seconds=300)).figures[0]
    assert speed.value == pytest.approx(880 / 440)


def test_two_that_are_more_than_twice_as_fast_as_one_are_no_measurement() -> None:
    speed = scale.judged((night(1, seconds=500), night(2, seconds=200)), None).figures[0]
    assert (speed.value, speed.met) == (None, False)
    assert "not quiet: 2.50" in str(speed.note)


def test_too_slow_or_too_dear_is_not_met() -> None:
    dear = night(2, seconds=300, parts={"workers of chunks": 380.0, "store (Ceph)": 60.0})
    speed, overhead, _ = scale.judged((night(1, seconds=300), night(2, seconds=200)), dear).figures
    assert (speed.met, overhead.met) == (False, False)


def test_what_cannot_run_has_no_value_and_says_why() -> None:
    result = scale.judged((), None, note="no Ceph")
    assert not result.met
    assert {(figure.value, figure.note) for figure in result.figures} == {(None, "no Ceph")}


def test_what_was_measured_before_something_failed_stands() -> None:
    short = (night(1, seconds=400), night(2, seconds=250))
    speed, overhead, _ = scale.judged(short, None, note="790 of 800 files were stored").figures
    assert (speed.value, speed.met) == (1.6, True)
    assert (overhead.value, overhead.note) == (None, "790 of 800 files were stored")


def test_cpu_of_a_tree_counts_children_that_are_gone_and_tells_reading_apart() -> None:
    busy = "import time; until = time.process_time() + 0.3\nwhile time.process_time() < until: pass"
    reader = f"{busy}\nimport sys; sys.stdin.read()"
    program = (
        "import subprocess, sys; sys.stdin.readline(); "
        f"subprocess.run([sys.executable, '-c', {busy!r}]); "
        f"subprocess.run([sys.executable, '-c', {reader!r}, 'ocr.' 'fork_server']); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE) as process:
        watch = CpuWatch({"it": [process.pid]})
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while sum(watch.readers.values()) < 0.3:
            assert time.monotonic() < deadline
            os.sched_yield()
            time.sleep(0.1)
        parts, reading = watch.end()
        process.kill()
    assert reading >= 0.3
    assert parts["it"] >= 0.6
