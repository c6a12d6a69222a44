"""The child process: its limits hold, nothing outlives it, nothing secret gets in."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from config.sections import OcrSettings
from dossiers.errors import FileRefused, StepCrashed
from dossiers.reasons import Reason
from ocr.reading.read_file import opened_file, read_file
from ocr.values import Reading
from tests.ocr.reading.papers import jpeg, likeness, paper, scan_pdf

Read = Callable[..., Reading]
ROOT = Path(__file__).parents[3]


def processes_at(work_directory: Path) -> list[int]:
    """The processes that work below this directory, or were started for it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = [os.fsencode((process / "cwd").readlink()), (process / "environ").read_bytes()]
        except OSError:
            continue
        if int(process.name) != os.getpid() and any(os.fsencode(work_directory) in text for text in told):
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
        read(jpeg(tmp_path / "scan.jpg"), page_seconds=20)
    assert refused.value.reason == Reason.TIMEOUT
    assert (stuck_tesseract / "environment").exists()
    assert not processes_at(work_directory)


def test_pages_read_together_have_the_time_of_each(
    read: Read, tmp_path: Path, work_directory: Path, stuck_tesseract: Path
) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", *[paper(100)] * 3, dpi=100)
    with pytest.raises(FileRefused, match="longer than 21 s") as refused:
        read(path, page_seconds=7)
    assert refused.value.reason == Reason.TIMEOUT
    assert (stuck_tesseract / "environment").exists()
    assert not processes_at(work_directory)


