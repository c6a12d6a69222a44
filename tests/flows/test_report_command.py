"""`sohoa report`: what goes together, what is refused, where the files go."""

from __future__ import annotations

import csv
import io
import os
import pty
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from flows.cli import run
from tests.office import Office

YEAR = ["--period", "2024"]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The registered samples, without scans; nothing changes them."""
    root = tmp_path_factory.mktemp("office")
    office = Office(root, (root / "store").as_uri(), f"sqlite:///{root / 'ledger.sqlite'}").prepare()
    office.register_samples()
    return office


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "--period"),
        (["--from", "2024-01-01"], "--to"),
        ([*YEAR, "--from", "2024-01-01"], "twice"),
        (["--period", "2024-Q5"], "2024-Q1"),
        ([*YEAR, "--indicator", "qd766_4_1"], "--list"),
        ([*YEAR, "--list", "missing", "--by", "unit"], "--by"),
        ([*YEAR, "--list", "missing", "--dossiers"], "--dossiers"),
        ([*YEAR, "--list", "missing", "--actions"], "--actions"),
        ([*YEAR, "--list", "missing", "--format", "xlsx"], "csv"),
        ([*YEAR, "--list", "missing", "--format", "table", "--out", "x"], "--format"),
        ([*YEAR, "--list", "missing", "--indicator", "no_such"], "no_such"),
        ([*YEAR, "--list", "missing", "--issues"], "--issues"),
        ([*YEAR, "--dossiers", "--suppress-below", "5"], "--suppress-below 0"),
        ([*YEAR, "--actions", "--suppress-below", "5"], "--suppress-below 0"),
        ([*YEAR, "--list", "missing", "--suppress-below", "5"], "--suppress-below 0"),
        ([*YEAR, "--suppress-below", "-1"], "suppress-below"),
        ([*YEAR, "--under", "no-such-unit"], "no-such-unit"),
        ([*YEAR, "--format", "table", "--out", "x"], "--format"),
        (["--issued", "2024-01-01", "--issue", "x"], "--issue"),
        (["--issued", "yesterday"], "2024-03-31"),
        (["--issued", "2024-01-01", "--by", "unit"], "--by"),
        (["--issued", "2024-01-01", "--suppress-below", "0"], "--suppress-below"),
        (["--issued", "2024-01-01", "--language", "en"], "--language"),
        (["--issued", "2024-01-01", "--format", "csv"], "json"),
        (["--issue", "x", "--period", "2024"], "--period"),
        (["--issues", "--format", "html"], "json"),
        (["--issues", "--out", "x"], "--out"),
    ],
)
def test_what_does_not_go_together_is_one_line_that_says_what_to_do(
    samples: Office, arguments: list[str], told: str
) -> None:
    answer = samples.sohoa("report", *arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert told in answer.err
    assert not (Path.cwd() / "x").exists()


def test_json_and_another_form_are_refused(samples: Office) -> None:
    answer = samples.sohoa("report", *YEAR, "--format", "html", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (2, "usage")


def test_a_named_period_is_its_days(samples: Office) -> None:
    named = samples.sohoa("report", "--period", "2024-9M", "--json").json
    days = samples.sohoa("report", "--from", "2024-01-01", "--to", "30/09/2024", "--json").json
    assert named["period"] == {"from": "2024-01-01", "to": "2024-09-30"}
    assert named | {"generated_at": ""} == days | {"generated_at": ""}


def test_the_dossiers_behind_a_figure_are_as_many_as_the_figure_says(samples: Office) -> None:
    total = samples.sohoa("report", *YEAR, "--json").json["total"]
    for indicator in ("co_so_hoa_tphs", "so_hoa_day_du_tphs", "so_hoa_ket_qua", "qd766_4_2"):
        codes = {}
        for which in ("numerator", "denominator", "missing"):
            listed = samples.sohoa("report", *YEAR, "--list", which, "--indicator", indicator, "--json").json
            codes[which] = {line["dossier_code"] for line in listed["dossiers"]}
            assert (listed["list"], listed["dossier_count"]) == (which, len(codes[which]))
        assert len(codes["numerator"]) == total[indicator]["numerator"]
        assert len(codes["denominator"]) == total[indicator]["denominator"]
        assert codes["numerator"] | codes["missing"] == codes["denominator"]
        assert not codes["numerator"] & codes["missing"]


def test_the_list_is_of_what_is_digitised_in_full_where_nothing_else_is_said(samples: Office) -> None:
    answer = samples.sohoa("report", *YEAR, "--list", "missing", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(answer.out)))
    total = samples.sohoa("report", *YEAR, "--json").json["total"]["so_hoa_day_du_tphs"]
    assert len(rows) == total["denominator"] - total["numerator"]
    assert all(row["missing"] for row in rows if row["complete"] == "false")
    assert "gate_failures" not in rows[0]
    table = samples.sohoa("report", *YEAR, "--list", "missing", "--language", "en").out
    assert "Dossiers digitised in full" in table
    assert all(row["dossier_code"] in table for row in rows)


def test_undetermined_and_excluded_dossiers_are_listed(samples: Office) -> None:
    doubts = samples.sohoa("report", "--period", "2024", "--json").json["doubts"]
    listed = samples.sohoa("report", *YEAR, "--list", "undetermined", "--json").json
    assert listed["dossier_count"] == doubts["undetermined"] + doubts["unknown_due_set"]
    assert samples.sohoa("report", *YEAR, "--list", "excluded", "--json").code == 0


def test_what_to_do_next_is_told_unit_by_unit(samples: Office) -> None:
    report = samples.sohoa("report", *YEAR, "--actions", "--json").json
    units = {action["unit_code"] for action in report["actions"]}
    assert len(units) > 1
    told = samples.sohoa("report", *YEAR, "--actions").out
    assert all(unit in told for unit in units)
    assert all(action["dossier_code"] in told for action in report["actions"])
    assert "actions" not in samples.sohoa("report", *YEAR, "--json").json


def test_one_unit_and_what_lies_below_it(samples: Office) -> None:
    whole = samples.sohoa("report", *YEAR, "--by", "unit", "--json").json
    unit = whole["groups"][0]["by"]["unit"]
    part = samples.sohoa("report", *YEAR, "--by", "unit", "--under", unit, "--json").json
    assert 0 < part["dossier_count"] < whole["dossier_count"]
    assert unit in {group["by"]["unit"] for group in part["groups"]}
    listed = samples.sohoa("report", *YEAR, "--list", "denominator", "--under", unit, "--json").json
    assert listed["dossier_count"] == part["total"]["so_hoa_day_du_tphs"]["denominator"]


def test_small_cells_are_withheld_where_it_is_asked_or_set(samples: Office, tmp_path: Path) -> None:
    asked = samples.sohoa("report", *YEAR, "--by", "unit", "--suppress-below", "5", "--json").json
    assert asked["suppressed_below"] == 5
    setting = tmp_path / "sohoa.toml"
    text = samples.config.read_text(encoding="utf-8")
    setting.write_text(f"{text}[report]\nsuppress_below = 5\n", encoding="utf-8")
    same = Office(samples.root, samples.store_url, samples.ledger_url)
    by_setting = same.sohoa("--config", setting, "report", *YEAR, "--by", "unit", "--json").json
    assert by_setting | {"generated_at": ""} == asked | {"generated_at": ""}
    inside = same.sohoa("--config", setting, "report", *YEAR, "--dossiers", "--suppress-below", "0", "--json")
    assert inside.json["dossiers"]


def printed(office: Office, target: Path | int, *arguments: str) -> int:
    """What the command prints goes to a file, or to the terminal behind a descriptor; its exit code."""
    with open(target, "w", encoding="utf-8") as out, redirect_stdout(out):  # noqa: PTH123
        return run(["--config", str(office.config), "report", *YEAR, *arguments])


@pytest.mark.filterwarnings("ignore:PluginImportFixer:ImportWarning")  # pygal, imported by the charts
@pytest.mark.parametrize(("form", "start"), [("xlsx", b"PK"), ("pdf", b"%PDF")])
def test_a_binary_form_goes_into_a_folder_or_a_pipe_and_not_to_a_terminal(
    samples: Office, tmp_path: Path, form: str, start: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    assert samples.sohoa("report", *YEAR, "--format", form, "--out", tmp_path).code == 0
    assert (tmp_path / f"report.{form}").read_bytes().startswith(start)
    if form == "xlsx":
        assert printed(samples, tmp_path / "piped", "--format", form) == 0
        assert (tmp_path / "piped").read_bytes().startswith(start)
    ours, terminal = pty.openpty()
    try:
        capsys.readouterr()
        assert printed(samples, terminal, "--format", form) == 2
    finally:
        os.close(ours)
    told = capsys.readouterr().err
    assert "--out DIR" in told
    assert told.count("\n") == 1
