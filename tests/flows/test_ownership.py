"""Another applicant's papers fill no slot of the dossier in whose folder they lie, whoever comes first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows.batch import batch_run, plan_batch
from flows.inbox import move_to_done
from flows.way import FileWay
from flows.workspace import open_workspace
from tests.ocr.reading.papers import jpeg, paper
from tests.office import Office

HERS, HIS = "H40.12-250805-0001", "H40.12-250805-0002"
HER_NUMBER, HIS_NUMBER = "000190001234", "000185005678"
FORM, CERTIFICATE, RESULT = "to-khai.jpg", "giay-chung-sinh.jpg", "ket-qua/giay-khai-sinh.jpg"
HEADINGS = {
    FORM: "TỜ KHAI ĐĂNG KÝ KHAI SINH\nKính gửi: Ủy ban nhân dân phường Thanh Khê",
    CERTIFICATE: "GIẤY CHỨNG SINH",
    RESULT: "GIẤY KHAI SINH",
}


def lay(office: Office, code: str, name: str, number: str) -> None:
    """A paper of one applicant into the folder of a dossier."""
    target = office.inbox / code / name
    target.parent.mkdir(parents=True, exist_ok=True)
    text = (
        f"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n{HEADINGS[name]}\n\n"
        "Họ, chữ đệm, tên: Nguyễn Thị Hoa Mai\nNơi cư trú: phường Thanh Khê, thành phố Đà Nẵng\n\n"
        f"Số định danh cá nhân   {number}\n\nTôi cam đoan những nội dung trên đây là đúng sự thật."
    )
    jpeg(target, paper(text=text))


def her_dossier(office: Office) -> None:
    """Her form, and two papers of his that a clerk put into the wrong folder."""
    lay(office, HERS, FORM, HER_NUMBER)
    lay(office, HERS, CERTIFICATE, HIS_NUMBER)
    lay(office, HERS, RESULT, HIS_NUMBER)


def his_dossier(office: Office) -> None:
    lay(office, HIS, FORM, HIS_NUMBER)
    lay(office, HIS, CERTIFICATE, HIS_NUMBER)


@pytest.fixture
def registered(office: Office) -> Office:
    register = office.root / "register.csv"
    register.write_text(
        "dossier_code,procedure_code,unit_code,level,field,channel,received_on,resolved_on,status,facts\n"
        f"{HERS},1.001193,H40.12,commune,Hộ tịch,direct,2025-08-05,2025-08-08,resolved,-\n"
        f"{HIS},1.001193,H40.12,commune,Hộ tịch,direct,2025-08-05,2025-08-08,resolved,-\n",
        encoding="utf-8",
    )
    assert office.sohoa("register", "import", register).code == 0
    return office


def states(office: Office, code: str) -> dict[str, str]:
    status = office.sohoa("status", code, "--json").json
    slots = {slot["id"]: slot["state"] for slot in status["slots"]}
    return {
        **{name: slots[name] for name in ("to_khai", "giay_chung_sinh")},
        "result": status["result"]["state"],
    }


def to_review(office: Office) -> list[tuple[str, str, str]]:
    items = office.sohoa("review", "list", "--json").json["items"]
    return [(item["document"], item["reason"], item["candidates"][0]["slot"]) for item in items]


@pytest.mark.parametrize("hers_first", [True, False])
def test_his_papers_in_her_folder_fill_no_slot_whoever_came_first(
    registered: Office, hers_first: bool
) -> None:
    nights = (her_dossier, his_dossier) if hers_first else (his_dossier, her_dossier)
    for night in nights:
        night(registered)
        assert registered.sohoa("batch").code == 0
    assert states(registered, HERS) == {
        "to_khai": "usable",
        "giay_chung_sinh": "missing",
        "result": "missing",
    }
    assert states(registered, HIS) == {
        "to_khai": "usable",
        "giay_chung_sinh": "usable",
        "result": "missing",
    }
    unassigned = registered.sohoa("status", HERS, "--json").json["unassigned"]
    assert {f"{HERS}/{entry['number']:02d}" for entry in unassigned} == {
        name for name, *_ in to_review(registered)
    }
    assert sorted((reason, slot) for _, reason, slot in to_review(registered)) == [
        ("wrong_dossier", "giay_chung_sinh"),
        ("wrong_dossier", "result"),
    ]
    assert registered.sohoa("verify", "--json").json["damage"] == []


def test_a_person_has_the_last_word_and_nothing_moves_without_a_cause(registered: Office) -> None:
    her_dossier(registered)
    his_dossier(registered)
    assert registered.sohoa("batch").code == 0
    stored = registered.contents()
    assert registered.sohoa("batch").code == 0
    again = registered.sohoa(
        *("rerun", "--dossier", HERS, "--dossier", HIS, "--stage", "classify", "--reason", "thử", "--json")
    )
    assert again.json["changed"] == 0
    assert registered.contents() == stored
    document = next(name for name, _, slot in to_review(registered) if slot == "giay_chung_sinh")
    assert registered.sohoa("review", "assign", document, "giay_chung_sinh").code == 0
    registered.sohoa("rerun", "--dossier", HERS, "--stage", "classify", "--reason", "thử")
    assert states(registered, HERS)["giay_chung_sinh"] == "usable"
    # his own copy of it waits too where it was stored after hers: one scan never completes two by itself
    assert [slot for name, _, slot in to_review(registered) if name.startswith(HERS)] == ["result"]


def test_a_run_that_was_ended_before_the_look_leaves_it_to_the_next(registered: Office) -> None:
    her_dossier(registered)
    his_dossier(registered)
    with open_workspace(registered.settings) as workspace, batch_run(workspace) as run_id:
        way, settle = FileWay(workspace, run_id), move_to_done
        for file in plan_batch(workspace).to_do:
            way.take_in(file, settle=settle)
    assert to_review(registered) == []
    assert registered.sohoa("batch", "--json").json["files"]["seen"] == 0
    assert states(registered, HERS)["giay_chung_sinh"] == "missing"


def test_the_ledger_built_anew_knows_the_applicants(registered: Office) -> None:
    his_dossier(registered)
    assert registered.sohoa("batch").code == 0
    for file in registered.root.glob("ledger.sqlite*"):
        file.unlink()
    assert registered.sohoa("register", "import", registered.root / "register.csv").code == 0
    assert registered.sohoa("rebuild").code == 0
    lay(registered, HERS, FORM, HER_NUMBER)
    lay(registered, HERS, CERTIFICATE, HIS_NUMBER)
    assert registered.sohoa("batch").code == 0
    assert states(registered, HERS)["giay_chung_sinh"] == "missing"


def test_ingest_says_at_once_that_the_paper_is_anothers(registered: Office, tmp_path: Path) -> None:
    his_dossier(registered)
    lay(registered, HERS, FORM, HER_NUMBER)
    assert registered.sohoa("batch").code == 0
    stray = next(registered.done.rglob(CERTIFICATE)).rename(tmp_path / "stray.jpg")
    answer = registered.sohoa("ingest", stray, "--dossier", HERS, "--json")
    (document,) = answer.json["documents"]
    assert (document["slot"], document["review_reason"]) == (None, "wrong_dossier")
    assert "wrong_dossier" in document["findings"]
    for number in (HER_NUMBER, HIS_NUMBER):
        assert number not in answer.err
    assert "personal_numbers" not in json.dumps(registered.sohoa("inspect", stray, "--json").json)
