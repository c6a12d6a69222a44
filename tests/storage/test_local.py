"""What only a directory has: modes, half-written files, what a killed writer leaves."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dossiers.errors import ChecksumMismatch, ObjectConflict, StoreRefused
from storage.liveness import process_mark
from storage.local import STALE_SECONDS, WORKSPACE, LocalStore
from storage.objects import ByteStream

KEY = "dossiers/a/a.01.pdf"
WRITER = """
import sys
from pathlib import Path
from storage.local import LocalStore
LocalStore(Path(sys.argv[1])).put(sys.argv[2], Path(sys.argv[3]), sha256="", media_type="application/pdf")
"""


def _put(store: LocalStore, content: bytes) -> None:
    store.put(KEY, content, sha256=hashlib.sha256(content).hexdigest(), media_type="application/pdf")


def _left_over(root: Path) -> list[Path]:
    return list((root / WORKSPACE).iterdir())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "kho lưu trữ"


def test_the_tree_is_plain_and_private(root: Path) -> None:
    _put(LocalStore(root), b"x")

    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert files == {KEY}
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (root, *root.rglob("*")) if path.is_dir()}
    assert modes == {0o700}
    assert stat.S_IMODE((root / KEY).stat().st_mode) == 0o600


def test_a_killed_writer_leaves_nothing_to_be_seen(root: Path, tmp_path: Path) -> None:
    store = LocalStore(root)
    _put(store, b"before")
    source = tmp_path / "slow source"
    os.mkfifo(source)
    command = [sys.executable, "-c", WRITER, root, KEY, source]
    with subprocess.Popen(command) as writer, source.open("wb", buffering=0) as half:
        # More than a pipe holds: what has gone in, the writer has read.
        half.write(bytes(3 * 1024 * 1024))
        writer.send_signal(signal.SIGKILL)
        assert writer.wait() == -signal.SIGKILL

    assert store.get(KEY) == b"before"
    assert [entry.key for entry in store.list()] == [KEY]
    (left,) = _left_over(root)

    LocalStore(root)
    assert _left_over(root) == []
    mine = left.with_name(f"{process_mark()}-at-work")
    elsewhere = left.with_name("0123456789ab-1-2-elsewhere")
    yesterday = time.time() - STALE_SECONDS - 1
    for path in (mine, elsewhere):
        path.touch()
    LocalStore(root)
    assert set(_left_over(root)) == {mine, elsewhere}, "they may belong to writers at work"
    for path in (mine, elsewhere):
        os.utime(path, (yesterday, yesterday))
    LocalStore(root)
    assert _left_over(root) == [mine]


def test_a_refused_put_leaves_nothing(root: Path) -> None:
    store = LocalStore(root)

    with pytest.raises(ChecksumMismatch):
        store.put(KEY, b"x", sha256="0" * 64, media_type="application/pdf")

    assert _left_over(root) == []


def test_a_reader_keeps_the_object_it_opened(root: Path) -> None:
    store = LocalStore(root)
    _put(store, b"old")

    with store.open(KEY) as stream:
        _put(store, b"new")
        assert stream.read(10) == b"old"


class _BadDisk(LocalStore):
    """Gives back other bytes than it was given."""

    @contextmanager
    def open(self, key: str) -> Iterator[ByteStream]:
        (self._root / key).write_bytes(b"rotten")
        with super().open(key) as stream:
            yield stream


def test_a_put_reads_back_what_it_wrote(root: Path) -> None:
    with pytest.raises(ChecksumMismatch, match="as sent"):
        _put(_BadDisk(root), b"sound")


def test_a_file_and_a_folder_cannot_share_a_name(root: Path) -> None:
    store = LocalStore(root)
    _put(store, b"x")

    for key in ("dossiers/a", f"{KEY}/b"):
        with pytest.raises(ObjectConflict):
            store.put(key, b"", sha256=hashlib.sha256().hexdigest(), media_type="text/plain")


def test_a_place_where_no_directory_can_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for root in (Path("/proc/store"), tmp_path / "file", tmp_path / "file" / "store"):
        with pytest.raises(StoreRefused):
            LocalStore(root)
