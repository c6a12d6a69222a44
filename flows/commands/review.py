"""`sohoa review`: list and show the papers that a person must decide, and decide them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dossiers.manifest import Action, StoredDocument
from flows.commands.review_sheet import sheet
from flows.commands.shared import JsonOption, print_json, print_rich, workspace_of

if TYPE_CHECKING:
    from dossiers.deciding import Wish

app = typer.Typer(help="Papers that a person must decide.", no_args_is_help=True, rich_markup_mode=None)
app.command()(sheet)

Document = Annotated[str, typer.Argument(help="<dossier code>/<NN>, as `review list` names it.")]
Why = Annotated[str, typer.Option("--reason", help="Why; it is kept in the manifest.")]
KindOption = Annotated[str | None, typer.Option("--kind", help="What the paper is, e.g. quyet_dinh.")]


@app.command("list")
def list_(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """List the papers that a person must decide, and why."""
    from flows.review.reviewing import papers_to_review

    with workspace_of(context) as workspace:
        items = papers_to_review(workspace)
    if as_json:
        print_json({"items": [item.model_dump(mode="json") for item in items]})
        return
    for item in items:
        pages = ", ".join(str(page) for page in item.pages)
        guesses = ", ".join(f"{guess['slot']} ({guess['confidence']:.2f})" for guess in item.candidates)
        typer.echo(f"{item.document}  pages {pages}  {item.kind}  {item.reason}  {guesses}".rstrip())


@app.command()
def show(context: typer.Context, document: Document, *, as_json: JsonOption = False) -> None:
    """Show what is known of one paper, and what was decided about it."""
    from flows.review.review_view import view_of

    with workspace_of(context) as workspace:
        view, language = view_of(workspace, document), workspace.settings.report.language
    if as_json:
        print_json(view.to_json(language))
        return
    from reports.review_table import review_table

    print_rich(review_table(view, language))


@app.command()
def assign(
    context: typer.Context,
    document: Document,
    slots: Annotated[
        list[str], typer.Argument(help="The component's id, or `result`; more where it serves as more.")
    ],
    *,
    kind: KindOption = None,
    reason: Why = "",
    as_json: JsonOption = False,
) -> None:
    """Say which slot a paper fills; the decision is kept."""
    from dossiers.deciding import Wish

    _decide(context, document, Wish(Action.ASSIGN, tuple(slots), kind, reason), as_json=as_json)


@app.command()
def reject(
    context: typer.Context,
    document: Document,
    *,
    kind: KindOption = None,
    reason: Why,
    as_json: JsonOption = False,
) -> None:
    """Say that a paper is none of the dossier's list; it stays stored and fills nothing."""
    from dossiers.deciding import Wish

    _decide(context, document, Wish(Action.REJECT, (), kind, reason), as_json=as_json)


@app.command()
def withdraw(context: typer.Context, document: Document, *, reason: Why, as_json: JsonOption = False) -> None:
    """Take a wrong scan back; it stays stored and counts for nothing."""
    from dossiers.deciding import Wish

    _decide(context, document, Wish(Action.WITHDRAW, reason=reason), as_json=as_json)


@app.command()
def reuse(
    context: typer.Context,
    document: Document,
    slot: Annotated[str | None, typer.Argument(help="The slot; none: the one it would fill.")] = None,
    *,
    reason: Why = "",
    as_json: JsonOption = False,
) -> None:
    """Say that a paper, digitised in another dossier, is used again here."""
    from dossiers.deciding import Wish

    slots = () if slot is None else (slot,)
    _decide(context, document, Wish(Action.REUSE, slots, reason=reason), as_json=as_json)


def _decide(context: typer.Context, document: str, wish: Wish, *, as_json: bool) -> None:
    from flows.review.reviewing import decide

    with workspace_of(context) as workspace:
        entry = decide(workspace, document, wish)
    if as_json:
        print_json(entry.model_dump(mode="json"))
    else:
        typer.echo(f"{document}: {_standing(entry)}")


def _standing(entry: StoredDocument) -> str:
    """What the paper serves as now."""
    slots = ", ".join(slot for slot in (entry.slot, *entry.also_slots) if slot is not None)
    state = "reused" if entry.reused else entry.state.value
    return f"{slots}, {state}" if slots else entry.decisions[-1].action.value
