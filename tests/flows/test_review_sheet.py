"""`sohoa review sheet`: the waiting papers with pictures, in a file for the officer alone."""

from __future__ import annotations

import base64
import re
import stat
from pathlib import Path

import pytest

from flows.review import review_sheet
from flows.review.reviewing import papers_to_review
from tests.flows.typed_papers import APPLICATION, CERTIFICATE, LETTER, typed
from tests.office import Office

FIRST, SECOND = "H40.12-250805-0001", "H40.12-250805-0002"
OTHER_UNIT = "H40.13"
LETTER_ID, LONG_ID = f"{FIRST}/02", f"{SECOND}/01"
PICTURE = re.compile(r'src="data:image/jpeg;base64,([^"]+)"')


@pytest.fixture
def waiting(office: Office) -> Office:
    """A letter that nobody asked for in each of two dossiers; one of them has eight pages."""
    office.register({}, {"dossier_code": SECOND, "unit_code": OTHER_UNIT})
    letter, long = (
        LETTER.format(""),
        [LETTER.format("Xin cảm ơn."), *("Trang sau. " * n for n in range(1, 8))],
    )
    for code, pages in ((FIRST, [APPLICATION.format("000190001234")]), (FIRST, [letter]), (SECOND, long)):
        file = typed(office.root / f"{code}.pdf", *pages)
        assert office.sohoa("ingest", file, "--dossier", code).code == 0
    return office


def made(office: Office, *options: str) -> tuple[str, dict[str, object]]:
    """The page, and what the command says of it."""
    out = office.root / "review.html"
    answer = office.sohoa("review", "sheet", "--out", out, "--json", *options)
    assert (answer.code, answer.err) == (0, "")
    return out.read_text(encoding="utf-8"), answer.json


def cards(html: str) -> list[str]:
    """The document ids of the cards."""
    return re.findall(r'<h2 id="p\d+"><span class="code">([^<]+)</span>', html)


def test_every_waiting_paper_is_shown_with_pictures_and_commands(waiting: Office) -> None:
    html, said = made(waiting)
    assert said == {"file": str(waiting.root / "review.html"), "shown": 2, "waiting": 2}
    assert cards(html) == [LETTER_ID, LONG_ID]
    pictures = [base64.b64decode(picture) for picture in PICTURE.findall(html)]
    assert len(pictures) == 1 + review_sheet.MOST_PAGES
    assert all(picture.startswith(b"\xff\xd8") for picture in pictures)
    for text in (
        "không nhận ra loại giấy tờ",
        "Thủ tục đăng ký khai sinh",
        "Còn 2 trang không có trong bản này.",
        f"sohoa review assign {LETTER_ID} giay_chung_sinh",
        f"sohoa review reject {LETTER_ID} --reason",
        f"sohoa review withdraw {LONG_ID} --reason",
    ):
        assert text in html


def test_a_paper_of_two_dossiers_is_proposed_as_reuse_with_its_slot(office: Office) -> None:
    office.register({}, {"dossier_code": SECOND})
    scan = typed(office.root / "scan.pdf", CERTIFICATE.format(""))
    for code in (FIRST, SECOND):
        assert office.sohoa("ingest", scan, "--dossier", code).code == 0
    html, _ = made(office)
    assert cards(html) == [f"{SECOND}/01"]
    command = f"sohoa review reuse {SECOND}/01 giay_chung_sinh"
    assert f"{FIRST}/01" in html
    assert html.index(command) < html.index(f"sohoa review assign {SECOND}/01 giay_chung_sinh")
    assert office.sohoa(*command.split()[1:]).code == 0
    assert cards(made(office)[0]) == []


def test_the_file_is_private_also_where_an_open_one_lay_there(waiting: Office) -> None:
    out = waiting.root / "review.html"
    out.write_text("old", encoding="utf-8")
    out.chmod(0o644)
    made(waiting)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert not list(waiting.root.glob(".review*"))
    for bad in (waiting.root, waiting.root / "nowhere" / "review.html", Path("/dev/null")):
        assert waiting.sohoa("review", "sheet", "--out", bad).code == 2


def test_dossier_unit_and_limit_choose_and_the_page_says_of_how_many(waiting: Office) -> None:
    assert cards(made(waiting, "--dossier", FIRST)[0]) == [LETTER_ID]
    assert cards(made(waiting, "--unit", OTHER_UNIT)[0]) == [LONG_ID]
    html, said = made(waiting, "--limit", "1", "--language", "en")
    assert (said["shown"], said["waiting"], cards(html)) == (1, 2, [LETTER_ID])
    assert "1 of 2 papers that wait." in html
    for options in (("--dossier", "H40.12-250805-0099"), ("--dossier", FIRST, "--unit", OTHER_UNIT)):
        assert waiting.sohoa("review", "sheet", "--out", waiting.root / "no.html", *options).code == 3
    assert not (waiting.root / "no.html").exists()


def test_an_empty_list_gives_a_page_that_says_so(office: Office) -> None:
    office.register({})
    html, said = made(office)
    assert (said["shown"], said["waiting"]) == (0, 0)
    assert "Không có giấy tờ nào chờ người quyết định." in html


def test_papers_that_were_decided_meanwhile_are_passed_over(
    waiting: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decided_after_a_look(workspace):
        items = papers_to_review(workspace)
        assert waiting.sohoa("review", "reject", LETTER_ID, "--reason", "thư quảng cáo").code == 0
        gone = items[0].model_copy(update={"document": f"{FIRST}/99"})
        return (gone, *items)

    monkeypatch.setattr(review_sheet, "papers_to_review", decided_after_a_look)
    html, said = made(waiting)
    assert (said["shown"], said["waiting"], cards(html)) == (1, 1, [LONG_ID])


def test_a_paper_that_is_damaged_in_the_store_stands_there_without_pictures(waiting: Office) -> None:
    archives = sorted(waiting.store.rglob("*.pdf"))
    lost, altered = (
        next(path for path in archives if path.name.startswith(document.replace("/", ".")))
        for document in (LETTER_ID, LONG_ID)
    )
    lost.unlink()
    altered.chmod(0o600)
    altered.write_bytes(b"%PDF-1.7\nnothing")
    html, _ = made(waiting)
    assert (cards(html), PICTURE.findall(html)) == ([LETTER_ID, LONG_ID], [])
    assert html.count("Không hiện được hình của giấy tờ.") == 2
