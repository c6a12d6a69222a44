"""One dossier: as JSON to the key, and as an officer reads it."""

from __future__ import annotations

import io

from rich.console import Console

from config.sections import Language
from dossiers.completeness import DossierStatusReport
from reports.json_status import to_status_json
from reports.names import Names
from reports.status_table import status_table


def printed(status: DossierStatusReport, names: Names, language: Language = Language.VIETNAMESE) -> str:
    console = Console(width=100, file=io.StringIO(), force_terminal=False)
    console.print(status_table(status, language, names))
    return console.file.getvalue()


def test_the_json_has_the_shape_of_the_contract(statuses: list[DossierStatusReport]):
    document = to_status_json(statuses[1])
    assert list(document) == [
        "dossier_code", "procedure_code", "complete", "components", "slots", "result", "unassigned",
    ]  # fmt: skip
    assert document["dossier_code"] == "000.00.12.H40-240105-0002"
    assert document["procedure_code"] == "1.001193"
    assert document["complete"] is False
    assert document["components"] == {"due": 2, "digitised": 0, "undetermined": 0, "ratio": "0.00"}
    assert document["result"] == {"due": True, "state": "missing"}
    assert document["unassigned"] == [{"number": 2, "pages": [1, 2]}]


def test_a_slot_names_its_papers_findings_and_group(statuses: list[DossierStatusReport]):
    form, _, birth_certificate, *_ = to_status_json(statuses[1])["slots"]
    assert form == {
        "id": "to_khai",
        "name": "Tờ khai đăng ký khai sinh",
        "due": True,
        "digitisable": True,
        "state": "failed_gate",
        "documents": [{"number": 1, "pages": [1, 2]}],
        "findings": ["blurred", "low_resolution"],
        "gate_failures": [
            {
                "finding": "blurred",
                "page": 1,
                "property": "sharpness",
                "measured": 22.5,
                "limit": 40,
                "severity": "warning",
            },
            {
                "finding": "low_resolution",
                "page": 2,
                "property": "dpi",
                "measured": 150,
                "limit": 200,
                "severity": "error",
            },
        ],
        "group": "to_khai",
    }
    assert set(birth_certificate) == set(form) - {"group"}


def test_what_is_unknown_is_null(statuses: list[DossierStatusReport]):
    undetermined = to_status_json(statuses[2])
    assert undetermined["components"]["undetermined"] == 4
    assert [slot["due"] for slot in undetermined["slots"]].count(None) == 4
    unknown = to_status_json(statuses[3])
    assert unknown["complete"] is None
    assert unknown["components"] == {"due": None, "digitised": 0, "undetermined": 0, "ratio": None}


def test_an_officer_reads_states_in_words(statuses: list[DossierStatusReport], names: Names):
    text = printed(statuses[1], names)
    for words in (
        "Thủ tục đăng ký khai sinh",
        "0 / 2 (0,00 %)",
        "không đạt yêu cầu",
        "số 1 (trang 1–2)",
        "chỉ xuất trình",
        "thuộc hồ sơ khác",
    ):
        assert words in text
    # The cell is narrow: the sentences are broken over its lines.
    assert "150 dpi" in text
    assert "quét lại" in text
    assert "fails the gate" in printed(statuses[1], names, Language.ENGLISH)


def test_a_complete_dossier_and_one_nobody_knows(statuses: list[DossierStatusReport], names: Names):
    assert "2 / 2 (100,00 %)" in printed(statuses[0], names)
    assert "chưa biết hồ sơ phải gồm những giấy tờ nào" in printed(statuses[3], names)
    assert "và 4 chưa xác định" in printed(statuses[2], names)
