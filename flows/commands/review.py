"""`sohoa review list`, `sohoa review assign`."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.shared import JsonOption, print_json, workspace_of

app = typer.Typer(help="Papers that a person must decide.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """List the papers that a person must decide, and why."""
    from flows.reviewing import papers_to_review

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
def assign(
    context: typer.Context,
    document: Annotated[str, typer.Argument(help="<dossier code>/<NN>, as `review list` names it.")],
    slot: Annotated[str, typer.Argument(help="The component's id, or `result`.")],
    *,
    as_json: JsonOption = False,
) -> None:
    """Say which slot a paper fills; the decision is kept."""
    from flows.reviewing import assign_slot

    with workspace_of(context) as workspace:
        entry = assign_slot(workspace, document, slot)
    if as_json:
        print_json(entry.model_dump(mode="json"))
    else:
        typer.echo(f"{document}: {entry.slot}, {entry.state.value}")
