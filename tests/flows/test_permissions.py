"""Who may read what the program leaves behind: its account alone, whatever the umask it was started with."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from config import fault_points
from config.fault_points import FaultPoint
from flows.inbox import leaving
from storage.ledger import open_ledger
from tests.office import Office

CODE = "H40.12-250805-0001"

UMASKS = pytest.mark.parametrize("umask", [0o000, 0o077], ids=oct, indirect=True)


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.fixture
def bureau(tmp_path: Path) -> Office:
    root = tmp_path / "office"
    root.mkdir(mode=0o700)
    return Office(
        root=root,
        store_url=(root / "new" / "store").as_uri(),
        ledger_url=f"sqlite:///{root / 'also' / 'new' / 'ledger.sqlite'}",
    ).prepare()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def readable_by_others(*roots: Path) -> list[str]:
    found = [path for root in roots for path in (root, *root.rglob("*"))]
    assert any(path.is_file() for path in found)
    return [f"{path}: {mode(path):o}" for path in found if mode(path) & 0o077]


@UMASKS
@pytest.mark.usefixtures("umask")
def test_store_ledger_and_working_copies_are_private(bureau: Office) -> None:
    bureau.inbox.chmod(0o750)
    bureau.register({"dossier_code": CODE, "facts": "-"})
    folder = bureau.inbox / CODE
    folder.mkdir()
    folder.chmod(0o2770)
    scan = folder / "1.png"
    Image.new("L", (330, 330), 200).save(scan, dpi=(200, 200))
    scan.chmod(0o640)
    seen: list[str] = []

    def look(point: FaultPoint) -> None:
        if point is FaultPoint.ARCHIVED:
            own = [path for path in Path(os.environ["TMPDIR"]).iterdir() if path.name.startswith("sohoa-")]
            seen.extend(f"{path}: {mode(path):o}" for path in own)
        if point is FaultPoint.RECORDED:
            seen.extend(readable_by_others(bureau.root / "also", bureau.root / "new"))

    temporary = bureau.root / "tmp"
    temporary.mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        patch.setattr("tempfile.tempdir", None)
        fault_points.inject(look)
        try:
            assert bureau.sohoa("batch").code == 0
        finally:
            fault_points.inject(lambda _point: None)
    assert [line.rpartition(" ")[2] for line in seen] == ["700"]
    assert readable_by_others(bureau.root / "also", bureau.root / "new") == []
    assert (mode(bureau.done), mode(bureau.done / CODE)) == (0o750, 0o2770)
    assert mode(bureau.done / CODE / "1.png") == 0o640
    assert list(temporary.iterdir()) == []


@UMASKS
@pytest.mark.usefixtures("umask")
def test_the_files_beside_an_open_ledger_are_private_too(tmp_path: Path) -> None:
    folder = tmp_path / "one" / "two"
    ledger = open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}")
    with ledger.reading():
        names = sorted(path.name for path in folder.iterdir())
        assert names == ["ledger.sqlite", "ledger.sqlite-shm", "ledger.sqlite-wal"]
        assert readable_by_others(tmp_path / "one") == []
    ledger.close()


@UMASKS
@pytest.mark.usefixtures("umask")
def test_a_copy_to_another_file_system_keeps_the_rights_of_the_file(tmp_path: Path) -> None:
    source, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    source.write_bytes(b"x")
    source.chmod(0o440)
    (tmp_path / ".b.pdf.partial").write_bytes(b"of a killed run")
    leaving.copy(source, target)
    assert (mode(target), target.read_bytes()) == (0o440, b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf"]


@UMASKS
def test_the_page_of_waiting_papers_is_private_and_a_report_as_the_person_wants_it(
    umask: int, bureau: Office
) -> None:
    bureau.register({"dossier_code": CODE, "facts": "-"})
    out = bureau.root / "out"
    assert bureau.sohoa("review", "sheet", "--out", bureau.root / "review.html").code == 0
    year = ("--from", "2025-01-01", "--to", "2025-12-31")
    assert bureau.sohoa("report", *year, "--format", "csv", "--out", out).code == 0
    assert mode(bureau.root / "review.html") == 0o600
    assert {mode(path) for path in out.iterdir()} == {0o666 & ~umask}
