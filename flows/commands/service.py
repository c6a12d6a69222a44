"""`sohoa serve`: Prefect's server, a worker and the deployments on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.shared import session_of


def serve(
    context: typer.Context,
    *,
    port: Annotated[int, typer.Option(help="The port of the UI on this machine.")] = 4200,
) -> None:
    """Start server, worker and deployments here; print the address of the UI. Ctrl-C ends it."""
    from flows.serving import serve_here

    serve_here(session_of(context).settings, port=port)


COMMANDS = (serve,)
