"""What a dry run foretells is what the rerun then does: papers, verdicts and counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dossiers.facts import facts_of
from dossiers.verdicts import verdict_of
from flows.rerun_preview import preview_rerun
from flows.selecting import Selection, Stage
from flows.statuses import statuses_of
from flows.workspace import open_workspace
from tests.flows.planted import rows_of
from tests.flows.test_changes import dry
from tests.flows.test_rerun import ATTACHED, CODE, OTHER, learn_the_paper, papers, rerun
from tests.flows.typed_papers import APPLICATION, CERTIFICATE, LETTER, typed
from tests.office import Office

BOTH = (CODE, OTHER)
FORM = APPLICATION.format("000190001234")

Paper = dict[str, Any]


def brought(office: Office, code: str, *pages: str, name: str = "form.pdf") -> None:
    file = office.root / name
    if not file.exists():
        typed(file, *pages)
    assert office.sohoa("ingest", file, "--dossier", code).code == 0


def learned(office: Office) -> None:
    brought(office, CODE, FORM, ATTACHED)
    learn_the_paper(office)


def with_a_twin(office: Office) -> None:
    brought(office, OTHER, FORM, ATTACHED)
    learned(office)


def of_one_applicant(office: Office) -> None:
    brought(office, OTHER, FORM, CERTIFICATE.format(""), name="other.pdf")
    learned(office)


def decided(office: Office) -> None:
    brought(office, CODE, FORM, ATTACHED)
    assert office.sohoa("review", "reject", f"{CODE}/01", "--reason", "mẫu cũ").code == 0
    learn_the_paper(office)


def purged(office: Office) -> None:
    office.register({"dossier_code": CODE, "status": "resolved", "resolved_on": "2025-08-20"})
    brought(office, OTHER, CERTIFICATE.format(""), name="other.pdf")
    learned(office)
    with office.config.open("a", encoding="utf-8") as settings:
        settings.write("[retention]\noriginal = 60\n")
    assert office.sohoa("purge", "--yes").code == 0


def looks(office: Office) -> dict[str, Paper]:
    """How every paper stands, by its id."""
    return {
        f"{code}/{entry['number']:02}": {
            "kind": entry["kind"],
            "slots": [slot for slot in (entry["slot"], *entry["also_slots"]) if slot],
            "state": entry["state"],
            "standing": entry["standing"],
            "review": entry["review_reason"],
            "source_pages": entry["source_pages"],
        }
        for code in BOTH
        if (office.store / "dossiers" / code).exists()
        for entry in papers(office, code)
    }


def verdicts(office: Office) -> dict[str, Paper]:
    with open_workspace(office.settings) as workspace, workspace.ledger.reading() as connection:
        return {
            status.record.dossier_code: verdict_of(facts_of(status)).model_dump(mode="json")
            for status in statuses_of(workspace, connection, BOTH)
        }


def in_order(some: list[Paper]) -> list[Paper]:
    return sorted(some, key=str)


@pytest.mark.parametrize(
    ("prepare", "version"),
    [
        (learned, ""),
        (with_a_twin, ""),
        (of_one_applicant, ""),
        (decided, "99.0.0"),
        (purged, "99.0.0"),
    ],
)
def test_what_a_dry_run_foretells_happens(
    office: Office, monkeypatch: pytest.MonkeyPatch, prepare: Callable[[Office], None], version: str
) -> None:
    office.register(*({"dossier_code": code} for code in BOTH))
    prepare(office)
    monkeypatch.setattr("flows.rerun_preview._MEASURED", 0)  # no copy is made, however few the files
    if version:
        monkeypatch.setattr("flows.publishing.VERSION", version)
    papers_before, verdicts_before = looks(office), verdicts(office)
    ledger, store = rows_of(office.root / "ledger.sqlite"), office.everything()
    shown = dry(office, "--dossier", CODE, "--dossier", OTHER, "--stage", "classify")
    assert (rows_of(office.root / "ledger.sqlite"), office.everything()) == (ledger, store)

    done = rerun(office, *BOTH).json
    found = shown["changes"]
    assert found["written"] == done["changed"]
    assert [(file["documents"], file["reason"]) for file in found["not_done"]] == [
        (file["documents"], file["reason"]) for file in done["failed"]
    ]
    assert shown["purged_files"] == len(done["failed"])
    changed = {paper["document"] for paper in found["changed_papers"]}
    foretold = [look for name, look in papers_before.items() if name not in changed]
    foretold += [paper["after"] for paper in found["changed_papers"] if paper["after"]]
    assert in_order(foretold) == in_order(list(looks(office).values()))
    after = {entry["dossier_code"]: entry["after"] for entry in found["changed_dossiers"]}
    assert {**verdicts_before, **after} == verdicts(office)
    assert found["dossiers"] == len(after)


def test_of_many_dossiers_a_sample_is_looked_at_and_the_preview_says_so(office: Office) -> None:
    office.register(*({"dossier_code": f"H40.12-250805-{number:04}"} for number in range(1, 6)))
    with open_workspace(office.settings) as workspace:
        shown = preview_rerun(
            workspace, Selection(unit_code="H40.12"), stage=Stage.CLASSIFY, most_looked_at=2
        )
    assert shown.changes is not None
    assert (shown.total.dossiers, shown.changes.looked_at) == (5, 2)


def test_what_a_rerun_costs_is_told_by_cpu_time_and_by_all_pages(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three files of one page; one of them is done in full, and costs two minutes."""
    clock = iter((600.0, 720.0))
    monkeypatch.setattr("flows.rerun_preview._MEASURED", 1)
    monkeypatch.setattr("flows.preview_counts.cpu_seconds", lambda: next(clock))
    office.register(*({"dossier_code": code} for code in BOTH))
    for name, text in (("1.pdf", FORM), ("2.pdf", CERTIFICATE.format("")), ("3.pdf", LETTER.format(""))):
        brought(office, CODE, text, name=name)
    assert dry(office, "--dossier", CODE, "--stage", "classify")["cpu_minutes"] == 6.0
