"""Whose paper it is: the rule, as a table, and what holds whatever the papers are."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.manifest import Decision, StoredDocument, StoredObject, StoredObjects
from dossiers.ownership import WRONG_DOSSIER, is_same_number, judged, restored
from dossiers.states import PaperState

NOON = datetime(2025, 8, 5, 5, 0, tzinfo=UTC)
AN_OBJECT = StoredObject(key="k", sha256="a" * 64, bytes=1, media_type="application/pdf")
HER, HIS, CHILD = "000190001234", "000185005678", "000225009012"
HIS_MISREAD = "000185005673"


def paper(
    number: int,
    slot: str | None,
    *numbers: str,
    form: bool = False,
    decided: bool = False,
    reason: str | None = None,
) -> StoredDocument:
    decision = Decision(decided_at=NOON, decided_by="clerk", slot=slot)
    original = AN_OBJECT.model_copy(update={"sha256": sha256(repr((number, numbers)).encode()).hexdigest()})
    return StoredDocument(
        number=number,
        slot=slot,
        kind="to_khai" if form else "giay_chung_sinh",
        kind_confidence=0.9,
        pages=1,
        source_pages=(1,),
        state=PaperState.USABLE,
        findings=("grey",),
        personal_numbers=numbers,
        is_application=form,
        review_reason=reason,
        decisions=(decision,) if decided else (),
        source_name="a.pdf",
        digitised_at=NOON,
        run_id="r",
        pipeline_version="1",
        objects=StoredObjects(original=original, text=AN_OBJECT),
    )


def form(number: int, *numbers: str, slot: str | None = "to_khai", decided: bool = False) -> StoredDocument:
    return paper(number, slot, *numbers, form=True, decided=decided)


def foreign(papers: list[StoredDocument], elsewhere: set[str]) -> set[int]:
    return {entry.number for entry in judged(papers, elsewhere) if entry.review_reason == WRONG_DOSSIER}


@pytest.mark.parametrize(
    ("papers", "elsewhere", "expected"),
    [
        pytest.param([form(1, HER), paper(2, "gcs", HIS)], {HIS}, {2}, id="another applicant's paper"),
        pytest.param([form(1, HER), paper(2, "result", HIS)], {HIS}, {2}, id="another applicant's result"),
        pytest.param([paper(1, "gcs", HIS), form(2, HER)], {HIS}, {1}, id="the form comes last"),
        pytest.param([form(1, HIS), paper(2, "gcs", HER)], {HIS}, {1}, id="the form is another's"),
        pytest.param([form(1, HIS, decided=True), paper(2, "gcs", HER)], {HIS}, set(), id="form decided"),
        pytest.param([form(1, HIS), paper(2, "gcs")], {HIS}, set(), id="his second dossier"),
        pytest.param([form(1, HER), paper(2, "gcs", HIS)], set(), set(), id="nobody's applicant: a witness"),
        pytest.param([form(1, HER, HIS), paper(2, "gcs", HIS)], {HIS}, set(), id="he stands on her form"),
        pytest.param([form(1, HER), paper(2, "gcs", HIS, HER)], {HIS}, set(), id="she stands on it too"),
        pytest.param([form(1, HER), paper(2, "gcs")], {HIS}, set(), id="no number on the paper"),
        pytest.param([form(1), paper(2, "gcs", HIS)], {HIS}, set(), id="no number on the form"),
        pytest.param([paper(1, "a", HER), paper(2, "b", HIS)], {HIS}, set(), id="no form"),
        pytest.param([form(1, HIS), paper(2, "gcs", HIS_MISREAD)], {HIS_MISREAD}, set(), id="OCR error"),
        pytest.param([form(1, HER), paper(2, "gcs", HIS, decided=True)], {HIS}, set(), id="a person decided"),
        pytest.param([form(1, HER), paper(2, None, HIS, reason="no_slot")], {HIS}, set(), id="fills no slot"),
        pytest.param([form(1, HER), form(2, HIS)], set(), {2}, id="the same form of another applicant"),
        pytest.param([form(1, HER), form(2, HIS, slot="bhyt")], set(), set(), id="a form for another slot"),
        pytest.param([form(1, HIS), form(2, HER)], {HIS}, {1}, id="the stray form came first"),
        pytest.param(
            [form(1, HIS), form(2, HER), paper(3, "gcs", HER)], set(), {1}, id="the other papers tell"
        ),
        pytest.param([form(1, HIS), form(2, HER, decided=True)], {HER}, {1}, id="a person told the form"),
        pytest.param(
            [form(1, HER, slot=None), paper(2, "gcs", HIS)], {HIS}, set(), id="the form is in review"
        ),
        pytest.param([form(1, HER), paper(2, "gcs", HER)], {HER}, set(), id="she has two dossiers"),
    ],
)
def test_which_papers_are_another_applicants(
    papers: list[StoredDocument], elsewhere: set[str], expected: set[int]
) -> None:
    assert foreign(papers, elsewhere) == expected


def test_a_foreign_paper_fills_no_slot_and_says_which_it_would_fill() -> None:
    _, stray = judged([form(1, HER), paper(2, "gcs", HIS)], {HIS})
    assert (stray.slot, stray.review_reason) == (None, WRONG_DOSSIER)
    assert stray.findings == ("grey", WRONG_DOSSIER)
    assert stray.candidates == ({"slot": "gcs", "confidence": 0.9},)
    assert restored(stray) == paper(2, "gcs", HIS)


def test_it_comes_back_when_the_papers_say_otherwise() -> None:
    before = [form(1, HER), paper(2, "gcs", HIS)]
    withheld = judged(before, {HIS})
    assert judged(withheld, set()) == tuple(before)


def test_a_paper_that_prints_another_dossiers_code_is_left_alone() -> None:
    entry = paper(2, None, HER, reason=WRONG_DOSSIER)
    assert judged([form(1, HER), entry], set())[1] == entry


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (HER, HER, True),
        ("000190001234", "000190007234", True),
        ("000190001234", "000196007234", True),
        ("000190001234", "000196007284", False),  # three digits
        ("000190001231", "000190001232", False),  # the next number is another person's
        (HER, HIS, False),
    ],
)
def test_two_readings_of_one_number(one: str, other: str, same: bool) -> None:
    assert is_same_number(one, other) is same
    assert is_same_number(other, one) is same


people = st.lists(st.sampled_from([HER, HIS, CHILD]), max_size=2, unique=True)
dossier_papers = st.lists(
    st.tuples(st.sampled_from(["to_khai", "gcs", "result", None]), people, st.booleans(), st.booleans()),
    max_size=6,
).map(
    lambda drawn: [
        paper(index, slot, *numbers, form=is_form, decided=decided)
        for index, (slot, numbers, is_form, decided) in enumerate(drawn, start=1)
    ]
)
elsewheres = st.sets(st.sampled_from([HER, HIS, CHILD]))


@given(dossier_papers, elsewheres, st.randoms(use_true_random=False))
def test_the_order_in_which_papers_are_given_does_not_matter(papers, elsewhere, random):
    shuffled = random.sample(papers, len(papers))
    assert foreign(shuffled, elsewhere) == foreign(papers, elsewhere)


@given(dossier_papers, elsewheres, elsewheres)
def test_only_the_last_look_counts(papers, before, now):
    """So it does not matter in which order dossiers came, and a second look changes nothing."""
    assert judged(judged(papers, before), now) == judged(papers, now)


@given(dossier_papers, elsewheres)
def test_who_stands_on_every_form_has_no_foreign_paper(papers, elsewhere):
    with_her = [
        entry.model_copy(update={"personal_numbers": (*entry.personal_numbers, HER)}) for entry in papers
    ]
    assert foreign(with_her, elsewhere) == set()


@given(dossier_papers, elsewheres)
def test_nothing_is_lost_and_no_decision_is_overturned(papers, elsewhere):
    after = judged(papers, elsewhere)
    assert [restored(entry) for entry in after] == papers
    for before, entry in zip(papers, after, strict=True):
        if before.decisions or before.slot is None or not before.personal_numbers:
            assert entry == before
