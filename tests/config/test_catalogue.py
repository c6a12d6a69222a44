"""The shipped catalogue and rule sets."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from config.catalogue import load_catalogue, load_rule_sets
from config.files import DATA, read_yaml
from dossiers.codes import is_procedure_code
from dossiers.procedures import FORM_GROUPS
from dossiers.rules import rule_set_on
from dossiers.text import fold

DOMAIN = Path(__file__).parents[3] / "shared" / "domain" / "procedures.yaml"
SHIPPED = read_yaml(DATA / "procedures.yaml")
ROWS = [*SHIPPED["procedures"], *SHIPPED["index_only"]]

Row = dict[str, Any]


def facts_of(rows: list[Row]) -> dict[str, dict[str, str | None]]:
    """Each code with its component ids and their `when` texts."""
    return {row["code"]: {c["id"]: c.get("when") for c in row.get("components") or ()} for row in rows}


@pytest.fixture(scope="module")
def domain() -> Row:
    if not DOMAIN.is_file():
        pytest.skip("the domain notes do not lie beside the checkout")
    return read_yaml(DOMAIN)


@pytest.mark.parametrize("part", ["procedures", "index_only"])
def test_codes_component_ids_and_conditions_are_those_of_the_domain(domain: Row, part: str):
    """The shipped catalogue keeps the codes, component ids and `when` texts of `domain/procedures.yaml`."""
    ours, theirs = facts_of(ROWS), facts_of(domain[part])
    assert theirs
    for code, components in theirs.items():
        assert ours[code].items() >= components.items(), code


def test_groups_and_exemptions_are_those_of_the_domain(domain: Row):
    """They decide what is due: only title lines and kinds are mended freely."""
    ours = {(row["code"], c["id"]): c for row in ROWS for c in row.get("components") or ()}
    for row in domain["procedures"]:
        for theirs in row.get("components") or ():
            mine = ours[row["code"], theirs["id"]]
            for name in ("required", "one_of", "present_only", "digitise", "channel"):
                assert mine.get(name) == theirs.get(name), (row["code"], theirs["id"], name)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_every_procedure_loads(row: Row):
    procedure = load_catalogue().get(row["code"])
    assert (procedure.code, procedure.name_vi) == (row["code"], row["name_vi"])
    ids = [component.id for component in procedure.components or ()]
    assert ids == [component["id"] for component in row.get("components") or ()]
    assert "result" not in ids
    assert (procedure.components is None) == ("components" not in row)


def test_codes_are_unique_procedure_codes():
    codes = Counter(row["code"] for row in ROWS)
    assert [code for code, times in codes.items() if times > 1] == []
    assert all(map(is_procedure_code, codes))
    assert len(load_catalogue()) == len(codes)


@pytest.mark.parametrize("row", SHIPPED["procedures"], ids=lambda row: row["code"])
def test_component_ids_are_unique_within_a_procedure(row: Row):
    ids = [component["id"] for component in row["components"]]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("row", SHIPPED["procedures"], ids=lambda row: row["code"])
def test_conditions_can_be_told_apart(row: Row):
    """Facts name conditions and ids folded: a condition must not read like another component's id."""
    ids = {fold(component["id"]): component["id"] for component in row["components"]}
    for component in row["components"]:
        when = component.get("when")
        assert when is None or fold(when)
        assert when is None or ids.get(fold(when), component["id"]) == component["id"]
        assert when is None or ";" not in when
        assert not (component.get("required") and when), "what is always due carries no condition"


def test_every_group_can_become_due():
    """A group without a required member that is not the form itself lives by its conditions."""
    for row in SHIPPED["procedures"]:
        groups: dict[str, list[Row]] = {}
        for component in row["components"]:
            if component.get("one_of"):
                groups.setdefault(component["one_of"], []).append(component)
        for name, members in groups.items():
            lives = name in FORM_GROUPS or any(c.get("required") or c.get("when") for c in members)
            assert lives, (row["code"], name)


def test_a_provincial_suffix_is_passed_over():
    catalogue = load_catalogue()
    assert catalogue.get("1.001193.000.00.00.H15") is catalogue.get("1.001193")
    assert catalogue.get("1.001193") is not None
    assert catalogue.get("9.999999") is None


def test_a_procedure_known_by_name_alone_has_no_list():
    code = SHIPPED["index_only"][0]["code"]
    assert load_catalogue().get(code).components is None


def test_procedures_that_end_without_a_document_say_so():
    without = {row["code"] for row in ROWS if not load_catalogue().get(row["code"]).ends_in_document}
    assert without == {row["code"] for row in ROWS if row.get("no_result_document")}
    assert without


@pytest.mark.parametrize(
    ("day", "rule_set"),
    [
        ("2022-07-31", "2022-766"),
        ("2022-08-01", "2022-766"),
        ("2025-06-30", "2022-766"),
        ("2025-07-01", "2025-118"),
        ("2026-12-31", "2025-118"),
    ],
)
def test_the_rule_set_is_that_of_the_reception_date(day: str, rule_set: str):
    assert rule_set_on(date.fromisoformat(day), load_rule_sets()).id == rule_set


def test_the_shipped_rule_sets_say_what_the_law_says():
    assert {(rules.id, rules.online_exempt) for rules in load_rule_sets()} == {
        ("2022-766", False),
        ("2025-118", True),
    }
    assert all(rules.source for rules in load_rule_sets())
