"""`sohoa model train`, `sohoa model show`: the learned model of kinds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.shared import JsonOption, print_json, session_of, workspace_of

if TYPE_CHECKING:
    from flows.review.modelling import ModelReport

app = typer.Typer(help="The learned model of kinds of paper.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def model() -> None:
    """The learned model, asked where a paper's heading is not enough."""


@app.command()
def train(
    context: typer.Context,
    *,
    out: Annotated[
        Path | None, typer.Option(help="Write it to this .bin file and do not take it into use.")
    ] = None,
    fewest: Annotated[
        int, typer.Option("--min", min=1, help="Train only where a person confirmed so many papers.")
    ] = 50,
    as_json: JsonOption = False,
) -> None:
    """Train a model on the papers that people confirmed; it serves where it is not worse than the old one."""
    from flows.review.modelling import train_model

    with workspace_of(context) as workspace:
        report = train_model(workspace, out=out, fewest=fewest)
    _print(report, as_json=as_json)


@app.command()
def show(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Say which model is in use, what it was trained on and how often it is right."""
    from flows.review.modelling import show_model

    _print(show_model(session_of(context).settings), as_json=as_json)


def _print(report: ModelReport, *, as_json: bool) -> None:
    if as_json:
        print_json(report.model_dump(mode="json"))
        return
    card = report.card
    typer.echo(f"{report.model}: {'in use' if report.in_use else 'not in use'}, {report.kinds} kinds")
    confirmed = sum(card.confirmed.values())
    typer.echo(f"trained on {sum(card.trained_on.values())} generated and {confirmed} confirmed papers")
    unseen = card.unseen_wordings
    typer.echo(f"of {unseen.papers} papers in other wordings {unseen.right} right")
    for sure in unseen.sure:
        typer.echo(f"  sure from {sure.at}: {sure.papers} papers, {sure.right} right")
    if card.comparison:
        new, before = card.comparison.new, card.comparison.before
        typer.echo(f"of {new.papers} held-back papers {new.right} right; the model before: {before.right}")
