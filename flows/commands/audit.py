"""`sohoa audit`: the audit trail, shown and verified."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

import typer

from dossiers.audit import Step
from dossiers.errors import StoreDamaged
from dossiers.periods import VIETNAM, Period
from flows.commands.shared import JsonOption, note, parse_day, print_json, print_rich, workspace_of

app = typer.Typer(
    help="Who did what, when: the trail of events.", no_args_is_help=True, rich_markup_mode=None
)


@app.command()
def verify(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Find any event that was changed, removed or put in, in the ledger or sealed in the store."""
    from flows.upkeep.verifying_trail import verify_trail
    from reports.audit_words import AuditWords, Label

    with workspace_of(context) as workspace:
        found = verify_trail(workspace.ledger, workspace.store)
        language = workspace.settings.report.language
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        words = AuditWords(language)
        typer.echo(words.say(Label.CHECKED, found.events, found.sealed, found.pieces))
        if found.head is not None:
            typer.echo(words.say(Label.HEAD, found.head.number, found.head.hash))
        for entry in found.damage:
            where = entry.key or words.events(entry.first, entry.last)
            note(f"{entry.what.value}: {where}: {words.flaw(entry.what)}")
        if not found.damage:
            typer.echo(words.say(Label.WHOLE))
    if found.damage:
        raise typer.Exit(StoreDamaged.exit_code)


@app.command()
def show(
    context: typer.Context,
    *,
    dossier: Annotated[str | None, typer.Option(help="Only what was done with this dossier.")] = None,
    document: Annotated[
        str | None, typer.Option(help="Only with this document, <dossier code>/<NN>.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="From this day on.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Up to this day.")] = None,
    step: Annotated[Step | None, typer.Option(help="Only this step.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="The newest ones, this many.")] = 200,
    as_json: JsonOption = False,
) -> None:
    """Show the newest events, the last at the end."""
    from flows.review.reviewing import parse_document_id
    from storage import trail_reading

    since, until = _days(first, last)
    if document is not None:
        parse_document_id(document)
    with workspace_of(context) as workspace, workspace.ledger.reading() as connection:
        events = trail_reading.newest(
            connection,
            limit=limit + 1,
            dossier_code=dossier,
            subject=document,
            step=step,
            since=since,
            until=until,
        )
        language = workspace.settings.report.language
    has_more, shown = len(events) > limit, events[-limit:]
    if as_json:
        print_json({"events": shown, "more": has_more})
        return
    from reports.audit_table import audit_table
    from reports.audit_words import AuditWords, Label

    words = AuditWords(language)
    if not shown:
        note(words.say(Label.NONE))
        return
    print_rich(audit_table(shown, language))
    if has_more:
        note(words.say(Label.MORE, limit))


def _days(first: str | None, last: str | None) -> tuple[datetime | None, datetime | None]:
    """The instants at which the days begin and are over in Viet Nam."""
    begin, end = parse_day(first) if first else None, parse_day(last) if last else None
    if begin and end:
        Period.between(begin, end)
    return _midnight(begin) if begin else None, _midnight(end + timedelta(days=1)) if end else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIETNAM).astimezone(UTC)
