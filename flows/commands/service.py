"""`sohoa serve`: Prefect's server, a worker and the deployments on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from config.settings import settings_file
from dossiers.errors import OutOfReach
from flows.commands.shared import note, session_of


def serve(
    context: typer.Context,
    *,
    port: Annotated[int, typer.Option(help="The port of the UI on this machine.", min=1, max=65535)] = 4200,
) -> None:
    """Start server, worker and deployments here; print the address of the UI. Ctrl-C ends it."""
    from flows.deployed.serving import serve_here
    from flows.protection import require_protection
    from storage.opening import open_store

    settings = session_of(context).settings  # wrong settings are said now, not at half past one
    at_once = settings.store.model_copy(update={"retry_seconds": 0})
    try:
        require_protection(open_store(at_once, settings.retention))
    except OutOfReach as error:  # it may be back by half past one
        note(f"{error.message} {error.hint}")
    note(f"The inbox of the nightly batch: {settings.inbox.path.absolute()}")
    serve_here(port=port, settings_file=settings_file(context.find_root().params.get("config")))


COMMANDS = (serve,)
