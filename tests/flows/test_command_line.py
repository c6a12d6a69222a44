"""The command line: one line for an error, its exit code, and JSON where it was asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.office import COMPLETE, SAMPLES, Office

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["status"],
        ["report", "--from", "2024-01-01"],
        ["report", "--from", "yesterday", "--to", "2024-01-01"],
        ["report", "--from", "2024-02-01", "--to", "2024-01-01"],
        ["report", "--from", "2024-01-01", "--to", "2024-01-31", "--by", "colour"],
        ["report", "--from", "2024-01-01", "--to", "2024-01-31", "--format", "poem"],
        ["review", "assign", "x", "y"],
    ],
)
def test_a_wrong_call_is_one_line_and_exit_2(office: Office, arguments: list[str]) -> None:
    answer = office.sohoa(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert len(answer.err) > len(" See `sohoa --help`.\n") + 5
    answer = office.sohoa(*arguments, "--json")
    assert answer.code == 2
    assert set(answer.json["error"]) == {"code", "message", "hint"}
    assert answer.json["error"]["code"] == "usage"


def test_an_unknown_dossier_is_exit_3(office: Office) -> None:
    answer = office.sohoa("status", "H40.12-250805-9999", "--json")
    assert answer.code == 3
    assert answer.json["error"]["code"] == "unknown_dossier"


def test_a_wrong_setting_is_exit_4_and_names_it(office: Office) -> None:
    office.config.write_text("[inbox]\npaht = 'x'\n", encoding="utf-8")
    answer = office.sohoa("batch")
    assert answer.code == 4
    assert "inbox.paht" in answer.err


def test_a_ledger_out_of_reach_is_exit_5(office: Office) -> None:
    office.config.write_text(
        '[ledger]\nurl = "postgresql+psycopg://u:geheim@127.0.0.1:9/x"\n', encoding="utf-8"
    )
    answer = office.sohoa("batch", "--json")
    assert answer.code == 5
    assert answer.json["error"]["code"] == "ledger_out_of_reach"
    assert "geheim" not in answer.out + answer.err


def test_a_missing_tesseract_is_exit_4_and_says_what_to_install(office: Office) -> None:
    office.register_samples()
    office.bring(COMPLETE)
    before = office.waiting()
    script = "import sys; from flows.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--config", office.config, "batch", "--json"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={"PATH": str(office.root), "HOME": str(office.root)},
    )
    assert done.returncode == 4
    error = json.loads(done.stdout)["error"]
    assert error["code"] == "tool_missing"
    assert "tesseract-ocr" in error["message"] + error["hint"]
    assert office.waiting() == before


def test_rejected_rows_are_named_and_good_rows_go_in(office: Office) -> None:
    file = office.root / "so.csv"
    file.write_text(
        "Mã hồ sơ;Mã thủ tục;Đơn vị;Cấp;Hình thức nộp;Ngày tiếp nhận;Trạng thái\n"
        "H40.12-250805-0001;1.001193;H40.12;Cấp xã;Trực tiếp;05/08/2025;Đang giải quyết\n"
        "H40.12-250805-0002;1.001193;H40.12;Cấp xã;Trực tiếp;31/02/2025;Đang giải quyết\n",
        encoding="utf-8-sig",
    )
    answer = office.sohoa("register", "import", file, "--json")
    assert answer.code == 3
    (entry,) = answer.json["files"]
    assert (entry["kind"], entry["added"]) == ("dossiers", 1)
    (rejected,) = entry["rejected"]
    assert (rejected["row"], rejected["column"]) == (3, "received_on")
    assert office.sohoa("status", "H40.12-250805-0001").code == 0


def test_components_of_an_unknown_dossier_are_rejected(office: Office) -> None:
    answer = office.sohoa("register", "import", SAMPLES / "components.csv", "--json")
    assert answer.code == 3
    assert {row["column"] for row in answer.json["files"][0]["rejected"]} == {"dossier_code"}


def test_the_order_of_the_files_does_not_matter(office: Office) -> None:
    files = [SAMPLES / name for name in ("components.csv", "units.csv", "register.csv")]
    answer = office.sohoa("register", "import", *files, "--json")
    assert answer.code == 0
    assert [file["kind"] for file in answer.json["files"]] == ["components", "units", "dossiers"]


def test_a_traceback_is_shown_only_with_debug(office: Office) -> None:
    quiet = office.sohoa("status", "H40.12-250805-9999")
    loud = office.sohoa("status", "H40.12-250805-9999", "--debug")
    assert "Traceback" not in quiet.err
    assert "Traceback" in loud.err
    assert quiet.code == loud.code == 3


def test_reports_are_written_into_a_folder(office: Office) -> None:
    office.register_samples()
    period = ["--from", "2024-01-01", "--to", "2024-12-31", "--by", "unit,channel", "--dossiers"]
    out = office.root / "out"
    parts = ("dossiers", "operations", "causes", "register")
    for form, names in {
        "json": {"report.json"},
        "csv": {"report.csv", *(f"report-{part}.csv" for part in parts)},
        "html": {"report.html"},
    }.items():
        assert office.sohoa("report", *period, "--format", form, "--out", out / form).code == 0
        assert {path.name for path in (out / form).iterdir()} == names
    header = (out / "csv" / "report.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header == "unit,channel,indicator,numerator,denominator,ratio"


def test_a_column_that_a_later_export_lacks_stays_as_it_was(office: Office) -> None:
    """A poorer export must not make a dossier look complete."""
    office.register(
        {
            "dossier_code": "H40.12-250805-0001",
            "procedure_code": "1.010801",
            "facts": "con liệt sĩ dưới 18 tuổi",
        }
    )
    before = office.sohoa("status", "H40.12-250805-0001", "--json").json
    file = office.root / "ngheo.csv"
    file.write_text(
        "Mã hồ sơ;Mã thủ tục;Đơn vị;Cấp;Hình thức nộp;Ngày tiếp nhận;Trạng thái\n"
        "H40.12-250805-0001;1.010801;H40.99;Cấp xã;Trực tiếp;05/08/2025;Đã giải quyết\n",
        encoding="utf-8",
    )
    answer = office.sohoa("register", "import", file, "--json")
    assert answer.json["files"][0]["updated"] == 1
    after = office.sohoa("status", "H40.12-250805-0001", "--json").json
    assert after["components"] == before["components"]
    assert after["result"]["due"] is True


def test_a_report_names_the_last_import_of_each_register_file(office: Office) -> None:
    first, second = office.root / "a.csv", office.root / "b.csv"
    header = "dossier_code,procedure_code,unit_code,level,channel,received_on,status\n"
    first.write_text(f"{header}H40.12-250805-0001,1.001193,U,commune,direct,2025-08-05,received\n")
    second.write_text(f"{header}H40.12-250805-0001,1.001193,U,commune,direct,2025-08-05,returned\n")
    for file in (first, second, first):
        assert office.sohoa("register", "import", file).code == 0
    report = office.sohoa("report", "--from", "2025-01-01", "--to", "2025-12-31", "--json").json
    assert [source["file"] for source in report["register"]["sources"]] == ["b.csv", "a.csv"]


def test_a_ledger_file_that_is_none_is_exit_5(office: Office) -> None:
    (office.root / "ledger.sqlite").write_bytes(b"this is no database, whatever its name says" * 50)
    answer = office.sohoa("status", "H40.12-250805-0001", "--json")
    assert answer.code == 5
    assert answer.json["error"]["code"] == "ledger_out_of_reach"
