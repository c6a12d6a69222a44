"""`sohoa serve`: Prefect's server, a worker and the deployments on this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from config.settings import DEFAULT_FILE, FILE_VARIABLE
from flows.commands.shared import note, session_of


def serve(
    context: typer.Context,
    *,
    port: Annotated[int, typer.Option(help="The port of the UI on this machine.", min=1, max=65535)] = 4200,
) -> None:
    """Start server, worker and deployments here; print the address of the UI. Ctrl-C ends it."""
    from flows.serving import serve_here

    settings = session_of(context).settings  # wrong settings are said now, not at half past one
    note(f"The inbox of the nightly batch: {settings.inbox.path.absolute()}")
    serve_here(port=port, settings_file=_settings_file(context))


def _settings_file(context: typer.Context) -> Path | None:
    """The settings file in use, if any, as `config.settings.load_settings` finds it."""
    named = context.find_root().params.get("config") or os.environ.get(FILE_VARIABLE)
    if named:
        return Path(named)
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


COMMANDS = (serve,)
