"""Whatever a register file holds: its good rows go in, or one line says why nothing does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.process_tree import descendants
from config.sections import MappingSettings, RegisterFilesSettings
from dossiers.errors import RegisterRefused
from flows.register.files import RegisterFile, read_register
from tests.office import Office
from tests.register.hostile_files import FILES, TEXT, Outcome, empty_rows, sheet_of, tcvn3, workbook

MEMORY = 512 << 20
SECONDS = 30


@pytest.fixture
def office(tmp_path: Path) -> Office:
    root = tmp_path / "office"
    return Office(root, (root / "store").as_uri(), f"sqlite:///{root}/ledger.sqlite").prepare()


@pytest.mark.parametrize("name", FILES)
def test_each_file_has_its_outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    make, expected = FILES[name]
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    path = tmp_path / "register.xlsx"
    path.write_bytes(make())
    children = set(descendants(os.getpid()))
    began = time.monotonic()
    found = _outcome(path)
    assert time.monotonic() - began < SECONDS
    assert found[0] == expected.rows
    assert [line[:2] for line in found[1]] == [line[:2] for line in expected.rejected]
    for line, (_, _, why) in zip(found[1], expected.rejected, strict=True):
        assert why in line[2]
        assert "Hới" not in line[2]
    assert expected.refused in found[2]
    assert bool(expected.refused) == bool(found[2])
    assert "\n" not in found[2]
    assert set(descendants(os.getpid())) <= children
    assert list(scratch.iterdir()) == []


@pytest.mark.slow
def test_a_million_declared_rows_that_hold_nothing(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(empty_rows(1_048_573))
    assert _outcome(path) == (1, (), "")


@pytest.mark.slow
def test_a_cell_at_the_end_of_every_row(tmp_path: Path) -> None:
    """A thousand cells a row, made by two: the whole is bounded, not only each row."""
    from tests.register.hostile_files import row

    path = tmp_path / "register.xlsx"
    path.write_bytes(sheet_of("".join(row(n, ("A", f"H{n}"), ("AMJ", "x")) for n in range(2, 70_000))))
    assert "more cells than any register" in _outcome(path)[2]


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (RegisterFilesSettings(max_bytes=10), "max_bytes"),
        (RegisterFilesSettings(memory_bytes=96 << 20), "register_files"),
        (RegisterFilesSettings(seconds=0.001), "seconds"),
    ],
)
def test_a_limit_that_is_met_is_named(tmp_path: Path, limits: RegisterFilesSettings, says: str) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(TEXT.encode() + b'H3,"' + b"x\n" * (7 << 20) + b'"')
    with pytest.raises(RegisterRefused, match=says):
        read_register([path], mapping=MappingSettings(), limits=limits)


def test_a_reader_that_is_ended_ends_the_import_alone(tmp_path: Path) -> None:
    """Too little memory to start Python: no answer comes at all."""
    path = tmp_path / "register.csv"
    path.write_text(TEXT)
    with pytest.raises(RegisterRefused, match="cannot be read"):
        read_register([path], mapping=MappingSettings(), limits=RegisterFilesSettings(memory_bytes=1 << 20))


def test_a_full_disk_is_no_fault_of_the_register(tmp_path: Path) -> None:
    """A limit on what the process may write stands for the disk."""
    path = tmp_path / "register.csv"
    path.write_text("unit_code,name\n" + "".join(f"H{number},xã\n" for number in range(20_000)))
    script = (
        "import resource, sys; from pathlib import Path\n"
        "from config.settings import MappingSettings\n"
        "from dossiers.errors import DiskFull\n"
        "from flows.register.files import read_register\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "try: read_register([Path(sys.argv[1])], mapping=MappingSettings())\n"
        "except DiskFull: print('full')\n"
    )
    for room in (1000, path.stat().st_size + 1000):  # for the copy of the file, for its rows
        ran = subprocess.run(
            [sys.executable, "-c", script, path, str(room)], capture_output=True, text=True, check=True
        )
        assert ran.stdout == "full\n"


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "socket"])
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "register.csv"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if kind == "device" else "/run/nothing")
    with pytest.raises(RegisterRefused, match=r"no regular file|cannot be read"):
        read_register([path], mapping=MappingSettings())


def test_the_command_says_it_in_one_line_and_keeps_the_good_rows(office: Office, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad\nname.csv"
    good.write_text(TEXT + "H3,=1+1,\nH4,a\x07b,\n")
    answer = office.sohoa("register", "import", good)
    assert answer.code == 3
    assert "3 added" in answer.out
    assert answer.err.strip().endswith("row 5, column name: The cell holds control characters: remove them.")
    bad.write_bytes(tcvn3(TEXT))
    refused = office.sohoa("register", "import", bad)
    assert refused.code == 3
    assert len(refused.err.strip().splitlines()) == 1
    assert "TCVN3 (ABC)" in refused.err


def test_a_refused_file_keeps_the_whole_call_out(office: Office, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.xlsx"
    good.write_text(TEXT)
    bad.write_bytes(workbook()[:2000])
    assert office.sohoa("register", "import", good, bad).code == 3
    assert "2 added" in office.sohoa("register", "import", good).out


def _outcome(path: Path) -> Outcome:
    try:
        (file,) = read_register(
            [path], mapping=MappingSettings(), limits=RegisterFilesSettings(memory_bytes=MEMORY)
        )
    except RegisterRefused as refused:
        return Outcome(refused=refused.message)
    return _what_went_in(file)


def _what_went_in(file: RegisterFile) -> Outcome:
    rejected = tuple((line.row, line.column, line.why) for line in file.rejected)
    return Outcome(len(file.rows), rejected)
