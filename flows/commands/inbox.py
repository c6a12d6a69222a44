"""`sohoa batch`: the nightly batch, here and now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.files import IN_QUARANTINE
from flows.commands.shared import JsonOption, note, print_json, progress_bar, session_of

if TYPE_CHECKING:
    from config.settings import Settings
    from flows.batch import BatchSummary

InboxOption = Annotated[
    str | None, typer.Option(metavar="PLACE", help="Another inbox than [inbox] path: a folder or s3://…")
]


def batch(
    context: typer.Context,
    *,
    inbox: InboxOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take in everything that lies ready in the inbox."""
    from dossiers.errors import SohoaError
    from flows.aftermath import tell_after_batch
    from flows.batch import run_batch
    from flows.metrics.writing import write_metrics
    from flows.workspace import open_workspace

    settings = in_inbox(session_of(context).settings, inbox)
    with open_workspace(settings) as workspace, progress_bar("files") as advance:
        try:
            summary = run_batch(workspace, on_file=lambda _result, total: advance(total))
        except SohoaError:  # the queue grows meanwhile
            if inbox is None:
                write_metrics(workspace, with_cpu=False)
            raise
        if inbox is None:  # of another folder nobody is told, and no night is compared with it
            tell_after_batch(workspace, summary)
    finish(summary, as_json=as_json)


def in_inbox(settings: Settings, inbox: str | None) -> Settings:
    """The settings, with another inbox where a person named one."""
    if inbox is None:
        return settings
    from pydantic import ValidationError

    from config.sections import InboxSettings
    from dossiers.errors import UsageError

    try:
        other = InboxSettings.model_validate({**dict(settings.inbox), "path": inbox})
    except ValidationError as error:
        why = error.errors(include_input=False, include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise UsageError(f"--inbox does not fit: {why}.") from None
    return settings.model_copy(update={"inbox": other})


def finish(summary: BatchSummary, *, as_json: bool) -> None:
    """Tells what a batch did, and ends with 6 where files are in quarantine."""
    if as_json:
        usual = set() if summary.silent_folders else {"silent_folders"}
        print_json(summary.model_dump(mode="json", exclude=usual))
    else:
        _tell(summary)
    if summary.files.quarantined:
        raise typer.Exit(IN_QUARANTINE)


def _tell(summary: BatchSummary) -> None:
    from reports.notation import plain

    files, pages = summary.files, summary.pages
    typer.echo(
        f"{files.seen} files: {files.stored} stored, {files.duplicate} duplicate, "
        f"{files.quarantined} in quarantine, {files.waiting} waiting"
    )
    typer.echo(f"{pages.total} pages: {pages.ocr} by OCR, {pages.text_layer} with text, {pages.blank} blank")
    if summary.silent_folders:
        note(f"{summary.silent_folders} folders of the inbox did not answer: the next run looks again.")
    for entry in summary.quarantine:
        note(f"{plain(entry.file)}: {entry.reason.value}: {entry.reason.advice}")
    for name, ratio in summary.indicators.items():
        typer.echo(f"{name}: {ratio.numerator} / {ratio.denominator} = {ratio.ratio or '–'}")


COMMANDS = (batch,)
