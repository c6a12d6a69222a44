"""`sohoa report --issues`, `--issued DAY`, `--issue ID`: what was reported, as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.sections import Language
from dossiers.periods import VIETNAM
from flows.commands.report_output import hand_out, write_files
from flows.commands.report_request import Request
from flows.commands.shared import note, print_json, print_rich
from flows.figures.report_files import Format

if TYPE_CHECKING:
    from dossiers.issues import Issue
    from flows.workspace import Workspace
    from storage.published_table import PublishedRow


def print_issues(workspace: Workspace, request: Request, language: Language) -> None:
    """Lists the issues, the newest first; with a period, those about periods within it."""
    from flows.figures.issues import issues
    from reports.issue_table import issue_table

    rows = issues(workspace, request.chosen_period)
    if request.chosen_form is Format.JSON:
        print_json({"issues": [_row(row) for row in rows]})
        return
    lines = [(row.id, row.issued_at, row.period, row.occasion, row.rule_sets) for row in rows]
    print_rich(issue_table(lines, language))


def print_issue(workspace: Workspace, request: Request) -> None:
    """Prints an issue as it is stored, or writes its stored files."""
    from flows.figures.issues import issue_of, issued_on, stored_file

    day = request.day_of_issue
    found = (
        issued_on(workspace, day, request.chosen_period)
        if day is not None
        else issue_of(workspace, request.issue or "")
    )
    form = request.chosen_form
    if form is None and request.out is not None:
        stored = {_name(found, kept): stored_file(workspace, found, kept) for kept in found.objects}
        write_files(stored, request.out)
    else:
        form = form or Format.JSON
        hand_out(lambda: {_name(found, form): stored_file(workspace, found, form)}, form, request.out)
    rules = ", ".join(found.rule_sets) or "none"
    note(f"Issue {found.id}, data as of {found.as_of.isoformat()}, rule sets: {rules}.")


def _name(issue: Issue, form: str) -> str:
    return issue.objects[form].key.rpartition("/")[2] if form in issue.objects else f"report.{form}"


def _row(row: PublishedRow) -> dict[str, object]:
    return {
        "issue": row.id,
        "occasion": row.occasion.value,
        "period": {"from": row.period.first.isoformat(), "to": row.period.last.isoformat()},
        "issued_at": row.issued_at.astimezone(VIETNAM).isoformat(),
        "as_of": row.as_of.astimezone(VIETNAM).isoformat(),
        "rule_sets": list(row.rule_sets),
        "run_id": row.run_id,
        "key": row.key,
        "sha256": row.sha256,
    }
