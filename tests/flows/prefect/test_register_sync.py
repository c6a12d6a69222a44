"""`import-register` without files: the sync of the register, as its schedule runs it."""

from __future__ import annotations

import pytest
from prefect.client.schemas.objects import StateType

from flows.deployed.manual_upkeep import import_register
from tests.flows.prefect.conftest import trace
from tests.flows.test_register_drop import drop
from tests.flows.test_register_guard import MONTH
from tests.office import Office

pytestmark = pytest.mark.usefixtures("prefect_server")
NAMED = "so-ho-so Nguyễn Văn Mật.csv"


@pytest.fixture
def dropping(here: Office) -> Office:
    (here.root / "drop").mkdir()
    with here.config.open("a", encoding="utf-8") as config:
        config.write(f'[register_drop]\nplace = "{here.root / "drop"}"\n')
    return here


@pytest.mark.usefixtures("here")
def test_without_a_place_it_ends_at_once() -> None:
    state = import_register(return_state=True)
    assert (state.name, state.type) == ("Completed", StateType.COMPLETED)
    assert "No place of register exports is set" in state.message
    assert trace(state).artifacts == {}


def test_exports_come_in_once_and_what_is_absent_is_shown_by_code(dropping: Office) -> None:
    drop(dropping, NAMED, MONTH)
    first = import_register(return_state=True)
    assert first.name == "Completed"
    assert "1 exports imported" in first.message
    drop(dropping, f"2 {NAMED}", MONTH[1:], at=1)
    told = import_register(return_state=True)
    assert "1 registered dossiers are no longer in the exports" in told.message
    shown = trace(told)
    assert [row["absent"] for row in shown.artifacts["synced-register"]] == [1]
    assert [row["dossier"] for row in shown.artifacts["absent-dossiers"]] == [MONTH[0]["dossier_code"]]
    assert "Mật" not in shown.everything
    nothing_new = import_register(return_state=True)
    assert "2 as they were" in nothing_new.message
    assert trace(nothing_new).artifacts == {}


def test_a_shrinking_export_is_refused_under_a_name_that_says_so(dropping: Office) -> None:
    drop(dropping, "a.csv", MONTH)
    drop(dropping, NAMED, MONTH[:20], at=1)
    state = import_register(return_state=True)
    assert (state.name, state.type) == ("CompletedWithRefusedExports", StateType.COMPLETED)
    assert "1 x register_shrinks" in state.message
    assert "--confirm-shrinking" in state.message
    assert "Mật" not in trace(state).everything


def test_nobody_confirms_what_nobody_has_looked_at(dropping: Office) -> None:
    drop(dropping, "a.csv", MONTH)
    state = import_register(confirm_shrinking=True, return_state=True)
    assert state.type == StateType.FAILED
    assert "Name the files" in state.message
