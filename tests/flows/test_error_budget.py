"""The error budget: failures of the system stop a batch, bad input does not, and the causes are told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.errors import TooManyFailed
from dossiers.reasons import Reason
from flows.error_budget import ErrorBudget
from flows.way import FileResult, Outcome
from tests.office import Office

CODE = "H40.12-250805-0001"
STORED = FileResult("a.pdf", Outcome.STORED)
CRASHED = FileResult("a.pdf", Outcome.QUARANTINED, Reason.SYSTEM, "Tesseract ended with exit code 1.")
BAD = FileResult("a.pdf", Outcome.QUARANTINED, Reason.CORRUPT, "It is damaged.")


def slow(page: int) -> FileResult:
    return FileResult("a.pdf", Outcome.QUARANTINED, Reason.TIMEOUT, f"Reading page {page} took longer.")


def spent(ratio: float, results: list[FileResult]) -> tuple[int, TooManyFailed | None]:
    """After how many files the batch stopped, and why."""
    budget = ErrorBudget(ratio)
    for number, result in enumerate(results, start=1):
        try:
            budget.count(result)
        except TooManyFailed as stopped:
            return number, stopped
    return len(results), None


@given(
    st.lists(st.sampled_from([STORED, CRASHED, BAD, slow(1), slow(2)]), max_size=60),
    st.sampled_from([0, 0.1, 0.25, 0.5, 1]),
)
def test_it_stops_at_the_first_file_with_too_many_failures_among_at_least_twenty(results, ratio):
    def too_many(number: int) -> bool:
        failed = sum(result in (CRASHED, slow(1), slow(2)) for result in results[:number])
        return number >= 20 and failed / number > ratio

    expected = next((number for number in range(1, len(results) + 1) if too_many(number)), None)
    number, stopped = spent(ratio, results)
    assert (number if stopped else None) == expected
    if stopped:
        assert sum(stopped.causes.values()) == sum(
            result in (CRASHED, slow(1), slow(2)) for result in results[:number]
        )


def test_failures_before_the_twentieth_file_count_although_that_one_is_good():
    number, stopped = spent(0.1, [CRASHED] * 3 + [STORED] * 30)
    assert number == 20
    assert stopped is not None


def test_the_histogram_has_the_most_frequent_cause_first_and_counts_pages_together():
    _, stopped = spent(0.1, [slow(1), slow(2), CRASHED, slow(3)] + [STORED] * 30)
    assert stopped is not None
    assert stopped.message == (
        "4 of 20 files failed: 3 x timeout; 1 x system: Tesseract ended with exit code 1."
    )
    assert stopped.document()["causes"] == [
        {"cause": "timeout", "files": 3},
        {"cause": "system: Tesseract ended with exit code 1", "files": 1},
    ]
    assert stopped.lines()[1:] == ["     3  timeout", "     1  system: Tesseract ended with exit code 1"]


def test_a_stopped_batch_ends_with_7_and_its_causes_and_the_next_one_goes_on(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.register({"dossier_code": CODE})
    folder = office.inbox / CODE
    folder.mkdir()
    for number in range(44):
        (folder / f"{number:02}.pdf").write_bytes(b"%PDF-1.7\n")
    monkeypatch.setenv("SOHOA_OCR__TRIAGE_SECONDS", "0.000000001")
    answer = office.sohoa("batch", "--json")
    assert answer.code == 7
    error = answer.json["error"]
    assert (error["code"], error["causes"]) == ("too_many_failed", [{"cause": "timeout", "files": 20}])
    assert error["message"] == "20 of 20 files failed: 20 x timeout."
    told = office.sohoa("batch")
    assert told.code == 7
    assert told.err.splitlines()[-1].split() == ["20", "timeout"]
    monkeypatch.delenv("SOHOA_OCR__TRIAGE_SECONDS")
    assert all(entry["goes_next"] for entry in office.sohoa("quarantine", "list", "--json").json["items"])
    assert len(office.waiting()) == 44
