"""What keeps dossiers from being complete: bands, causes, and the order of what to do next."""

from __future__ import annotations

import pytest

from dossiers.incompleteness import Lacking, actions_for, band_of
from dossiers.states import SlotState
from tests.dossiers.building import component, look, paper, procedure, record, report, resolved

KNOWN = procedure(component("don", required=True), component("giay", required=True))


@pytest.mark.parametrize(
    ("due", "digitised", "undetermined", "band"),
    [
        (None, 0, 0, "unknown"), (0, 0, 0, "nothing_due"), (0, 0, 1, "unknown"), (5, 0, 0, "0"),
        (5, 2, 0, "0-50"), (4, 2, 0, "50-80"), (5, 4, 0, "80-100"), (1000, 999, 0, "80-100"),
        (1000, 799, 0, "50-80"), (5, 5, 0, "100"), (5, 5, 1, "unknown"), (5, 4, 1, "80-100"),
    ],
)  # fmt: skip
def test_the_bands_of_completeness(due, digitised, undetermined, band):
    assert band_of(due, digitised, undetermined) == band


def test_the_distribution_holds_every_dossier_once():
    made = report(look(record(), KNOWN), look(record(), KNOWN, papers=[paper("don")]), look(record(), None))
    assert {band: number for band, number in made.distribution.items() if number} == {
        "0": 1, "50-80": 1, "unknown": 1,
    }  # fmt: skip
    assert sum(made.distribution.values()) == made.counted


def test_causes_are_counted_by_procedure_slot_and_state_most_frequent_first():
    made = report(
        look(resolved(), KNOWN, papers=[paper("don", "failed_gate")]),
        look(resolved(), KNOWN, papers=[paper("don")]),
        look(record(), KNOWN, papers=[paper("don")]),
    )
    assert [(cause.slot, cause.state.value, cause.dossiers) for cause in made.causes] == [
        ("giay", "missing", 3),
        ("result", "missing", 2),
        ("don", "failed_gate", 1),
    ]


def test_a_result_is_lacking_only_where_it_was_resolved_by_the_end_of_the_period():
    made = report(look(resolved(resolved_on="2024-04-01"), KNOWN, papers=[paper("don"), paper("giay")]))
    assert made.causes == ()


def lacking(code: str, *lacks: tuple[str, str], unit: str = "H40.1", waiting: int = 0, unknown: bool = False):
    states = tuple((slot, SlotState(state)) for slot, state in lacks)
    return Lacking(code, unit, "1.001193", waiting, unknown, states)


def test_the_fewest_actions_first_and_rescans_before_scans():
    found = actions_for(
        [
            lacking("two", ("a", "missing"), ("b", "failed_gate")),
            lacking("ask", ("a", "undetermined")),
            lacking("unknown", unknown=True),
            lacking("result only", ("result", "missing")),
            lacking("scan", ("a", "missing")),
            lacking("review", ("a", "missing"), waiting=1),
            lacking("rescan B", ("a", "unreadable"), unit="H40.2"),
            lacking("rescan A", ("a", "failed_gate"), ("result", "missing")),
        ]
    )
    assert [action.dossier_code for action in found] == [
        "rescan A", "rescan B", "scan", "review", "ask", "unknown", "two", "result only",
    ]  # fmt: skip
    by_code = {action.dossier_code: action for action in found}
    assert by_code["two"].steps == (("rescan", "b"), ("scan", "a"))
    assert by_code["rescan A"].steps == (("rescan", "a"), ("scan", "result"))
    assert by_code["unknown"].steps == (("ask", ""),)
    completing = {code for code, action in by_code.items() if action.completes}
    assert completing == {"two", "scan", "rescan A", "rescan B"}
