"""Batch scans: sheets with codes divide a file, each dossier gets its own papers, whatever happens."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dossiers.errors import StoreOutOfReach
from flows.batch import run_batch
from flows.preview_counts import minutes
from flows.workspace import open_workspace
from ocr.understanding.sheet_codes import cover_text
from storage.objects import ObjectStore
from storage.reading_rates import seconds_a_page
from tests.office import Office
from tests.sheets import batch_scan, page, symbol, with_code

HERS, HIS, NOBODYS = "H40.12-250805-0001", "H40.12-250805-0002", "H40.12-250805-0777"
PROCEDURE = "1.001193"
CERTIFICATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nGIẤY CHỨNG SINH"
FORM = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nTỜ KHAI ĐĂNG KÝ KHAI SINH"


def cover(code: str, slot: str | None = None) -> Image.Image:
    sheet = page(f"BÌA HỒ SƠ\n\n{code}")
    return with_code(sheet, symbol(cover_text(code, PROCEDURE, slot), width=25))


def receipt(code: str) -> Image.Image:
    said = f"{code}|{PROCEDURE}|000190001234|Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    sheet = page(f"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ\n\nMã hồ sơ: {code}")
    return with_code(sheet, symbol(said))


@pytest.fixture
def registered(office: Office) -> Office:
    office.register(*({"dossier_code": code, "facts": "-"} for code in (HERS, HIS)))
    return office


@pytest.fixture
def two_dossiers(registered: Office) -> Path:
    return batch_scan(
        registered.inbox / "Scan 0001.pdf", receipt(HERS), page(FORM), cover(HIS), page(CERTIFICATE)
    )


def manifest(office: Office, code: str) -> list[dict[str, Any]]:
    content = office.contents().get(f"dossiers/{code}/manifest.json")
    return json.loads(content)["documents"] if content else []


def papers(office: Office, code: str) -> list[tuple[int, list[int], str | None]]:
    return [(entry["number"], entry["source_pages"], entry["slot"]) for entry in manifest(office, code)]


EXPECTED = {
    HERS: [(1, [1], None), (2, [2], "to_khai")],
    HIS: [(1, [3], None), (2, [4], "giay_chung_sinh")],
}


def test_each_dossier_gets_its_papers_and_the_whole_original(registered: Office, two_dossiers: Path) -> None:
    digest = hashlib.sha256(two_dossiers.read_bytes()).hexdigest()
    answer = registered.sohoa("batch", "--json")
    assert answer.code == 0
    assert answer.json["files"] == {"seen": 1, "stored": 1, "duplicate": 0, "quarantined": 0, "waiting": 0}
    assert answer.json["pages"]["total"] == 4
    assert {code: papers(registered, code) for code in EXPECTED} == EXPECTED
    for code in EXPECTED:
        for entry in manifest(registered, code):
            assert entry["objects"]["original"]["sha256"] == digest
            for stored in entry["objects"].values():
                assert stored["key"].startswith(f"dossiers/{code}/")
    assert not registered.waiting()
    assert [path.name for path in registered.done.iterdir()] == ["Scan 0001.pdf"]
    assert registered.sohoa("verify", "--json").json["damage"] == []
    assert registered.sohoa("review", "list", "--json").json["items"] == []
    shown = registered.sohoa("rerun", "--dossier", HERS, "--dry-run", "--json").json
    with open_workspace(registered.settings) as workspace, workspace.ledger.reading() as connection:
        rate = seconds_a_page(connection)
    assert shown["pages"] == 2
    assert shown["cpu_minutes"] == minutes(4, rate)  # to read hers, all of the scan is read
    sheets = [manifest(registered, code)[0] for code in (HERS, HIS)]
    assert [sheet["kind"] for sheet in sheets] == ["giay_tiep_nhan_ho_so", "bia_ho_so"]
    assert all("process_paper" in sheet["findings"] for sheet in sheets)


def test_the_same_scan_again_under_another_name_is_a_duplicate_that_nobody_reads(
    registered: Office, two_dossiers: Path, tmp_path: Path
) -> None:
    copy = shutil.copy(two_dossiers, tmp_path / "copy.pdf")
    assert registered.sohoa("batch").code == 0
    before = registered.contents()
    shutil.copy(copy, registered.inbox / "Scan 0002.pdf")
    again = registered.sohoa("batch", "--json").json
    assert again["files"]["duplicate"] == 1
    assert again["pages"]["total"] == 0
    assert registered.contents() == before


def test_a_ledger_built_anew_knows_that_both_hold_the_scan(
    registered: Office, two_dossiers: Path, tmp_path: Path
) -> None:
    copy = shutil.copy(two_dossiers, tmp_path / "copy.pdf")
    assert registered.sohoa("batch").code == 0
    for file in registered.root.glob("ledger.sqlite*"):
        file.unlink()
    assert registered.sohoa("register", "import", registered.root / "register.csv").code == 0
    assert registered.sohoa("rebuild").code == 0
    before = registered.contents()
    shutil.copy(copy, registered.inbox / "Scan 0001.pdf")
    assert registered.sohoa("batch", "--json").json["files"]["duplicate"] == 1
    assert registered.contents() == before


def test_a_dossier_that_no_register_holds_keeps_the_whole_file_back_until_it_does(
    registered: Office,
) -> None:
    scan = batch_scan(registered.inbox / "a.pdf", cover(HERS), page(FORM), cover(NOBODYS), page(FORM))
    (held,) = registered.sohoa("batch", "--json").json["quarantine"]
    assert held["reason"] == "unknown_dossier"
    assert NOBODYS in held["detail"]
    assert scan.exists()
    assert not registered.contents()
    registered.register({"dossier_code": "H40.12-250805-0003"})
    waited = registered.sohoa("batch", "--json").json
    assert [entry["reason"] for entry in waited["quarantine"]] == ["unknown_dossier"]
    assert not registered.contents()
    registered.register({"dossier_code": NOBODYS})
    assert registered.sohoa("batch").code == 0
    assert [pages for _, pages, _ in papers(registered, NOBODYS)] == [[3], [4]]


def test_without_a_sheet_the_file_waits_and_is_not_read_every_night(registered: Office) -> None:
    batch_scan(registered.inbox / "a.pdf", page(FORM))
    assert registered.sohoa("batch", "--json").json["quarantine"][0]["reason"] == "no_dossier"
    registered.register({"dossier_code": "H40.12-250805-0003"})
    again = registered.sohoa("batch", "--json").json
    assert again["quarantine"][0]["reason"] == "no_dossier"
    assert again["pages"]["total"] == 0


def test_a_batch_scan_that_waited_outside_of_the_inbox_is_divided_when_it_is_tried_again(
    registered: Office, tmp_path: Path
) -> None:
    scan = batch_scan(tmp_path / "a.pdf", cover(HERS), page(FORM), cover(NOBODYS), page(FORM))
    assert registered.sohoa("ingest", scan).code == 6
    registered.register({"dossier_code": NOBODYS})
    assert registered.sohoa("quarantine", "retry", str(scan)).code == 0
    assert [pages for _, pages, _ in papers(registered, HERS)] == [[1], [2]]
    assert [pages for _, pages, _ in papers(registered, NOBODYS)] == [[3], [4]]


def test_ingest_takes_a_batch_scan_and_leaves_it(registered: Office, two_dossiers: Path) -> None:
    answer = registered.sohoa("ingest", two_dossiers, "--json").json
    assert answer["outcome"] == "ok"
    assert answer["dossiers"] == {HERS: [1, 2], HIS: [1, 2]}
    assert len(answer["documents"]) == 4
    again = registered.sohoa("ingest", two_dossiers, "--json").json
    assert (again["duplicate"], again["dossiers"]) == (True, answer["dossiers"])
    assert two_dossiers.exists()
    assert registered.sohoa("ingest", two_dossiers, "--slot", "to_khai").code == 2


class Interrupted:
    """A store that is out of reach after so many puts."""

    def __init__(self, store: ObjectStore, puts: int) -> None:
        self._store = store
        self._puts = puts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def put(self, *arguments: Any, **options: Any) -> Any:
        if not self._puts:
            raise StoreOutOfReach("The store does not answer.")
        self._puts -= 1
        return self._store.put(*arguments, **options)


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    "puts", [pytest.param(1, marks=SLOW), 7, *(pytest.param(n, marks=SLOW) for n in (6, 9, 13))]
)
def test_ended_anywhere_the_next_run_finishes_and_doubles_nothing(
    registered: Office, two_dossiers: Path, puts: int
) -> None:
    """Each dossier takes 2 x 3 objects and its manifest."""
    with open_workspace(registered.settings) as workspace, pytest.raises(StoreOutOfReach):
        run_batch(replace(workspace, store=Interrupted(workspace.store, puts)))
    assert two_dossiers.exists()
    assert registered.sohoa("batch").code == 0
    assert {code: papers(registered, code) for code in EXPECTED} == EXPECTED
    assert registered.sohoa("verify", "--json").json["damage"] == []
    assert not registered.waiting()
    assert registered.sohoa("batch", "--json").json["files"]["seen"] == 0


def test_a_cover_in_the_folder_of_another_dossier_is_for_a_person(registered: Office) -> None:
    folder = registered.inbox / HERS
    folder.mkdir()
    batch_scan(folder / "a.pdf", cover(HIS), page(CERTIFICATE))
    assert registered.sohoa("batch").code == 0
    assert {entry["review_reason"] for entry in manifest(registered, HERS)} == {"wrong_dossier"}
    assert all(slot is None for _, _, slot in papers(registered, HERS))
    assert not manifest(registered, HIS)


def test_a_separator_says_what_the_paper_after_it_is(registered: Office) -> None:
    batch_scan(
        registered.inbox / "a.pdf",
        cover(HERS),
        cover(HERS, "giay_chung_sinh"),
        page(CERTIFICATE),
        cover(HERS, "to_khai"),
        page(FORM),
    )
    assert registered.sohoa("batch").code == 0
    slots = {tuple(pages): slot for _, pages, slot in papers(registered, HERS)}
    assert slots[3,] == "giay_chung_sinh"
    assert slots[5,] == "to_khai"
    assert slots[1,] is slots[2,] is slots[4,] is None
