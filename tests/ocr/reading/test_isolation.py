"""The child process: its limits hold, nothing outlives it, nothing secret gets in."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from dossiers.errors import FileRefused, StepCrashed
from dossiers.reasons import Reason
from ocr.values import Reading
from tests.ocr.reading.papers import jpeg, likeness, paper

Read = Callable[..., Reading]
ROOT = Path(__file__).parents[3]


def processes_naming(text: str) -> list[int]:
    """The processes with this text in their command line or environment, this one left out."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if text.encode() in told and int(process.name) != os.getpid():
            found.append(int(process.name))
    return found


@pytest.fixture
def stuck_tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Tesseract, first on PATH, that never ends; when it starts it writes its environment."""
    told = tmp_path / "told"
    told.mkdir()
    _install(
        tmp_path / "bin",
        f"""
        [ "$1" = --list-langs ] && {{ echo langs; echo vie; exit 0; }}
        env > {told}/environment
        [ -p {told}/started ] && echo >{told}/started
        exec sleep 600
        """,
        monkeypatch,
    )
    return told


def _install(directory: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    directory.mkdir()
    program = directory / "tesseract"
    program.write_text("#!/bin/sh\n" + textwrap.dedent(script))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{directory}:{os.environ['PATH']}")


def test_a_page_that_takes_too_long_ends_with_all_its_processes(
    read: Read, tmp_path: Path, work_directory: Path, stuck_tesseract: Path
) -> None:
    with pytest.raises(FileRefused) as refused:
        read(jpeg(tmp_path / "scan.jpg"), page_seconds=5)
    assert refused.value.reason == Reason.TIMEOUT
    assert (stuck_tesseract / "environment").exists()
    assert not processes_naming(str(work_directory))


def test_the_child_gets_one_thread_and_no_secrets(
    read: Read, tmp_path: Path, stuck_tesseract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    monkeypatch.setenv("SOHOA_LEDGER__URL", "postgresql+psycopg://user:hidden@host/db")
    with pytest.raises(FileRefused):
        read(jpeg(tmp_path / "scan.jpg"), page_seconds=5)
    environment = (stuck_tesseract / "environment").read_text()
    assert "OMP_THREAD_LIMIT=1\n" in environment
    assert "hidden" not in environment


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_outlives_its_parent(
    tmp_path: Path, work_directory: Path, stuck_tesseract: Path, how: signal.Signals
) -> None:
    path = jpeg(tmp_path / "scan.jpg")
    os.mkfifo(stuck_tesseract / "started")
    program = f"""
        from pathlib import Path
        from config.settings import OcrSettings
        from ocr.reading.read_file import read_file
        read_file(Path({str(path)!r}), settings=OcrSettings(), work_directory=Path({str(work_directory)!r}))
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    (stuck_tesseract / "started").read_text()  # returns when Tesseract has opened the other end
    children = processes_naming(str(work_directory))
    assert len(children) > 1
    parent.send_signal(how)
    parent.wait(60)
    _wait_for_the_end_of(children)
    assert not list(work_directory.glob("*"))


def _wait_for_the_end_of(processes: list[int]) -> None:
    """Waits at most a minute for each; the kernel tells when a process ends."""
    for process in processes:
        try:
            descriptor = os.pidfd_open(process)
        except ProcessLookupError:
            continue
        poller = select.poll()
        poller.register(descriptor, select.POLLIN)
        assert poller.poll(60_000), f"process {process} lives on"
        os.close(descriptor)


def test_memory_is_limited(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    Image.new("RGB", (9000, 9000), "white").save(path, dpi=(600, 600))
    with pytest.raises(StepCrashed):
        read(path, memory_bytes=400 * 1024 * 1024)


def test_a_child_that_dies_is_told_apart_from_a_bad_file(
    read: Read, tmp_path: Path, work_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _install(
        tmp_path / "bin",
        """
        [ "$1" = --list-langs ] && { echo langs; echo vie; exit 0; }
        kill -SEGV $PPID
        exec sleep 600
        """,
        monkeypatch,
    )
    with pytest.raises(StepCrashed, match="SIGSEGV") as crashed:
        read(jpeg(tmp_path / "scan.jpg"))
    assert crashed.value.transient
    assert not processes_naming(str(work_directory))


@pytest.mark.parametrize(
    "script", ["exit 1", "exit 0"], ids=["tesseract fails", "tesseract says it is done and wrote nothing"]
)
def test_a_tesseract_that_fails_is_no_empty_page(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    listing = '[ "$1" = --list-langs ] && { echo langs; echo vie; exit 0; }\n'
    _install(tmp_path / "bin", listing + script, monkeypatch)
    with pytest.raises(StepCrashed, match="Tesseract"):
        read(jpeg(tmp_path / "scan.jpg"))


def test_a_file_beside_a_package_of_the_same_name_is_not_run(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ocr").mkdir()
    (tmp_path / "ocr" / "__init__.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    (page,) = read(jpeg(Path("scan.jpg"), paper(text="Trang một"))).pages
    assert likeness(page.text, "Trang một") > 0.9
