"""A report as JSON has the contract's shape, to the key."""

from __future__ import annotations

import json

from dossiers.indicators import INDICATORS
from dossiers.reporting import Report
from reports.json_report import to_json

KEYS = [
    "period",
    "cohort",
    "rule_set",
    "generated_at",
    "dossier_count",
    "total",
    "groups",
    "doubts",
    "register",
]


def test_the_shape_without_dossiers(do_luong: Report):
    document = to_json(do_luong)
    assert list(document) == KEYS
    assert document["period"] == {"from": "2024-01-01", "to": "2024-03-31"}
    assert document["cohort"] == "received"
    assert document["rule_set"] == "2022-766"
    assert document["generated_at"] == "2024-04-05T10:15:30+07:00"
    assert document["dossier_count"] == 3351
    assert document["groups"] == []


def test_the_published_ratios_are_exact(do_luong: Report):
    total = to_json(do_luong)["total"]
    assert list(total) == [indicator.id for indicator in INDICATORS]
    assert total["co_so_hoa_tphs"] == {"numerator": 3350, "denominator": 3351, "ratio": "99.97"}
    assert total["so_hoa_ket_qua"] == {"numerator": 3294, "denominator": 3294, "ratio": "100.00"}
    assert total["thanh_phan_so_hoa"] == {"numerator": 29999, "denominator": 30000, "ratio": "99.99"}
    assert total["qd766_4_3"] == {"numerator": 0, "denominator": 0, "ratio": None}


def test_the_register_and_the_doubts_stand_beside(do_luong: Report):
    document = to_json(do_luong)
    assert document["register"]["sources"] == [
        {
            "file": "so-theo-doi-quy-1.csv",
            "sha256": "ab" * 32,
            "kind": "dossiers",
            "rows": 3351,
            "imported_at": "2024-04-05T10:15:30+07:00",
        }
    ]
    assert document["doubts"] == {
        "undetermined": 1204,
        "unknown_due_set": 2,
        "nothing_to_digitise": 3,
        "unassigned_papers": 4,
    }


def test_groups_and_dossiers_where_they_were_asked_for(counted: Report):
    document = to_json(counted)
    assert [group["by"] for group in document["groups"]] == [dict(group.by) for group in counted.groups]
    assert set(document["groups"][0]) == {"by", "indicators"}
    assert set(document["groups"][0]["indicators"]) == {indicator.id for indicator in INDICATORS}
    assert document["dossiers"][1] == {
        "dossier_code": "000.00.12.H40-240105-0002",
        "unit_code": "H40.13",
        "procedure_code": "1.001193",
        "due": 2,
        "digitised": 0,
        "undetermined": 0,
        "ratio": "0.00",
        "complete": False,
        "result": "missing",
        "missing": list(counted.dossiers[1].missing),
    }
    assert document["dossiers"][3]["due"] is None
    assert document["dossiers"][3]["complete"] is None


def test_rule_sets_are_listed_only_where_they_are_mixed(do_luong: Report):
    mixed = do_luong.model_copy(update={"rule_set": "mixed", "rule_sets": ("2022-766", "2025-118")})
    assert to_json(mixed)["rule_sets"] == ["2022-766", "2025-118"]
    assert "rule_sets" not in to_json(do_luong)


def test_the_document_is_json(counted: Report):
    assert json.loads(json.dumps(to_json(counted))) == to_json(counted)
