"""The quarantine reasons of the contract."""

from __future__ import annotations

import pytest

from dossiers.reasons import Reason

CONTRACT = {
    "empty",
    "not_a_document",
    "corrupt",
    "encrypted",
    "too_many_pages",
    "too_large",
    "timeout",
    "unreadable",
    "no_dossier",
    "unknown_dossier",
    "growing",
}


@pytest.mark.parametrize("reason", sorted(CONTRACT))
def test_each_reason_of_the_contract_exists(reason):
    assert Reason(reason).value == reason


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_says_what_to_do(reason):
    assert reason.advice.endswith(".")
    assert len(reason.advice.split()) > 5


def test_no_two_reasons_give_the_same_advice():
    assert len({reason.advice for reason in Reason}) == len(Reason)


def test_only_the_systems_own_failures_count_against_the_batch():
    """Exit 7 counts failures of the system (time-outs, store, tools), not bad input."""
    assert {reason for reason in Reason if reason.is_fault_of_system} == {Reason.TIMEOUT, Reason.SYSTEM}
    assert {reason.value for reason in Reason} - CONTRACT == {"purged", "system"}
