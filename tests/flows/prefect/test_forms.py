"""The deployments and their forms, without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema
from prefect.utilities.schema_tools.validation import is_valid

from dossiers.previews import Preview, Touched, WouldChange
from flows.deployed.changes import show_changes
from flows.deployed.fields import is_here
from flows.deployed.preview_markdown import preview_markdown
from flows.workspace import open_workspace
from tests.flows.planted import NAME
from tests.office import Office

ROOT = Path(__file__).parents[3]
DEPLOYMENTS = {
    entry["name"]: entry
    for entry in yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
}
NAMES = ["nightly", "rerun", "ingest-file", "review", "report", "verify", "import-register"]

RIGHT = {
    "nightly": {},
    "rerun": {
        "reason": "new gates",
        "dossier_codes": ["H40.12-250805-0001"],
        "unit_code": "H40.12",
        "period": "",
        "received_from": "2025-08-01",
        "received_to": "31/08/2025",
        "stage": "classify",
        "dry_run": False,
    },
    "ingest-file": {"file": "/in/1.pdf", "dossier_code": "H40.12-250805-0001", "slot": "result"},
    "review": {
        "document": "H40.12-250805-0001/03",
        "action": "assign",
        "slots": ["to_khai", "result"],
        "kind": "quyet_dinh",
        "reason": "",
        "decided_by": "cb.hotich-07",
    },
    "report": {
        "period": "2025-Q1",
        "first_day": "2025-01-01",
        "last_day": "31/03/2025",
        "cohort": "resolved",
        "by": ["unit", "month"],
        "formats": ["html", "xlsx", "pdf"],
        "language": "en",
    },
    "verify": {"sample": "5%", "seed": "2025-Q1", "older_than": 30, "fresh": True, "workers": 4},
    "import-register": {"files": ["/in/register.csv"], "confirm_shrinking": True},
}


def flow_of(name: str) -> Flow[..., Any]:
    return load_flow_from_entrypoint(DEPLOYMENTS[name]["entrypoint"], use_placeholder_flow=False)


def schema_of(name: str) -> dict[str, Any]:
    return parameter_schema(flow_of(name)).model_dump_for_openapi()


def test_the_deployments_are_those_of_the_contract() -> None:
    # What nobody starts by hand has no form: `digitize-chunk` is started by a night.
    assert sorted(DEPLOYMENTS) == sorted([*NAMES, "digitize-chunk"])
    assert {entry["work_pool"]["name"] for entry in DEPLOYMENTS.values()} == {"sohoa"}


def test_the_night_has_one_schedule_with_a_slug_and_never_overlaps_itself() -> None:
    nightly = DEPLOYMENTS["nightly"]
    assert nightly["schedules"] == [{"slug": "nightly", "cron": "30 1 * * *", "timezone": "Asia/Ho_Chi_Minh"}]
    assert nightly["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert {name for name, entry in DEPLOYMENTS.items() if "schedules" in entry} == {
        "nightly",
        "import-register",
    }


def test_the_register_is_synced_by_day_and_before_the_night() -> None:
    deployment = DEPLOYMENTS["import-register"]
    crons = {entry["slug"]: entry["cron"] for entry in deployment["schedules"]}
    assert crons == {
        "register-by-day": "*/15 6-19 * * *",
        "register-evening": "0 20 * * *",
        "register-before-the-night": "0 1 * * *",
    }
    assert {entry["timezone"] for entry in deployment["schedules"]} == {"Asia/Ho_Chi_Minh"}
    assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}


@pytest.mark.parametrize("name", NAMES)
def test_a_flow_has_the_name_of_its_deployment_and_keeps_no_result(name: str) -> None:
    flow = flow_of(name)
    assert flow.name == name
    assert flow.description
    assert flow.persist_result is False


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_a_form_is_described(name: str) -> None:
    properties = schema_of(name)["properties"]
    assert set(properties) == set(RIGHT[name])
    assert all(field.get("description") for field in properties.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_form_takes_what_is_right(name: str) -> None:
    assert is_valid(RIGHT[name], schema_of(name))


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("rerun", "reason", "no"),
        ("rerun", "stage", "publish"),
        ("rerun", "dossier_codes", ["../../etc"]),
        ("rerun", "dossier_codes", "H40.12-250805-0001"),
        ("rerun", "unit_code", "x" * 201),
        ("rerun", "period", "last month"),
        ("rerun", "received_to", "31.8.2025"),
        ("rerun", "received_to", None),
        ("rerun", "dry_run", "yes"),
        ("verify", "sample", "some"),
        ("verify", "older_than", -1),
        ("verify", "workers", 100),
        ("review", "decided_by", "Nguyễn Văn A"),
        ("review", "decided_by", ""),
        ("import-register", "files", [""]),
        ("ingest-file", "dossier_code", "Nguyễn Văn A"),
        ("ingest-file", "file", 7),
        ("review", "document", "H40.12-250805-0001"),
        ("review", "document", "../../etc/01"),
        ("review", "action", "delete"),
        ("review", "slots", "to_khai"),
        ("review", "kind", "Quyết định"),
        ("report", "period", "the first quarter"),
        ("report", "period", "2025-Q5"),
        ("report", "formats", ["docx"]),
        ("report", "cohort", "all"),
        ("report", "by", ["village"]),
        ("report", "language", "fr"),
        ("import-register", "files", "register.csv"),
    ],
)
def test_a_form_refuses_what_is_wrong(name: str, field: str, value: object) -> None:
    assert not is_valid({**RIGHT[name], field: value}, schema_of(name))


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("rerun", ["reason"]),
        ("ingest-file", ["file"]),
        ("review", ["document", "action", "decided_by"]),
    ],
)
def test_a_form_asks_for_what_it_needs_and_no_more(name: str, required: list[str]) -> None:
    assert schema_of(name)["required"] == required


def test_a_report_is_asked_for_by_a_period_or_by_its_days() -> None:
    assert schema_of("report").get("required", []) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_field_has_a_title_in_both_languages_and_no_switch_to_none(name: str) -> None:
    schema = schema_of(name)
    for field in schema["properties"].values():
        english, _, vietnamese = field["title"].partition(" · ")
        assert english
        assert vietnamese
        assert "anyOf" not in field


def test_a_form_asks_in_the_order_of_its_parameters_and_shows_first() -> None:
    fields = schema_of("rerun")["properties"]
    assert sorted(fields, key=lambda name: fields[name]["position"]) == [
        *("dossier_codes", "unit_code", "period", "received_from", "received_to"),
        *("stage", "dry_run", "reason"),
    ]
    assert fields["dry_run"]["default"] is True


def test_what_is_left_empty_is_taken() -> None:
    for name in ("rerun", "report", "verify", "review", "ingest-file"):
        fields = schema_of(name)["properties"]
        empty = {field: "" for field, told in fields.items() if told.get("default") == ""}
        assert empty
        assert is_valid({**RIGHT[name], **empty}, schema_of(name))


def test_a_unit_is_what_the_register_calls_it() -> None:
    assert is_valid({**RIGHT["rerun"], "unit_code": "UBND phường Thanh Khê"}, schema_of("rerun"))


def test_a_path_that_cannot_even_be_looked_at_is_no_file() -> None:
    assert not is_here("/" + "a" * 300)
    assert is_here(str(Path(__file__)))


def test_what_cannot_be_shown_of_changed_rules_ends_no_run(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise RuntimeError(NAME)

    monkeypatch.setattr("flows.deployed.changes.changes", stumble)
    with open_workspace(office.settings) as workspace:
        show_changes(workspace)
    assert "RuntimeError" in caplog.text
    assert NAME not in caplog.text


def test_a_preview_of_a_sample_says_so() -> None:
    shown = Preview(
        stage="classify",
        units=(Touched(unit_code="H40.12", dossiers=900, purged_files=7),),
        cpu_minutes=None,
        changes=WouldChange(looked_at=450, written=3),
    )
    page = preview_markdown(shown)
    assert "A sample: the counts below are of 450 of 900 dossiers" in page
    assert "Files left alone, for they were purged · Tệp đã hủy theo thời hạn: 7" in page
    assert "taken as they stand" in page
    assert "So are the archive copies" in page


def test_choices_are_drop_downs() -> None:
    definitions = schema_of("report")["definitions"]
    assert definitions["Cohort"]["enum"] == ["received", "resolved"]
    assert definitions["Breakdown"]["enum"] == ["unit", "level", "field", "procedure", "channel", "month"]
    assert schema_of("review")["definitions"]["Action"]["enum"] == ["assign", "reject", "withdraw", "reuse"]
    assert schema_of("rerun")["definitions"]["Stage"]["enum"] == ["read", "classify", "store"]
    assert definitions["Spoken"]["enum"] == ["as_set", "vi", "en"]
