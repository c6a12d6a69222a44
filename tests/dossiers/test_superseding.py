"""A better scan of the same paper: which counts, why, and that in doubt both do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.manifest import Decision, StoredDocument
from dossiers.states import GateFailure, PaperState, Standing
from dossiers.superseding import judged, restored
from tests.dossiers.papers import NOON, read, stored

POOR, UNREADABLE = PaperState.FAILED_GATE, PaperState.UNREADABLE
A_WORD = (Decision(decided_at=NOON, decided_by="clerk", slot="to_khai"),)
A_FAILURE = (
    GateFailure(finding="skewed", page=1, property="skew", measured=3.0, limit=2.0, severity="warning"),
)
HER, HIS = "000190001234", "000185005678"


def form(number: int, applicant: str, **more: object) -> StoredDocument:
    return stored(number, kind="to_khai", personal_numbers=(applicant,), is_application=True, **more)


@pytest.mark.parametrize(
    ("one", "two", "superseded", "why"),
    [
        (stored(1, **read(), state=POOR), stored(2, **read()), 1, "better_state"),
        (stored(1, **read()), stored(2, **read(), state=POOR), 2, "better_state"),
        (stored(1, **read(), state=UNREADABLE), stored(2, **read(), state=POOR), 1, "better_state"),
        (stored(1, **read()), stored(2, **read()), 1, "later_scan"),
        (stored(1, **read()), stored(2, **read(), gate_failures=A_FAILURE), 2, "fewer_gate_failures"),
        (stored(1, **read(), decisions=A_WORD), stored(2, **read()), 2, "decided_by_person"),
        (form(1, HER, state=POOR), form(2, HER), 1, "better_state"),
    ],
)
def test_the_better_scan_counts(one: StoredDocument, two: StoredDocument, superseded: int, why: str) -> None:
    after = {entry.number: entry for entry in judged([one, two])}
    poor = after.pop(superseded)
    (good,) = after.values()
    assert (poor.standing, poor.superseded_by, poor.standing_reason) == (
        Standing.SUPERSEDED,
        good.number,
        why,
    )
    assert (good.standing, good.superseded_by, good.standing_reason) == (Standing.COUNTS, None, "")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (stored(1, state=POOR), stored(2)),
        (stored(1, **read(60.0), state=POOR), stored(2, **read(60.0))),
        (stored(1, **read(), state=POOR), stored(2, **read(number="48/QĐ-UBND"))),
        (stored(1, **read(), state=POOR), stored(2, "don", **read())),
        (stored(1, None, **read(), state=POOR), stored(2, None, **read())),
        (stored(1, **read(), kind="thong_bao", state=POOR), stored(2, **read())),
        (stored(1, **read(), file="a", state=POOR), stored(2, **read(), file="a", source_pages=(2,))),
        (stored(1, **read(), state=POOR, decisions=A_WORD), stored(2, **read())),
        (stored(1, **read(), state=POOR), stored(2, None, **read(), standing=Standing.WITHDRAWN)),
        (form(1, HER, state=POOR), form(2, HIS)),
        (form(1, HER), form(2, HER)),
        (form(1, HER, state=POOR), form(2, HER, pages=2, source_pages=(1, 2))),
        (
            form(1, HER, state=POOR, fields={"date": "2025-01-01"}),
            form(2, HER, fields={"date": "2025-01-02"}),
        ),
    ],
)
def test_in_doubt_both_stand_as_they_did(one: StoredDocument, two: StoredDocument) -> None:
    assert judged([one, two]) == (one, two)


papers = st.lists(
    st.builds(
        lambda state, minute, word, same: {
            "state": state,
            "minute": minute,
            "decisions": A_WORD if word else (),
            **read(number="1/QĐ" if same else "2/QĐ"),
        },
        st.sampled_from(PaperState),
        st.integers(0, 3),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
).map(lambda rows: [stored(number, **row) for number, row in enumerate(rows, start=1)])


@given(papers)
def test_the_order_does_not_matter_one_of_the_best_counts_and_again_changes_nothing(
    documents: list[StoredDocument],
) -> None:
    after = judged(documents)
    assert judged(after) == after
    assert judged(documents[::-1])[::-1] == after
    assert [restored(entry) for entry in after] == documents
    standing = {entry.number: entry for entry in after}
    for entry in after:
        if entry.superseded_by is not None:
            better = standing[entry.superseded_by]
            assert better.standing is Standing.COUNTS
            assert better.fields == entry.fields
            assert not entry.decisions
    for number in {entry.fields["number"] for entry in after}:
        alike = [entry for entry in after if entry.fields["number"] == number]
        counting = [entry for entry in alike if entry.standing is Standing.COUNTS]
        order = list(PaperState).index
        assert min(order(entry.state) for entry in counting) == min(order(entry.state) for entry in alike)
