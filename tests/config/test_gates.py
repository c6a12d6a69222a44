"""The gates that ship, and what is refused in their file."""

from __future__ import annotations

from typing import Any

import pytest

from config.gates import Gate, Property, Severity, gate_file, load_gates, parse_gates
from config.sections import Profile
from dossiers.errors import CatalogueRefused
from dossiers.states import PaperState

DPI = {
    "finding": "low_resolution",
    "property": "dpi",
    "operation": "at_least",
    "value": 200,
    "severity": "error",
}
STAMP_AND_PAPERS = {"stamp_area": 200, "papers": {"A4": [210, 297], "A5": [148, 210]}}
# What a law text sets a limit for, or what leaves nothing to read.
MAY_FAIL = {"dpi", "colour", "words", "confidence", "written_pages"}


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


def test_a_gate_may_set_an_upper_limit():
    gate = Gate.model_validate({**DPI, "property": "skew", "operation": "at_most", "value": 3})
    assert [gate.holds(skew) for skew in (0.0, 3.0, 3.1, None)] == [True, True, False, True]


def test_a_gate_compares_words_too():
    gate = Gate.model_validate({**DPI, "property": "colour", "operation": "is_not", "value": "grey"})
    assert [gate.holds(colour) for colour in ("grey", "colour", None)] == [False, True, True]


@pytest.mark.parametrize(
    "changes",
    [
        {"property": "weight"},
        {"operation": "exactly"},
        {"severity": "fatal"},
        {"value": "much"},
        {"property": "colour"},
        {"operation": "is_not"},
        {"only": "signed"},
        {"unit": "dpi"},
    ],
)
def test_a_wrong_gate_is_named(changes: dict[str, Any]):
    raw = {**STAMP_AND_PAPERS, "profiles": {"intake": [{**DPI, **changes}], "archive": []}}
    with pytest.raises(CatalogueRefused, match=r"gates\.yaml.*low_resolution"):
        parse_gates(raw, "gates.yaml")


def test_no_profile_may_be_missing():
    with pytest.raises(CatalogueRefused, match="archive"):
        parse_gates({**STAMP_AND_PAPERS, "profiles": {"intake": []}}, "gates.yaml")


def test_the_papers_and_the_stamp_may_not_be_missing():
    with pytest.raises(CatalogueRefused, match=r"gates\.yaml.*papers"):
        parse_gates({"stamp_area": 200, "profiles": {"intake": [], "archive": []}}, "gates.yaml")


@pytest.mark.parametrize(
    ("size", "off"), [((210, 297), 0), ((297, 210), 0), ((207, 300), 3), ((148, 205), 5), ((180, 255), 42)]
)
def test_a_page_is_off_the_nearest_paper_whichever_way_it_lies(size: tuple[float, float], off: float):
    file = parse_gates({**STAMP_AND_PAPERS, "profiles": {"intake": [], "archive": []}}, "gates.yaml")
    assert file.off_paper(*size) == off


@pytest.mark.parametrize("size", [(210, 297), (297, 420), (148, 210), (215.9, 279.4), (54, 85.6)])
def test_the_shipped_papers_hold_the_sheets_and_cards_of_an_office(size: tuple[float, float]):
    assert gate_file().off_paper(*size) == 0


@pytest.mark.parametrize("profile", list(Profile))
def test_what_no_text_sets_a_limit_for_is_a_warning(profile: Profile):
    strict = {gate.property.value for gate in load_gates(profile) if gate.severity is not Severity.WARNING}
    assert strict <= MAY_FAIL
    assert {gate.property for gate in load_gates(profile)} == set(Property)
