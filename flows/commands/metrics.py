"""`sohoa metrics`: the figures for Prometheus, now."""

from __future__ import annotations

import typer

from flows.commands.shared import JsonOption, print_json, workspace_of


def metrics(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Print the figures for Prometheus as they stand now; `[metrics] file` has them after every batch."""
    from flows.metrics.exposition import document, exposition
    from flows.metrics.figures import figures

    with workspace_of(context) as workspace:
        families = list(figures(workspace))
    if as_json:
        print_json(document(families))
    else:
        typer.echo(exposition(families), nl=False)


COMMANDS = (metrics,)
