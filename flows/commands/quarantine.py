"""`sohoa quarantine`: which files were refused, and how they get another try."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from dossiers.periods import VIETNAM
from dossiers.reasons import Reason
from flows.commands.inbox import InboxOption, finish, in_inbox
from flows.commands.shared import JsonOption, note, print_json, print_rich, progress_bar, session_of

if TYPE_CHECKING:
    from flows.quarantine import Choice, QuarantineEntry

app = typer.Typer(help="Files that were refused.", no_args_is_help=True, rich_markup_mode=None)

Files = Annotated[list[str] | None, typer.Argument(help="Files, as `quarantine list` names them.")]
OfReason = Annotated[Reason | None, typer.Option(help="Those refused for this reason.")]
All = Annotated[bool, typer.Option("--all", help="All of them.")]


@app.command("list")
def list_(
    context: typer.Context,
    *,
    reason: OfReason = None,
    inbox: InboxOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the files in quarantine, the oldest first: why, since when, how often tried, what to do."""
    from flows.quarantine import listed
    from flows.workspace import open_workspace

    with open_workspace(in_inbox(session_of(context).settings, inbox)) as workspace:
        entries = listed(workspace, reason)
    if as_json:
        print_json({"items": [entry.model_dump(mode="json") for entry in entries]})
    else:
        _tell(entries)


@app.command()
def retry(
    context: typer.Context,
    files: Files = None,
    *,
    reason: OfReason = None,
    everything: All = False,
    inbox: InboxOption = None,
    as_json: JsonOption = False,
) -> None:
    """Try files in quarantine now, as `sohoa batch` would."""
    from flows.quarantine import retry as try_again
    from flows.workspace import open_workspace

    choice = _choice(files, reason, everything=everything)
    settings = in_inbox(session_of(context).settings, inbox)
    with open_workspace(settings) as workspace, progress_bar("files") as advance:
        summary = try_again(workspace, choice, on_file=lambda _result, total: advance(total))
    finish(summary, as_json=as_json)


@app.command()
def release(
    context: typer.Context,
    files: Files = None,
    *,
    reason: OfReason = None,
    everything: All = False,
    inbox: InboxOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let files out of quarantine: the next batch takes them in although nothing changed."""
    from flows.quarantine import release as let_out
    from flows.workspace import open_workspace

    choice = _choice(files, reason, everything=everything)
    with open_workspace(in_inbox(session_of(context).settings, inbox)) as workspace:
        released = let_out(workspace, choice)
    if as_json:
        print_json({"released": [entry.file for entry in released]})
    else:
        typer.echo(f"{len(released)} files released: the next batch takes them in")


def _choice(files: list[str] | None, reason: Reason | None, *, everything: bool) -> Choice:
    from flows.quarantine import Choice

    return Choice(tuple(files or ()), reason, everything)


def _tell(entries: tuple[QuarantineEntry, ...]) -> None:
    from reports.notation import plain
    from reports.terminal import add_cells, data_table

    if not entries:
        note("No file lies in quarantine.")
        return
    table = data_table()
    table.add_column("id", no_wrap=True)
    table.add_column("file", overflow="fold")
    table.add_column("dossier", overflow="fold")
    for heading in ("reason", "first seen", "last tried", "tries", "next batch"):
        table.add_column(heading, no_wrap=True)
    for entry in entries:
        add_cells(
            table,
            str(entry.id),
            plain(entry.file),
            plain(entry.dossier_code or ""),
            entry.reason.value,
            _moment(entry.first_seen),
            _moment(entry.last_tried),
            str(entry.tries),
            "tries it" if entry.goes_next else "waits",
        )
    print_rich(table)
    for reason in dict.fromkeys(entry.reason for entry in entries):
        typer.echo(f"{reason.value}: {reason.advice}")


def _moment(instant: datetime) -> str:
    return f"{instant.astimezone(VIETNAM):%Y-%m-%d %H:%M}"
