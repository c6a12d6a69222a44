"""`sohoa export`, `sohoa backup`, `sohoa restore`: what leaves the store as a whole, and comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.shared import JsonOption, note, print_json, progress_bar, session_of, workspace_of


def export(
    context: typer.Context,
    *,
    dossier: Annotated[list[str], typer.Option(help="A dossier code; may be repeated.")],
    out: Annotated[Path, typer.Option(help="The folder to write; it must not be there.")],
    as_json: JsonOption = False,
) -> None:
    """Write dossiers as a package that stands by itself (đóng gói hồ sơ; BagIt, RFC 8493)."""
    from flows.upkeep.exporting import export_dossiers

    with workspace_of(context) as workspace, progress_bar("objects") as advance:
        done = export_dossiers(workspace, dossier, out, on_object=advance)
    if as_json:
        print_json(done.model_dump(mode="json"))
    else:
        typer.echo(f"{done.out}: {done.dossiers} dossiers, {done.documents} documents, {done.files} files")
        if done.purged:
            note(f"something of {done.purged} documents was purged; their manifests say what and when")


def backup(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option(help="The folder of all backups; what one holds is not copied again.")],
    check: Annotated[
        bool, typer.Option("--check", help="Hash anew what earlier backups copied, too.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Back up ledger and store together (sao lưu); a batch may run meanwhile."""
    from flows.upkeep.backing_up import back_up, exit_code

    with workspace_of(context) as workspace, progress_bar("objects") as advance:
        done = back_up(workspace, out, check=check, on_object=advance)
    if as_json:
        print_json(done.model_dump(mode="json"))
    else:
        typer.echo(f"{out / done.folder}: {done.objects} objects, {done.copied} of them copied now")
        for entry in done.lacking:
            note(f"not backed up: {entry.what.value}: {entry.key}")
    if code := exit_code(done):
        raise typer.Exit(code)


def restore(
    context: typer.Context,
    source: Annotated[
        Path, typer.Argument(metavar="FROM", help="A backup, or the folder of all: the newest.")
    ],
    *,
    as_json: JsonOption = False,
) -> None:
    """Restore a backup into an empty ledger and an empty store, and verify both (phục hồi)."""
    from flows.commands.upkeep import tell_verification
    from flows.upkeep.restoring import restore_backup

    with progress_bar("objects") as advance:
        done = restore_backup(session_of(context).settings, source, on_object=advance)
    if as_json:
        print_json(done.model_dump(mode="json"))
    else:
        typer.echo(f"{done.objects} objects restored from {done.folder}, {done.lacking} lacking")
        tell_verification(done.verification)
    if done.verification.exit_code:
        raise typer.Exit(done.verification.exit_code)


COMMANDS = (export, backup, restore)
