"""The gates that ship, and what is refused in their file."""

from __future__ import annotations

from typing import Any

import pytest

from config.gates import Gate, Severity, load_gates, parse_gates
from config.settings import Profile
from dossiers.errors import CatalogueRefused
from dossiers.states import PaperState

DPI = {
    "finding": "low_resolution",
    "property": "dpi",
    "operation": "at_least",
    "value": 200,
    "severity": "error",
}


@pytest.mark.parametrize("profile", list(Profile))
def test_both_profiles_refuse_a_coarse_scan(profile: Profile):
    gate = next(gate for gate in load_gates(profile) if gate.finding == "low_resolution")
    assert gate.severity.state is PaperState.FAILED_GATE
    assert not any(map(gate.holds, (150, 199)))
    assert all(map(gate.holds, (200, 300, None)))


def test_the_archive_asks_for_colour():
    errors = {gate.finding for gate in load_gates(Profile.ARCHIVE) if gate.severity is Severity.ERROR}
    assert {"black_and_white", "grey"} <= errors
    assert all(gate.only is None for gate in load_gates(Profile.ARCHIVE))


def test_a_gate_compares_words_too():
    gate = Gate.model_validate({**DPI, "property": "colour", "operation": "is_not", "value": "grey"})
    assert [gate.holds(colour) for colour in ("grey", "colour", None)] == [False, True, True]


@pytest.mark.parametrize(
    "changes",
    [
        {"property": "weight"},
        {"operation": "at_most"},
        {"severity": "fatal"},
        {"value": "much"},
        {"property": "colour"},
        {"operation": "is_not"},
        {"only": "signed"},
        {"unit": "dpi"},
    ],
)
def test_a_wrong_gate_is_named(changes: dict[str, Any]):
    raw = {"profiles": {"intake": [{**DPI, **changes}], "archive": []}}
    with pytest.raises(CatalogueRefused, match=r"gates\.yaml.*low_resolution"):
        parse_gates(raw, "gates.yaml")


def test_no_profile_may_be_missing():
    with pytest.raises(CatalogueRefused, match="archive"):
        parse_gates({"profiles": {"intake": []}}, "gates.yaml")
