"""`sohoa purge`: what has outlived its retention goes, with proof; without --yes it only says what would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.shared import JsonOption, note, print_json, progress_bar, workspace_of

if TYPE_CHECKING:
    from flows.upkeep.purge_result import Kept, Purge

_FEWEST_DAYS = 1


def purge(
    context: typer.Context,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Delete; without it nothing is changed.")] = False,
    orphans: Annotated[
        bool, typer.Option("--orphans", help="Also objects that nothing names (`sohoa verify` lists them).")
    ] = False,
    orphan_days: Annotated[
        int, typer.Option(min=_FEWEST_DAYS, help="Orphans written at least so many days ago.")
    ] = 30,
    as_json: JsonOption = False,
) -> None:
    """Delete what [retention] no longer keeps (hủy tài liệu hết thời hạn lưu); first look, then --yes."""
    from flows.upkeep.purging import purge as purge_store

    with workspace_of(context) as workspace, progress_bar("objects") as advance:
        found = purge_store(
            workspace,
            really=yes,
            orphans_after=orphan_days if orphans else None,
            on_object=advance,
        )
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        _tell(found)


def _tell(found: Purge) -> None:
    verb = "deleted" if found.done else "would go"
    if not found.classes:
        typer.echo("Nothing has outlived its retention.")
    for name, share in found.classes.items():
        typer.echo(f"{name:<10} {share.objects:>8} objects {share.bytes:>14} bytes {verb}")
    if found.unfinished:
        note(f"{found.unfinished} of them an earlier purge began and did not finish")
    for entry in found.kept:
        note(f"stays: {entry.key}: {_reason(entry)}")
    if found.locked_versions:
        note(f"{found.locked_versions} older versions of manifests stay: locked")
    if found.classes and not found.done:
        note("Nothing was changed; --yes deletes.")


def _reason(entry: Kept) -> str:
    return f"{entry.why.value} until {entry.until:%Y-%m-%d}" if entry.until else entry.why.value


COMMANDS = (purge,)
