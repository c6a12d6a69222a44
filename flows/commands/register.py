"""`sohoa register import`, `sync`, `absent`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossiers.errors import RegisterRefused
from dossiers.register_guard import Shrinkage
from flows.commands.shared import JsonOption, note, print_json, workspace_of

if TYPE_CHECKING:
    from flows.register.importing import ImportSummary

app = typer.Typer(help="The register: what has been received.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def register() -> None:
    """The register (sổ theo dõi hồ sơ): what has been received."""


@app.command("import")
def import_(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="CSV or XLSX files: dossiers, components, units.")],
    *,
    confirm_shrinking: Annotated[
        bool, typer.Option("--confirm-shrinking", help="Import also what makes a month smaller.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Import register files; good rows go in, bad ones are named. Again changes nothing."""
    from flows.register.importing import import_register

    def may_shrink(shrinkages: tuple[Shrinkage, ...]) -> bool:
        return confirm_shrinking or _ask(shrinkages)

    with workspace_of(context) as workspace:
        summary = import_register(workspace, files, confirm=may_shrink)
    if as_json:
        print_json(summary.model_dump(mode="json"))
    else:
        _tell(summary)
    if summary.has_rejected_rows:
        raise typer.Exit(RegisterRefused.exit_code)


@app.command()
def sync(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Import what lies new in the place of [register_drop]: each export once, in the order of arrival."""
    from flows.commands.register_sync import tell_sync
    from flows.register.syncing import sync_register

    with workspace_of(context) as workspace:
        summary = sync_register(workspace)
    if as_json:
        print_json(summary.model_dump(mode="json"))
    else:
        tell_sync(summary)
    if summary.refused or summary.has_rejected_rows:
        raise typer.Exit(RegisterRefused.exit_code)


@app.command()
def absent(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """List the registered dossiers that the exports hold no more. None of them was deleted."""
    from flows.commands.register_sync import tell_absences
    from flows.register.absence import absences

    with workspace_of(context) as workspace:
        found = absences(workspace)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        tell_absences(found)


def _ask(shrinkages: tuple[Shrinkage, ...]) -> bool:
    """Asks the person at the terminal; where there is none, nobody agrees."""
    from flows.register.guarding import told

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    for entry in shrinkages:
        if entry.needs_word:
            note(told(entry))
    return typer.confirm("Import all the same?", err=True)


def _tell(summary: ImportSummary) -> None:
    from flows.register.guarding import told

    for file in summary.files:
        counts = f"{file.added} added, {file.updated} updated, {file.unchanged} unchanged"
        typer.echo(f"{file.file}: {file.kind}, {counts}, {len(file.rejected)} rejected")
        for line in file.rejected:
            note(f"{file.file}: row {line.row}, column {line.column}: {line.why}")
    for entry in summary.shrunk:
        if not entry.only_changes:
            note(told(entry))
