"""`sohoa metrics`: the figures for Prometheus, now."""

from __future__ import annotations

import typer

from flows.commands.shared import workspace_of


def metrics(context: typer.Context) -> None:
    """Print the figures for Prometheus as they stand now; `[metrics] file` has them after every batch."""
    from flows.metrics.writing import metrics_text

    with workspace_of(context) as workspace:
        typer.echo(metrics_text(workspace), nl=False)


COMMANDS = (metrics,)
