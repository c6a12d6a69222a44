"""The same paper in two dossiers: what is the same, who stays, and that it never counts twice unasked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.manifest import Decision, StoredDocument
from dossiers.reuse import ALREADY_DIGITISED, Elsewhere, judged, marks_of, restored
from dossiers.states import Standing
from tests.dossiers.papers import NOON, read, stored

HERE, THERE = "H40.12-250805-0001", "H40.12-250805-0002"
A_WORD = (Decision(decided_at=NOON, decided_by="clerk", slot="to_khai"),)


def are_same(one: StoredDocument, other: StoredDocument) -> bool:
    return bool(marks_of(one) & marks_of(other))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (stored(1, file="a"), stored(2, file="a"), True),
        (stored(1, file="a"), stored(2, file="b"), False),
        (stored(1, file="a"), stored(2, file="a", source_pages=(2,)), False),
        (stored(1, file="a", source_pages=(1, 2)), stored(2, file="a", source_pages=(2, 3)), True),
        (stored(1, **read()), stored(2, **read()), True),
        (stored(1, **read()), stored(2, **read(agency="Uỷ ban nhân dân phường THANH KHÊ")), True),
        (stored(1, **read()), stored(2, **read(number="48/QĐ-UBND")), False),
        (stored(1, **read()), stored(2, **read(), kind="thong_bao"), False),
        (stored(1, **read(date=None)), stored(2, **read(date=None)), False),
        (stored(1, **read(60.0)), stored(2, **read(60.0)), False),
        (stored(1, **read(), kind="unclassified"), stored(2, **read(), kind="unclassified"), False),
        (stored(1, file="a", findings=("process_paper",)), stored(2, file="a"), False),
        (stored(1, None, file="a", findings=("blank",)), stored(2, None, file="a"), False),
        (stored(1, None, file="a", review_reason="blank"), stored(2, None, file="a"), False),
        (stored(1, None, file="a", standing=Standing.WITHDRAWN), stored(2, file="a"), False),
    ],
)
def test_what_is_the_same_paper(one: StoredDocument, other: StoredDocument, expected: bool) -> None:
    assert are_same(one, other) is expected
    assert are_same(other, one) is expected


@pytest.mark.parametrize(
    ("mine", "theirs", "is_withheld"),
    [
        (stored(1, minute=2), stored(1, minute=1), True),
        (stored(1, minute=1), stored(1, minute=2), False),
        (stored(1, minute=1), stored(1, minute=1), False),
        (stored(1, minute=2), stored(1, None, minute=1), False),
        (stored(1, minute=2), stored(1, None, minute=1, review_reason="wrong_dossier"), False),
        (stored(1, minute=2, decisions=A_WORD), stored(1, minute=1), False),
        (stored(1, "giay_chung_sinh", minute=2), stored(1, minute=1), False),
        (stored(1, minute=9, first_stored_at=NOON), stored(1, minute=1), False),
    ],
)
def test_who_came_first_stays_unless_the_register_or_a_person_says_more(
    mine: StoredDocument, theirs: StoredDocument, is_withheld: bool
) -> None:
    (after,) = judged(HERE, [mine], {1: [Elsewhere(THERE, theirs)]}, {"giay_chung_sinh"})
    assert after.same_as == (f"{THERE}/01",)
    if is_withheld:
        assert (after.slot, after.review_reason) == (None, ALREADY_DIGITISED)
        assert after.candidates == ({"slot": mine.slot, "confidence": mine.kind_confidence},)
    else:
        assert (after.slot, after.review_reason) == (mine.slot, mine.review_reason)


def test_one_that_is_withheld_itself_still_stands_before_a_third() -> None:
    second = stored(1, None, minute=2, candidates=({"slot": "x"},), review_reason=ALREADY_DIGITISED)
    (third,) = judged(HERE, [stored(1, minute=3)], {1: [Elsewhere(THERE, second)]}, ())
    assert third.review_reason == ALREADY_DIGITISED


@given(
    st.lists(st.tuples(st.integers(1, 9), st.booleans(), st.booleans()), min_size=2, max_size=6),
    st.randoms(),
)
def test_of_undecided_papers_one_counts_at_most_and_again_changes_nothing(
    papers: list[tuple[int, bool, bool]], random: object
) -> None:
    entries = {
        f"H40.12-250805-{index:04d}": stored(1, "to_khai" if slot else None, minute=minute, file="a")
        for index, (minute, slot, _) in enumerate(papers)
    }

    def one_look(now: dict[str, StoredDocument], order: list[str]) -> dict[str, StoredDocument]:
        standing = dict(now)
        for code in order:
            others = [Elsewhere(other, entry) for other, entry in standing.items() if other != code]
            (standing[code],) = judged(code, [standing[code]], {1: others}, ())
        return standing

    order = list(entries)
    random.shuffle(order)  # type: ignore[attr-defined]
    after = one_look(entries, order)
    assert sum(entry.slot is not None for entry in after.values()) == any(slot for _, slot, _ in papers)
    assert one_look(after, sorted(entries)) == after
    assert {code: restored(entry) for code, entry in after.items()} == entries
