"""Reports are issued night by night: every issue stays, the latest is replaced, all of it can be checked."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from dossiers.issues import changes
from dossiers.periods import VIETNAM
from dossiers.ratios import Ratio
from flows.figures.issuing import Issued, issue_night
from flows.workspace import open_workspace
from storage import published_table
from tests.office import Office

FORMS = {"report.json", "report.html", "report.xlsx"}
LATEST = {f"reports/latest/{name}" for name in FORMS} | {"reports/latest.json"}
FIRST, SECOND = "H40.12-250805-0001", "H40.12-250805-0002"


def night(office: Office, day: str) -> tuple[Issued, ...]:
    """What the night of a day issues, at half past one."""
    moment = datetime.fromisoformat(f"{day}T01:30:05").replace(tzinfo=VIETNAM)
    with open_workspace(office.settings) as workspace:
        return issue_night(workspace, "a-run", moment=moment)


def reports_of(office: Office) -> dict[str, bytes]:
    return {key: content for key, content in office.contents().items() if key.startswith("reports/")}


def damage_of(office: Office) -> set[tuple[str, str, str]]:
    answer = office.sohoa("verify", "--json")
    found = {(entry["severity"], entry["what"], entry["key"]) for entry in answer.json["damage"]}
    assert answer.code == (8 if any(severity == "error" for severity, _, _ in found) else 0)
    return found


def plant(office: Office, key: str, content: bytes) -> None:
    path = office.store / key
    path.chmod(0o600)
    path.write_bytes(content)


def forget_issues(office: Office) -> None:
    """As if the night had been killed before the ledger knew of its issue."""
    with open_workspace(office.settings) as workspace, workspace.ledger.transaction() as connection:
        connection.execute(published_table.published_reports.delete())


def test_a_night_issues_the_month_to_date_and_a_copy_that_is_always_the_latest(office: Office) -> None:
    office.register({})
    (issued,) = night(office, "2025-08-15")
    issue = issued.issue
    folder = f"reports/2025-08/{issue.id}/"
    stored = reports_of(office)
    assert stored.keys() == {f"{folder}{name}" for name in FORMS | {"issue.json"}} | LATEST
    for name in FORMS:
        assert stored[folder + name] == stored[f"reports/latest/{name}"]
    report = json.loads(stored[f"{folder}report.json"])
    assert report["period"] == {"from": "2025-08-01", "to": "2025-08-15"}
    assert report["cohort"] == "received"
    assert [line["dossier_code"] for line in report["dossiers"]] == [FIRST]
    index = json.loads(stored[f"{folder}issue.json"])
    assert (index["occasion"], index["rule_sets"], index["run_id"]) == (
        "month_to_date",
        ["2025-118"],
        "a-run",
    )
    for entry in index["objects"].values():
        content = stored[entry["key"]]
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (entry["sha256"], entry["bytes"])
    assert json.loads(stored["reports/latest.json"])["issue"] == issue.id
    assert issue.id.startswith("20250815T013005-")
    assert issued.before is None
    assert damage_of(office) == set()
    assert office.sohoa("verify", "--json").json["checked"] == len(office.everything())


def test_the_same_night_again_changes_nothing(office: Office) -> None:
    office.register({})
    (first,) = night(office, "2025-08-15")
    before = office.contents()
    (again,) = night(office, "2025-08-15")
    assert (again.is_new, again.issue) == (False, first.issue)
    assert office.contents() == before


def test_other_figures_of_the_same_day_are_another_issue_and_the_first_stays(office: Office) -> None:
    office.register({})
    (first,) = night(office, "2025-08-15")
    before = reports_of(office)
    office.register({}, {"dossier_code": SECOND})
    (second,) = night(office, "2025-08-15")
    assert second.is_new
    assert second.before == first.issue
    moved = changes(second.before.total, second.issue.total)["so_hoa_day_du_tphs"]
    assert (moved.numerator, moved.denominator, moved.points) == (0, 1, Decimal("0.00"))
    after = reports_of(office)
    assert {key: after[key] for key in before.keys() - LATEST} == {
        key: before[key] for key in before.keys() - LATEST
    }
    # Both begin at the same second: the id tells them apart by their bytes.
    assert {entry["issue"] for entry in office.sohoa("report", "--issues", "--json").json["issues"]} == {
        first.issue.id,
        second.issue.id,
    }
    shown = office.sohoa("report", "--issue", first.issue.id)
    assert shown.out.encode() == before[first.issue.objects["json"].key]
    assert "2025-118" in shown.err


def test_a_month_that_has_ended_gets_its_last_word_once(office: Office) -> None:
    office.register({})
    night(office, "2025-08-31")
    last_word, to_date = night(office, "2025-09-02")
    assert last_word.issue.occasion == "month"
    assert last_word.issue.key.startswith("reports/2025-08/")
    assert str(last_word.issue.period.last) == "2025-08-31"
    assert to_date.issue.key.startswith("reports/2025-09/")
    assert json.loads(reports_of(office)["reports/latest.json"])["issue"] == to_date.issue.id
    assert [issued.issue.occasion for issued in night(office, "2025-09-03")] == ["month_to_date"]
    rows = office.sohoa("report", "--issues", "--json").json["issues"]
    assert [(row["issued_at"][:10], row["occasion"], row["period"]["to"]) for row in rows] == [
        ("2025-09-03", "month_to_date", "2025-09-03"),
        ("2025-09-02", "month_to_date", "2025-09-02"),
        ("2025-09-02", "month", "2025-08-31"),
        ("2025-08-31", "month_to_date", "2025-08-31"),
    ]
    of_august = office.sohoa("report", "--issued", "02/09/2025", "--period", "2025-08").json
    assert of_august["period"] == {"from": "2025-08-01", "to": "2025-08-31"}
    of_that_day = office.sohoa("report", "--issued", "2025-09-02").json
    assert of_that_day["period"] == {"from": "2025-09-01", "to": "2025-09-02"}


def test_a_month_without_dossiers_waits_for_its_register_before_its_last_word(office: Office) -> None:
    assert [issued.issue.occasion for issued in night(office, "2025-09-01")] == ["month_to_date"]
    office.register({})
    assert [issued.issue.occasion for issued in night(office, "2025-09-02")] == ["month", "month_to_date"]


def test_a_night_killed_before_the_ledger_knew_is_finished_by_the_next(office: Office) -> None:
    office.register({})
    (killed,) = night(office, "2025-08-15")
    forget_issues(office)
    assert damage_of(office) == {("error", "unrecorded", killed.issue.key)}
    (following,) = night(office, "2025-08-16")
    assert following.before == killed.issue
    assert damage_of(office) == set()


def test_the_issues_are_found_again_from_the_store_alone(office: Office) -> None:
    office.register({})
    night(office, "2025-08-15")
    night(office, "2025-08-16")
    before = office.sohoa("report", "--issues", "--json").json
    for file in office.root.glob("ledger.sqlite*"):
        file.unlink()
    rebuilt = office.sohoa("rebuild", "--json")
    assert rebuilt.json == {"read": 2, "changed": 2, "unchanged": 0}
    assert office.sohoa("report", "--issues", "--json").json == before
    assert office.sohoa("rebuild", "--json").json == {"read": 2, "changed": 0, "unchanged": 2}
    assert damage_of(office) == set()


def test_damage_of_an_issue_is_found_and_never_shown_as_what_was_reported(office: Office) -> None:
    office.register({})
    (issued,) = night(office, "2025-08-15")
    issue, entries = issued.issue, issued.issue.objects
    plant(office, entries["json"].key, b"{}")
    (office.store / entries["html"].key).unlink()
    (office.store / f"reports/2025-08/{issue.id}/notes.txt").write_text("x", encoding="utf-8")
    assert damage_of(office) == {
        ("error", "altered", entries["json"].key),
        ("error", "missing", entries["html"].key),
        ("warning", "orphan", f"reports/2025-08/{issue.id}/notes.txt"),
    }
    assert office.sohoa("report", "--issue", issue.id).code == 8
    assert office.sohoa("report", "--issue", issue.id, "--format", "html").code == 8
    plant(office, issue.key, issue.to_bytes().replace(b'"counted": 1', b'"counted": 2'))
    assert ("error", "altered", issue.key) in damage_of(office)
    assert office.sohoa("report", "--issue", issue.id).code == 8


def test_a_copy_that_was_being_replaced_is_a_warning_and_any_other_change_an_error(office: Office) -> None:
    office.register({})
    (first,) = night(office, "2025-08-15")
    old = reports_of(office)["reports/latest/report.html"]
    night(office, "2025-08-16")
    plant(office, "reports/latest/report.html", old)
    assert damage_of(office) == {("warning", "outdated", "reports/latest/report.html")}
    plant(office, "reports/latest/report.html", b"<p>100 %</p>")
    assert damage_of(office) == {("error", "altered", "reports/latest/report.html")}
    night(office, "2025-08-17")
    assert damage_of(office) == set()
    assert first.issue.objects["html"].key in office.contents()


def test_where_small_cells_are_suppressed_no_single_dossier_is_published(office: Office) -> None:
    office.register({})
    text = office.config.read_text(encoding="utf-8")
    office.config.write_text(f"{text}[report]\nsuppress_below = 5\n", encoding="utf-8")
    (issued,) = night(office, "2025-08-15")
    assert issued.issue.suppressed_below == 5
    for key, content in reports_of(office).items():
        if key.endswith((".json", ".html")):
            assert FIRST.encode() not in content, key


def test_stored_files_are_written_into_a_folder(office: Office, tmp_path: Path) -> None:
    office.register({})
    (issued,) = night(office, "2025-08-15")
    stored = reports_of(office)
    out = tmp_path / "out"
    assert office.sohoa("report", "--issued", "2025-08-15", "--out", out).code == 0
    written = {path.name: path.read_bytes() for path in out.iterdir()}
    assert written == {name: stored[f"reports/2025-08/{issued.issue.id}/{name}"] for name in FORMS}


def test_what_was_never_issued_is_refused_in_one_line(office: Office) -> None:
    for arguments in (["--issued", "2025-08-15"], ["--issue", "20250815T013005-00000000"]):
        answer = office.sohoa("report", *arguments)
        assert (answer.code, answer.out, answer.err.count("\n")) == (3, "", 1)
        assert "--issues" in answer.err


def test_a_change_is_in_points_of_the_published_ratios_and_unknown_without_a_denominator() -> None:
    before = {"a": Ratio(numerator=1, denominator=3), "b": Ratio(), "c": Ratio(numerator=1, denominator=1)}
    after = {"a": Ratio(numerator=1, denominator=2), "b": Ratio(numerator=1, denominator=1), "d": Ratio()}
    moved = changes(before, after)
    assert moved.keys() == {"a", "b"}
    assert (moved["a"].numerator, moved["a"].denominator, moved["a"].points) == (0, -1, Decimal("16.67"))
    assert moved["b"].points is None
