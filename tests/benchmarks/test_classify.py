from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.classify_codes import codes_found
from benchmarks.classify_dossiers import Judged
from benchmarks.classify_figures import dossier_figures, slot_figures
from benchmarks.classify_files import Found, LongFile, f1
from benchmarks.classify_readings import Readings
from benchmarks.classify_real import compared
from benchmarks.classify_trials import Tried, filled, trials
from benchmarks.papers_by_kind.dossiers import Dossier
from benchmarks.papers_by_kind.sheets import code_pages
from dossiers.states import PaperState
from ocr.values import Document, PageCode, PageReading, PageSource

OWN = next(one for one in trials() if one.right)
STRANGER = next(one for one in trials() if not one.right)
SLOT = next(iter(OWN.right))
LABEL = {
    "so_ky_hieu": "47/QĐ-UBND",
    "ngay_ban_hanh": "2025-01-17",
    "co_quan": "UBND tỉnh Quảng Ngãi",
    "trich_yeu_first_lines": "Về việc phê duyệt Kế hoạch ứng phó sự cố",
    "doc_type": "quyet_dinh",
    "kind": "scan_signed",
}


def document(**told):
    told = {"pages": (1,), "kind": "quyet_dinh", "kind_confidence": 1.0, "slot": None, **told}
    return Document(state=PaperState.USABLE, **told)


def trial(told=OWN, slots=(), reason="", level="office"):
    return Tried(told, level, tuple(slots), reason, 0.01, 1)


def judged(story, said):
    return Judged(Dossier("H40.12-250801-0001", "1.001193", story, ()), said, ())


def figure(figures, name):
    return next(one for one in figures if one.name.startswith(name))


def test_a_paper_is_right_only_in_its_slot_and_without_a_person():
    assert trial(slots=[SLOT]).is_right
    assert not trial(slots=[SLOT], reason="ambiguous").is_right
    assert not trial().is_right
    assert not trial().is_wrong
    assert trial(slots=["elsewhere"]).is_wrong


def test_a_stranger_is_wrong_in_any_slot_and_never_right():
    assert trial(STRANGER, [SLOT]).is_wrong
    assert not trial(STRANGER, [SLOT]).is_right
    assert not trial(STRANGER).is_wrong


def test_a_slot_that_somebody_is_asked_about_is_not_filled():
    asked = document(slot=SLOT, review_reason="ambiguous")
    assert filled([document(slot=SLOT), asked, document()]) == (SLOT,)


def test_slot_figures_count_strangers_among_the_wrong_alone():
    done = [
        trial(slots=[SLOT]),
        trial(),
        trial(STRANGER, [SLOT]),
        trial(STRANGER),
        trial(level="poor", slots=[SLOT]),
    ]
    figures = slot_figures(done)
    assert figure(figures, "right slot without a person, office").value == 0.5
    assert figure(figures, "wrong slot without a person, office").value == 0.25
    assert figure(figures, "right slot without a person, poor").met
    assert figure(figures, "wrong slot without a person, poor").met


def test_one_dossier_called_complete_that_is_not_fails_the_bench():
    figures = dossier_figures([judged("complete", said=True), judged("missing", said=True)])
    wrongly = figure(figures, "dossiers reported complete that are not")
    assert wrongly.value == 1
    assert not wrongly.met
    assert "missing" in wrongly.note
    assert figure(figures, "complete dossiers").value == 1.0


def test_not_knowing_is_not_called_complete():
    figures = dossier_figures([judged("complete", said=None), judged("poor page", said=None)])
    assert figure(figures, "dossiers reported").met
    assert figure(figures, "complete dossiers").value == 0.0


def test_nothing_measured_is_no_value():
    assert all(one.value is None and not one.met for one in slot_figures([]))
    assert f1([]) is None


def test_boundaries_of_the_first_page_do_not_count():
    file = LongFile("f", "office", "1.001193", (), frozenset({1, 3, 4}))
    assert f1([Found(file, frozenset({1, 3, 4}))]) == 1.0
    assert f1([Found(file, frozenset({1, 3, 5}))]) == pytest.approx(0.5)
    assert f1([Found(file, frozenset({1}))]) == 0.0


def test_two_codes_that_say_the_same_must_both_be_found(tmp_path):
    page = code_pages()[0]
    picture = tmp_path / "page.jpg"
    picture.write_bytes(b"page")
    readings = Readings(tmp_path / "cache")
    told = [
        PageCode(form="QRCode" if form.startswith("QR") else "Code128", text=said, box=(0, 0, 9, 9))
        for form, said in page.said
    ]

    class Known(Readings):
        def page(self, _picture: Path):
            return PageReading(
                number=1,
                source=PageSource.OCR,
                text="",
                confidence=90,
                dpi=200,
                width=595,
                height=842,
                codes=told,
            )

    readings.__class__ = Known
    assert codes_found(page, picture, readings).missed == ()
    assert codes_found(page, picture, readings).found == 4
    told.pop()
    assert codes_found(page, picture, readings).missed == ("Code 128",)


def test_what_was_written_by_hand_may_be_left_out_but_not_invented():
    fields = {
        "agency": "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
        "subject": "Phê duyệt kế hoạch ứng phó sự cố tràn dầu",
    }
    blank = compared("a.pdf", LABEL, document(fields={**fields, "number": None, "code_notation": "QĐ-UBND"}))
    assert blank.right_kind
    assert blank.printed == {"notation": True, "agency": True, "subject": True}
    assert blank.invented == ()
    made_up = compared(
        "a.pdf", LABEL, document(fields={**fields, "number": "41/QĐ-UBND", "date": "2025-01-11"})
    )
    assert made_up.invented == ("date", "number")
    truly = compared("a.pdf", LABEL, document(fields={"number": "47/QĐ-UBND", "date": "2025-01-17"}))
    assert truly.invented == ()
    assert not truly.printed["agency"]


def test_on_a_born_digital_paper_number_and_date_are_printed():
    told = compared("a.pdf", {**LABEL, "kind": "born_digital_signed"}, document(kind="to_trinh", fields={}))
    assert not told.right_kind
    assert not any(told.printed.values())
    assert set(told.printed) == {"number", "date", "notation", "agency", "subject"}
