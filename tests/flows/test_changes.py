"""What would change is shown before it does: a rerun's dry run, and a changed catalogue or rule set."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from config.catalogue import Catalogue, load_catalogue
from flows.figures.changes import changes
from flows.figures.judgements import bring_up_to_date
from flows.workspace import open_workspace
from tests.flows.planted import rows_of
from tests.flows.test_rerun import CODE, NEW_SLOT, OTHER, cut, learn_the_paper, office_of_two, rerun
from tests.office import Office

__all__ = ["office_of_two"]  # the fixture


def dry(office: Office, *options: str) -> Any:
    answer = office.sohoa("rerun", *options, "--dry-run", "--json")
    assert answer.code == 0, answer.err
    return answer.json


def everything(office: Office) -> dict[str, bytes]:
    return {**office.everything(), "ledger": rows_of(office.root / "ledger.sqlite")}


def test_a_dry_run_without_a_cause_says_that_nothing_changes(office_of_two: Office) -> None:
    before = everything(office_of_two)
    for stage in ("classify", "store"):
        shown = dry(office_of_two, "--dossier", CODE, "--stage", stage)
        counts = {name: shown[name] for name in ("dossiers", "files", "papers", "pages")}
        assert counts == {"dossiers": 1, "files": 1, "papers": 1, "pages": 2}
        found = shown["changes"]
        assert (found["looked_at"], found["papers"], found["written"], found["dossiers"]) == (1, 0, 0, 0)
        assert found["rewritten"] == {"classify": None, "store": 0}[stage]
        assert shown["cpu_minutes"] is not None
    assert everything(office_of_two) == before


def test_a_dry_run_says_what_the_rerun_then_does(office_of_two: Office) -> None:
    learn_the_paper(office_of_two)
    before = everything(office_of_two)
    found = dry(office_of_two, "--unit", "H40.12", "--period", "2025-08", "--stage", "classify")["changes"]
    assert everything(office_of_two) == before
    papers = [(paper["document"], (paper["after"] or {}).get("slots")) for paper in found["changed_papers"]]
    assert papers == [(f"{CODE}/01", None), (f"{CODE}/new", ["to_khai"]), (f"{CODE}/new", [NEW_SLOT])]
    (dossier,) = found["changed_dossiers"]
    assert dossier["dossier_code"] == CODE
    assert (dossier["before"]["complete"], dossier["after"]["complete"]) == (False, True)
    assert dossier["slots"] == [{"slot": NEW_SLOT, "before": "missing", "after": None}]
    assert found["moves"] == {"incomplete -> complete": 1}

    assert rerun(office_of_two, CODE).json["changed"] == 2
    assert cut(office_of_two) == {2: ("to_khai", [1]), 3: (NEW_SLOT, [2])}
    assert office_of_two.sohoa("status", CODE, "--json").json["complete"] is True


def test_before_reading_it_says_what_is_touched_and_where_an_original_is_gone(office_of_two: Office) -> None:
    shown = dry(office_of_two, "--unit", "H40.12")
    assert (shown["dossiers"], shown["files"], shown["changes"]) == (2, 1, None)
    counts = {"dossiers": 2, "files": 1, "papers": 1, "pages": 2, "purged_files": 0}
    assert shown["units"] == [{"unit_code": "H40.12", **counts}]
    assert shown["cpu_minutes"] is None  # nothing was ever read by OCR here
    told = office_of_two.sohoa("rerun", "--unit", "H40.12", "--dry-run")
    assert "2 dossiers, 1 files, 1 papers, 2 pages" in told.out
    assert "nothing was written" in told.err

    next((office_of_two.store / "dossiers" / CODE / "originals").iterdir()).unlink()
    found = dry(office_of_two, "--dossier", CODE, "--stage", "classify")["changes"]
    assert found["not_done"] == [{"documents": [f"{CODE}/01"], "reason": "object_missing"}]
    assert found["papers"] == 0


def test_a_dry_run_of_nothing_in_particular_is_refused_and_a_rerun_needs_a_reason(office: Office) -> None:
    office.register({})
    for options, code in (
        ([], 2),
        (["--dossier", "H40.12-250805-0009"], 3),
        (["--period", "2025-08", "--from", "2025-08-01"], 2),
        (["--period", "2025-Q7"], 2),
    ):
        assert office.sohoa("rerun", *options, "--dry-run").code == code
    answer = office.sohoa("rerun", "--dossier", CODE)
    assert (answer.code, "--reason" in answer.err) == (2, True)


def without_form() -> Catalogue:
    """A catalogue in which the procedure of the dossiers asks for no application form any more."""
    procedure = load_catalogue().get("1.001193")
    assert procedure is not None
    assert procedure.components is not None
    components = tuple(component for component in procedure.components if component.id != "to_khai")
    return Catalogue({procedure.code: procedure.model_copy(update={"components": components})})


def test_a_changed_catalogue_says_first_which_dossiers_change_and_counting_ends_it(
    office_of_two: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = office_of_two.sohoa("report", "--period", "2025-08", "--json").json["total"]
    unchanged = {"judged": 2, "to_judge_again": 0, "changed": 0, "moves": {}, "slots": {}, "dossiers": []}
    assert office_of_two.sohoa("changes", "--json").json == unchanged

    monkeypatch.setattr("flows.workspace.load_catalogue", without_form)
    found = office_of_two.sohoa("changes", "--json").json
    assert (found["judged"], found["to_judge_again"]) == (2, 2)
    changed = {dossier["dossier_code"]: dossier for dossier in found["dossiers"]}
    assert {"slot": "to_khai", "before": "missing", "after": None} in changed[OTHER]["slots"]
    assert found["slots"]["to_khai"] >= 1
    assert found["changed"] == len(changed)
    told = office_of_two.sohoa("changes")
    assert f"   {OTHER}: " in told.out

    again = office_of_two.sohoa("report", "--period", "2025-08", "--json").json["total"]
    assert again["thanh_phan_so_hoa"] != counted["thanh_phan_so_hoa"]
    assert office_of_two.sohoa("changes", "--json").json == unchanged


def test_of_many_changed_dossiers_the_first_are_kept_and_all_are_counted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.figures.changes._AT_ONCE", 2)  # three looks at the ledger, the last one short
    office.register(*({"dossier_code": f"H40.12-250805-{number:04}"} for number in range(1, 6)))
    with open_workspace(office.settings) as workspace:
        bring_up_to_date(workspace)
        changed = replace(workspace, catalogue=without_form())
        seen: list[int] = []
        found = changes(changed, most=3, on_dossier=seen.append)
    assert (found.judged, found.to_judge_again, found.changed) == (5, 5, 5)
    assert [dossier.dossier_code[-4:] for dossier in found.dossiers] == ["0001", "0002", "0003"]
    assert seen == [5] * 5
