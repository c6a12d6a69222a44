"""How `sohoa register sync` and `sohoa register absent` tell people what they found."""

from __future__ import annotations

import typer

from flows.commands.shared import note
from flows.register.absence import Absences
from flows.register.sync_summary import SyncedFile, SyncOutcome, SyncSummary

# As many as a screen bears; `--json` has them all.
_MOST_LISTED = 200


def tell_sync(summary: SyncSummary) -> None:
    """One line a file, then what a person has to look at."""
    for file in summary.files:
        _tell_file(file)
    for file in summary.refused_before:
        note(f"{file.file}: refused before, and as it was. {_why(file)}")
    typer.echo(f"{summary.remembered} files lie there as they were.")
    if summary.not_moved:
        note(f"{summary.not_moved} imported files cannot move to [register_drop] done; they are remembered.")
    if summary.absent.dossiers:
        tell_absences(summary.absent)


def tell_absences(absences: Absences) -> None:
    """By unit and month, then the dossiers."""
    number = len(absences.dossiers)
    typer.echo(f"{number} registered dossiers are no longer in the exports; all are kept and counted.")
    for count in absences.counts:
        typer.echo(f"{count.unit_code}: {count.dossiers} of {count.month:%Y-%m}")
    for dossier in absences.dossiers[:_MOST_LISTED]:
        since = f"{dossier.since:%Y-%m-%d}"
        typer.echo(f"{dossier.dossier_code}: absent since {since}, {dossier.exports} exports in a row")
    if number > _MOST_LISTED:
        note(f"The first {_MOST_LISTED} of {number}; --json lists all.")


def _tell_file(file: SyncedFile) -> None:
    match file.outcome:
        case SyncOutcome.IMPORTED:
            counts = f"{file.added} added, {file.updated} updated, {file.unchanged} unchanged"
            absent = f", {file.absent} absent" if file.absent else ""
            typer.echo(f"{file.file}: {file.kind}, {counts}, {len(file.rejected)} rejected{absent}")
            for line in file.rejected:
                note(f"{file.file}: row {line.row}, column {line.column}: {line.why}")
        case SyncOutcome.REFUSED:
            note(f"{file.file}: refused. {_why(file)}")
        case SyncOutcome.WAITING:
            typer.echo(f"{file.file}: still being written, or not to be read now; the next sync looks again")


def _why(file: SyncedFile) -> str:
    return file.refusal.message if file.refusal else ""
