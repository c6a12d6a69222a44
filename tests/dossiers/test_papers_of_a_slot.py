"""How many papers a slot needs, papers that fill several slots, and papers used again."""

from __future__ import annotations

import pytest

from dossiers.completeness import DossierStatusReport, dossier_status
from dossiers.states import Paper, PaperState
from tests.dossiers.building import QD766, component, procedure, record

USABLE, FAILED = PaperState.USABLE, PaperState.FAILED_GATE


def paper(number: int, slot: str | None, state: PaperState = USABLE, **values: object) -> Paper:
    return Paper.model_validate({"number": number, "slot": slot, "state": state, "pages": (1,), **values})


def look(papers: list[Paper], **of_first: object) -> DossierStatusReport:
    """A procedure with two components that are due."""
    parts = component("anh", required=True, **of_first), component("don", required=True)
    return dossier_status(record(), procedure=procedure(*parts), rows=(), papers=papers, rules=QD766)


@pytest.mark.parametrize(
    ("papers", "state"),
    [
        ([], "missing"),
        ([paper(1, "anh")], "missing"),
        ([paper(1, "anh"), paper(2, "anh", FAILED)], "failed_gate"),
        ([paper(1, "anh"), paper(2, "anh")], "usable"),
        # The same paper twice is one.
        ([paper(1, "anh"), paper(1, "anh")], "missing"),
    ],
)
def test_a_slot_that_needs_two_papers(papers: list[Paper], state: str):
    status = look([*papers, paper(9, "don")], papers_min=2)
    assert status.slots[0].state == state
    assert status.complete is (state == "usable")


def test_a_paper_counts_in_each_slot_that_a_person_named():
    status = look([paper(1, "anh", also_slots=("don",))])
    assert [slot.state for slot in status.slots] == ["usable", "usable"]
    assert (status.complete, status.unassigned) == (True, ())


def test_a_paper_used_again_makes_the_slot_reused():
    status = look([paper(1, "anh", reused=True), paper(2, "don")])
    assert [slot.state for slot in status.slots] == ["reused", "usable"]
    assert status.complete is True
    assert status.has_reused_data


def test_a_poor_paper_used_again_is_not_digitised():
    status = look([paper(1, "anh", FAILED, reused=True), paper(2, "don")])
    assert (status.slots[0].state, status.complete) == ("failed_gate", False)


def test_a_paper_that_serves_a_group_again():
    parts = component("a", required=True, one_of="g"), component("b", one_of="g")
    papers = [paper(1, "b", reused=True)]
    status = dossier_status(record(), procedure=procedure(*parts), rows=(), papers=papers, rules=QD766)
    assert [slot.state for slot in status.slots] == ["not_due", "reused"]
