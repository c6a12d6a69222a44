"""The deployments and their forms, without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.utilities.callables import parameter_schema
from prefect.utilities.schema_tools.validation import is_valid

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
        "received_from": "2025-08-01",
        "received_to": None,
        "stage": "classify",
    },
    "ingest-file": {"file": "/in/1.pdf", "dossier_code": "H40.12-250805-0001", "slot": "result"},
    "review": {
        "document": "H40.12-250805-0001/03",
        "action": "assign",
        "slots": ["to_khai", "result"],
        "kind": "quyet_dinh",
        "reason": "",
    },
    "report": {
        "period": "2025-Q1",
        "first_day": "2025-01-01",
        "last_day": "2025-03-31",
        "cohort": "resolved",
        "by": ["unit", "month"],
        "formats": ["html", "xlsx", "pdf"],
        "language": "en",
    },
    "verify": {},
    "import-register": {"files": ["/in/register.csv"], "confirm_shrinking": True},
}


def flow_of(name: str) -> Flow[..., Any]:
    return load_flow_from_entrypoint(DEPLOYMENTS[name]["entrypoint"], use_placeholder_flow=False)


def schema_of(name: str) -> dict[str, Any]:
    return parameter_schema(flow_of(name)).model_dump_for_openapi()


def test_the_deployments_are_those_of_the_contract() -> None:
    assert sorted(DEPLOYMENTS) == sorted(NAMES)
    assert {entry["work_pool"]["name"] for entry in DEPLOYMENTS.values()} == {"sohoa"}


def test_the_night_has_one_schedule_with_a_slug_and_never_overlaps_itself() -> None:
    nightly = DEPLOYMENTS["nightly"]
    assert nightly["schedules"] == [{"slug": "nightly", "cron": "30 1 * * *", "timezone": "Asia/Ho_Chi_Minh"}]
    assert nightly["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}
    assert not any("schedules" in entry for name, entry in DEPLOYMENTS.items() if name != "nightly")


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
        ("import-register", "files", []),
    ],
)
def test_a_form_refuses_what_is_wrong(name: str, field: str, value: object) -> None:
    assert not is_valid({**RIGHT[name], field: value}, schema_of(name))


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("rerun", ["reason"]),
        ("ingest-file", ["file", "dossier_code"]),
        ("review", ["document", "action"]),
        ("import-register", ["files"]),
    ],
)
def test_a_form_asks_for_what_it_needs_and_no_more(name: str, required: list[str]) -> None:
    assert schema_of(name)["required"] == required


def test_a_report_is_asked_for_by_a_period_or_by_its_days() -> None:
    assert schema_of("report").get("required", []) == []


def test_choices_are_drop_downs_and_days_are_dates() -> None:
    definitions = schema_of("report")["definitions"]
    assert definitions["Cohort"]["enum"] == ["received", "resolved"]
    assert definitions["Breakdown"]["enum"] == ["unit", "level", "field", "procedure", "channel", "month"]
    assert schema_of("review")["definitions"]["Action"]["enum"] == ["assign", "reject", "withdraw", "reuse"]
    assert schema_of("rerun")["definitions"]["Stage"]["enum"] == ["read", "classify", "store"]
    for day in ("first_day", "last_day"):
        kinds = schema_of("report")["properties"][day]["anyOf"]
        assert kinds == [{"format": "date", "type": "string"}, {"type": "null"}]