def test_the_child_gets_one_thread_and_no_secrets(
    read: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    _install(
        tmp_path / "bin",
        f"""
        [ "$1" = --list-langs ] && {{ echo langs; echo vie; exit 0; }}
        env > {told}
        exit 1
        """,
        monkeypatch,
    )
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    monkeypatch.setenv("SOHOA_LEDGER__URL", "postgresql+psycopg://user:hidden@host/db")
    with pytest.raises(StepCrashed):
        read(jpeg(tmp_path / "scan.jpg"))
    environment = told.read_text()
    assert "OMP_THREAD_LIMIT=1\n" in environment
    assert "hidden" not in environment


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_outlives_its_parent(
    tmp_path: Path, work_directory: Path, stuck_tesseract: Path, how: signal.Signals
) -> None:
    path = jpeg(tmp_path / "scan.jpg")
    os.mkfifo(stuck_tesseract / "started")
    program = f"""
        import signal
        from pathlib import Path
        from config.settings import OcrSettings
        from ocr.reading.read_file import read_file
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
        read_file(Path({str(path)!r}), settings=OcrSettings(), work_directory=Path({str(work_directory)!r}))
    """
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    (stuck_tesseract / "started").read_text()  # returns when Tesseract has opened the other end
    children = processes_at(work_directory)
    assert len(children) > 1
    children += map(int, Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split())
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
    with pytest.raises(FileRefused, match="memory_bytes") as refused:
        read(path, memory_bytes=400 * 1024 * 1024)
    assert refused.value.reason == Reason.TOO_LARGE


def test_what_it_writes_is_limited(read: Read, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="written_bytes") as refused:
        read(jpeg(tmp_path / "scan.jpg"), written_bytes=1024 * 1024)
    assert refused.value.reason == Reason.TOO_LARGE


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


def test_nothing_that_reads_reaches_a_server(
    tmp_path: Path, work_directory: Path, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tesseract stands for whatever runs in the child and below it."""
    told = tmp_path / "told"
    host, port = listener.getsockname()
    _install(
        tmp_path / "bin",
        f"""
        [ "$1" = --list-langs ] && {{ echo langs; echo vie; exit 0; }}
        {sys.executable} -c 'import socket; socket.create_connection(("{host}", {port}), 5)' 2> {told}
        exit 1
        """,
        monkeypatch,
    )
    with pytest.raises(StepCrashed):
        read_file(jpeg(tmp_path / "scan.jpg"), settings=OcrSettings(), work_directory=work_directory)
    assert "PermissionError" in told.read_text()
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("wall", ["refuse_sockets", "enter_empty_network"])
def test_each_wall_against_the_network_holds_alone(listener: socket.socket, wall: str) -> None:
    program = f"""
        import socket
        from ocr import confinement
        if not confinement.{wall}():
            raise SystemExit(77)
        try:
            socket.create_connection({listener.getsockname()!r}, 5)
        except OSError:
            raise SystemExit(0)
        raise SystemExit(1)
    """
    code = _python(program).returncode
    if code == 77:
        pytest.skip("the kernel does not grant it here")
    assert code == 0
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_processes_are_bounded_for_every_account_but_root() -> None:
    """A fork bomb ends at the limit; as root it is tried under an account without rights."""
    program = """
        import os
        from config.settings import OcrSettings
        from ocr import confinement
        limits = OcrSettings().model_dump()
        if os.geteuid() == 0:
            os.setuid(65534)
        confinement.limit(limits)
        made = []
        try:
            while len(made) < 5000:
                process = os.fork()
                if process == 0:
                    os.read(os.pipe()[0], 1)  # until it is killed
                made.append(process)
        except BlockingIOError:
            print(len(made))
        finally:
            for process in made:
                os.kill(process, 9)
                os.waitpid(process, 0)
    """
    ended = _python(program)
    assert 0 < int(ended.stdout) < 5000


def _python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("kills", "told"),
    [
        ("kill -SEGV $PPID", "SIGSEGV"),
        ("kill -KILL $PPID", "SIGKILL"),
        ("kill -KILL $(cut -d' ' -f4 /proc/$PPID/stat)", "without an answer"),
    ],
    ids=["the child crashes", "the child is killed", "the fork server is killed"],
)
def test_a_process_that_dies_is_told_apart_from_a_bad_file_and_spoils_no_other(
    tmp_path: Path, work_directory: Path, monkeypatch: pytest.MonkeyPatch, kills: str, told: str
) -> None:
    path = jpeg(tmp_path / "scan.jpg", paper(100, "Trang một"), dpi=100)
    with opened_file(path, settings=OcrSettings(), work_directory=work_directory) as file:
        with monkeypatch.context() as patched:
            listing = '[ "$1" = --list-langs ] && { echo langs; echo vie; exit 0; }\n'
            _install(tmp_path / "bin", f"{listing}{kills}\nexec sleep 600", patched)
            with pytest.raises(StepCrashed, match=told) as crashed:
                file.read()
        assert crashed.value.transient
        _wait_for_the_end_of(processes_at(work_directory))
        assert not list(work_directory.glob("*"))
        (page,) = file.read().pages
        assert "Trang" in page.text
    assert not list(work_directory.glob("*"))


def test_two_files_at_once_know_nothing_of_each_other(
    tmp_path: Path, work_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each Tesseract ends when both were started."""
    _install(
        tmp_path / "bin",
        f"""
        [ "$1" = --list-langs ] && {{ echo langs; echo vie; exit 0; }}
        readlink /proc/$PPID/fd/* > {tmp_path}/open.$PPID
        until [ $(ls {tmp_path}/open.* | wc -l) = 2 ]; do sleep 0.1; done
        exit 1
        """,
        monkeypatch,
    )

    def crash(name: str) -> None:
        with pytest.raises(StepCrashed):
            read_file(jpeg(tmp_path / name), settings=OcrSettings(), work_directory=work_directory)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(crash, ["one.jpg", "two.jpg"]))
    told = [path.read_text() for path in tmp_path.glob("open.*")]
    assert len(told) == 2
    assert all(text.count("socket:") == 1 for text in told)
    assert not any("one.jpg" in text and "two.jpg" in text for text in told)


def test_two_threads_read_each_its_own_file(tmp_path: Path) -> None:
    texts = ["Trang một", "Điều hai", "Khoản ba", "Mục bốn"]
    paths = [jpeg(tmp_path / f"{index}.jpg", paper(100, text), dpi=100) for index, text in enumerate(texts)]
    with ThreadPoolExecutor(2) as pool:
        readings = list(pool.map(lambda path: read_text(path, tmp_path), paths))
    assert [likeness(found, text) > 0.7 for found, text in zip(readings, texts, strict=True)] == [True] * 4


def read_text(path: Path, tmp_path: Path) -> str:
    return read_file(path, settings=OcrSettings(), work_directory=tmp_path / "work").pages[0].text


def test_one_child_reads_and_archives(tmp_path: Path, work_directory: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", paper(100, "Trang một"), paper(100, "Trang hai"), dpi=100)
    with opened_file(path, settings=OcrSettings(), work_directory=work_directory) as file:
        reading = file.read()
        children = processes_at(work_directory)
        assert file.archive(reading, file.pages.numbered([2]), tmp_path / "second.pdf") is not None
        assert processes_at(work_directory) == children
        assert len(children) == 1
    assert not processes_at(work_directory)
    with pikepdf.open(tmp_path / "second.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_an_archive_copy_that_fails_leaves_nothing_half_done(tmp_path: Path, work_directory: Path) -> None:
    path = scan_pdf(tmp_path / "scan.pdf", paper(100, "Trang một"), dpi=100)
    with opened_file(path, settings=OcrSettings(), work_directory=work_directory) as file:
        reading = file.read()
        path.write_bytes(b"%PDF-1.4 nothing")
        with pytest.raises(FileRefused) as refused:
            file.archive(reading, file.pages, tmp_path / "archive.pdf")
    assert refused.value.reason == Reason.CORRUPT
    assert not list(tmp_path.glob("archive*"))


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
