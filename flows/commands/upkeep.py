"""`sohoa verify`, `sohoa rerun`, `sohoa rebuild`: keeping what is stored right."""

from __future__ import annotations

from typing import Annotated

import typer

from dossiers.errors import StoreDamaged
from dossiers.periods import Period
from flows.commands.files import IN_QUARANTINE
from flows.commands.shared import JsonOption, note, parse_day, print_json, progress_bar, workspace_of
from flows.selecting import Selection, Stage


def verify(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Check every stored object against its manifest and the ledger."""
    from flows.verification import verify_store

    with workspace_of(context) as workspace, progress_bar("objects") as advance:
        found = verify_store(workspace, on_object=advance)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        typer.echo(f"{found.checked} objects checked, {len(found.damage)} findings")
        for entry in found.damage:
            note(f"{entry.severity}: {entry.what.value}: {entry.key}")
    if found.has_errors:
        raise typer.Exit(StoreDamaged.exit_code)


def rerun(
    context: typer.Context,
    *,
    dossier: Annotated[list[str] | None, typer.Option(help="A dossier code; may be repeated.")] = None,
    unit: Annotated[str | None, typer.Option(help="All dossiers of this unit code.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="Received on or after this day.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Received on or before this day.")] = None,
    stage: Annotated[Stage, typer.Option(help="From where: read, classify or store.")] = Stage.READ,
    reason: Annotated[str, typer.Option(help="Why; it is kept.")],
    as_json: JsonOption = False,
) -> None:
    """Do dossiers again, on purpose, from their stored originals."""
    from flows.rerunning import rerun_dossiers

    if first and last:
        Period.between(parse_day(first), parse_day(last))
    selection = Selection(
        dossier_codes=tuple(dossier or ()),
        unit_code=unit,
        received_from=parse_day(first) if first else None,
        received_to=parse_day(last) if last else None,
    )
    with workspace_of(context) as workspace, progress_bar("dossiers") as advance:
        done = rerun_dossiers(workspace, selection, stage=stage, reason=reason, on_dossier=advance)
    if as_json:
        print_json(done.model_dump(mode="json"))
    else:
        typer.echo(f"{done.read} papers done again: {done.changed} changed, {done.unchanged} unchanged")
        for file in done.failed:
            note(f"not done again: {', '.join(file.documents)}: {file.reason}: {file.detail}")
    if done.failed:
        raise typer.Exit(IN_QUARANTINE)


def rebuild(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Build the ledger anew from the store's manifests; import the register before or after."""
    from flows.rebuilding import rebuild_ledger

    with workspace_of(context) as workspace, progress_bar("dossiers") as advance:
        done = rebuild_ledger(workspace, on_dossier=advance)
    if as_json:
        print_json(done.model_dump(mode="json", exclude={"failed"}))
    else:
        typer.echo(
            f"{done.read} papers and issued reports read: {done.changed} brought back, "
            f"{done.unchanged} as before"
        )


COMMANDS = (verify, rerun, rebuild)
