"""A report as JSON has the contract's shape, to the key."""

from __future__ import annotations

import json

from dossiers.indicators import INDICATORS
from dossiers.ratios import Ratio
from dossiers.reporting import Report
from reports.json_report import to_json
from tests.reports.office_report import BIRTH, BIRTH_FORM, BIRTH_PROOF, office_report

CONTRACT = [
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
BESIDE = [
    "operations",
    "units",
    "trend",
    "distribution",
    "causes",
    "excluded",
    "excluded_counts",
    "scoring",
    "definitions",
    "shrunk",
    "suppressed_below",
]


def test_the_shape_without_dossiers(do_luong: Report):
    document = to_json(do_luong)
    assert list(document) == CONTRACT + BESIDE
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
            "imported_by": "",
        }
    ]
    assert document["doubts"] == {
        "undetermined": 1204,
        "unknown_due_set": 2,
        "nothing_to_digitise": 3,
        "unassigned_papers": 4,
        "level_out_of_time": 0,
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
    for report in (counted, office_report()):
        assert json.loads(json.dumps(to_json(report))) == to_json(report)


def test_operations_with_their_sums_and_checks():
    total, district, *_ = to_json(office_report())["operations"]
    assert (total["unit_code"], district["unit_code"], district["depth"]) == (None, "H40", 0)
    assert total["received"] == {"direct": 2850, "online": 490, "post": 1, "linked": 10}
    assert {name: total[name] for name in ("carried_in", "total", "resolved", "closed", "open")} == {
        "carried_in": 13,
        "total": 3364,
        "resolved": 3294,
        "closed": 7,
        "open": 63,
    }
    assert total["checks"][0] == {
        "what": "carried_in_is_left_before",
        "left": 13,
        "right": 15,
        "difference": -2,
    }


def test_units_months_causes_and_points():
    document = to_json(office_report())
    assert [(unit["unit_code"], unit["depth"], unit["counted"]) for unit in document["units"]] == [
        ("H40", 0, 3351),
        ("H40.1", 1, 2001),
        ("H40.2", 1, 1350),
    ]
    assert [group["by"] for group in document["trend"]] == [
        {"month": "2024-01"},
        {"month": "2024-02"},
        {"month": "2024-03"},
    ]
    assert document["distribution"] == {"0": 1, "80-100": 7, "100": 3343}
    assert document["causes"][0] == {
        "procedure_code": BIRTH,
        "slot": BIRTH_FORM,
        "state": "failed_gate",
        "dossiers": 7,
    }
    (scoring,) = document["scoring"]
    assert (scoring["points"], scoring["measured_most"], scoring["most"]) == ("9.91", "10", "22")
    assert document["excluded_counts"] == {"deleted": 1, "nothing_to_digitise": 3}
    assert document["excluded"][0]["dossier_code"] == "-1+1"
    assert document["shrunk"][0]["month"] == "2024-02-01"


def test_actions_only_where_they_were_asked_for():
    (action,) = to_json(office_report())["actions"]
    assert action["steps"] == [
        {"action": "rescan", "slot": BIRTH_FORM},
        {"action": "scan", "slot": BIRTH_PROOF},
    ]
    assert action["completes"] is True
    assert "actions" not in to_json(office_report(actions=None))


def test_withheld_numbers_are_null_and_named():
    report = office_report(suppressed_below=5)
    nothing = {"so_hoa_ket_qua": Ratio()}
    group = report.groups[0]
    hidden = group.model_copy(
        update={"indicators": group.indicators | nothing, "suppressed": ("so_hoa_ket_qua",)}
    )
    unit = report.units[2].model_copy(update={"counted": 0, "suppressed": ("counted",)})
    cause = report.causes[1].model_copy(update={"dossiers": 0, "suppressed": True})
    document = to_json(report.model_copy(update={"groups": (hidden,), "units": (unit,), "causes": (cause,)}))
    (group,), (unit,), (cause,) = document["groups"], document["units"], document["causes"]
    assert group["suppressed"] == ["so_hoa_ket_qua"]
    assert group["indicators"]["so_hoa_ket_qua"] == {"numerator": None, "denominator": None, "ratio": None}
    assert group["indicators"]["co_so_hoa_tphs"]["numerator"] == 1000
    assert (unit["counted"], cause["dossiers"], cause["suppressed"]) == (None, None, True)
    assert document["suppressed_below"] == 5
