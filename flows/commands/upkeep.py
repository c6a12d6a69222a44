"""`sohoa verify`, `sohoa rerun`, `sohoa rebuild`: keeping what is stored right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.files import IN_QUARANTINE
from flows.commands.shared import JsonOption, note, parse_day, print_json, progress_bar, workspace_of
from flows.selecting import Selection, Stage

if TYPE_CHECKING:
    from flows.upkeep.verification_result import Verification


def verify(
    context: typer.Context,
    *,
    workers: Annotated[
        int | None, typer.Option(min=1, max=32, help="Objects read at once; default [verify] workers.")
    ] = None,
    sample: Annotated[
        str | None, typer.Option(help="So many objects (500), or so many of a hundred (5%).")
    ] = None,
    seed: Annotated[str | None, typer.Option(help="Any text; the same one draws the same sample.")] = None,
    older_than: Annotated[
        int | None, typer.Option(min=1, help="Only what was not found whole within so many days.")
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew, not where an ended verification was.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Check every stored object against its manifest and the ledger (kiểm tra kho)."""
    from flows.upkeep.verification import verify_store
    from flows.upkeep.verification_request import Request

    wanted = Request(workers=workers, sample=sample, seed=seed, older_than=older_than, fresh=fresh)
    with workspace_of(context) as workspace, progress_bar("objects") as advance:
        found = verify_store(workspace, wanted, on_object=advance)
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        tell_verification(found)
    if found.exit_code:
        raise typer.Exit(found.exit_code)


def tell_verification(found: Verification) -> None:
    """What was found, for a person: the counts, then each finding."""
    typer.echo(f"{found.checked} objects checked, {len(found.damage)} findings")
    if found.resumed:
        note(f"{found.resumed.objects} of them by the verification that was ended; --fresh begins anew")
    if found.sampled:
        note(f"a sample: --sample {found.sampled.sample} --seed {found.sampled.seed} draws it again")
    for why, number in found.unverified.items():
        if number:
            note(f"{number} objects not verified: {why.value}")
    for entry in found.damage:
        note(f"{entry.severity}: {entry.what.value}: {entry.key}")


def rerun(
    context: typer.Context,
    *,
    dossier: Annotated[list[str] | None, typer.Option(help="A dossier code; may be repeated.")] = None,
    unit: Annotated[str | None, typer.Option(help="All dossiers of this unit code.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="Received on or after this day.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Received on or before this day.")] = None,
    period: Annotated[str | None, typer.Option(help="Received in 2024-Q1, 2024-01, 2024 …")] = None,
    stage: Annotated[Stage, typer.Option(help="From where: read, classify or store.")] = Stage.READ,
    reason: Annotated[str, typer.Option(help="Why; it is kept.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what it would touch and change.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Do dossiers again, on purpose, from their stored originals."""
    selection = Selection.of(
        dossier or (),
        unit=unit,
        period=period,
        first=parse_day(first) if first else None,
        last=parse_day(last) if last else None,
    )
    if dry_run:
        _preview(context, selection, stage, as_json=as_json)
        return
    from flows.rerunning import rerun_dossiers

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


def _preview(context: typer.Context, selection: Selection, stage: Stage, *, as_json: bool) -> None:
    from flows.commands.previews import tell_preview
    from flows.rerun_preview import preview_rerun

    with workspace_of(context) as workspace, progress_bar("dossiers") as advance:
        preview = preview_rerun(workspace, selection, stage=stage, on_dossier=advance)
    if as_json:
        print_json(preview.document())
    else:
        tell_preview(preview)


def rebuild(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Build the ledger anew from the store's manifests; import the register before or after."""
    from flows.upkeep.rebuilding import rebuild_ledger

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
