"""The fuzz targets: nothing but errors of the tree, within time and memory, whatever the bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parents[2]
CORPUS = Path(__file__).parent / "corpus"
ALLOWANCE = 120  # seconds to start in, on a machine that does other things too


@pytest.mark.parametrize("target", TARGETS)
def test_every_file_of_the_corpus(target: str) -> None:
    files = sorted((CORPUS / target).iterdir())
    assert len(files) > 5
    for file in files:
        TARGETS[target](file.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_two_seconds_of_what_nobody_thought_of(tmp_path: Path, target: str) -> None:
    _fuzz(target, tmp_path, seconds=2)


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_twenty_seconds_of_what_nobody_thought_of(tmp_path: Path, target: str) -> None:
    _fuzz(target, tmp_path, seconds=20)


def _fuzz(target: str, finds: Path, *, seconds: int) -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this platform")
    fuzzing = [sys.executable, "-m", "tests.fuzz.run", target, str(CORPUS / target), str(finds), str(seconds)]
    ran = subprocess.run(
        # A child inherits the peak of its parent's memory (getrusage(2)), which libFuzzer takes for its own;
        # a grandchild does not.
        ["/bin/sh", "-c", '"$@"; exit $?', "sh", *fuzzing],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(finds)},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds + ALLOWANCE,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
