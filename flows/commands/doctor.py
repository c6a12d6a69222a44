"""`sohoa doctor`: whether everything is there, and what to do where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dossiers.errors import NotReady
from flows.commands.shared import JsonOption, print_json, session_of

if TYPE_CHECKING:
    from flows.doctor.findings import Finding

_WIDTH = 20
_VERDICTS = 8


def doctor(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Check tools, languages, fonts, packages, folders, disks, memory, store, ledger, Prefect and clock."""
    from flows.doctor.examining import examine
    from flows.doctor.findings import Verdict

    found = list(examine(session_of(context).settings))
    if as_json:
        print_json({"checks": [_row(finding) for finding in found]})
    else:
        for finding in found:
            _tell(finding)
        counts = {verdict: sum(entry.verdict is verdict for entry in found) for verdict in Verdict}
        typer.echo(", ".join(f"{number} {verdict.value}" for verdict, number in counts.items() if number))
    if any(finding.verdict is Verdict.PROBLEM for finding in found):
        raise typer.Exit(NotReady.exit_code)


def _row(finding: Finding) -> dict[str, str | None]:
    return {
        "name": finding.name,
        "verdict": finding.verdict.value,
        "found": finding.found,
        "advice": finding.advice or None,
    }


def _tell(finding: Finding) -> None:
    typer.echo(f"{finding.verdict.value:<{_VERDICTS}} {finding.name:<{_WIDTH}} {finding.found}")
    if finding.advice:
        typer.echo(f"{'':<{_VERDICTS}} {'':<{_WIDTH}} → {finding.advice}")


COMMANDS = (doctor,)
