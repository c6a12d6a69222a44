"""`sohoa serve`, `sohoa work`: Prefect's server and workers here, or a worker for a server elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from config.sections import Spread
from config.settings import Settings, settings_file
from dossiers.errors import OutOfReach
from flows.commands.shared import note, session_of


def serve(
    context: typer.Context,
    *,
    port: Annotated[
        int | None,
        typer.Option(help="The port of the UI; default: [server] port, else the last one.", min=1, max=65535),
    ] = None,
    host: Annotated[
        str | None, typer.Option(help="The address to listen on; default: [server] host.")
    ] = None,
) -> None:
    """Start server, workers and deployments here; print the address of the UI. Ctrl-C ends it."""
    from flows.deployed.listening import address_of
    from flows.deployed.serving import serve_here
    from flows.protection import require_protection
    from storage.opening import open_store

    settings = session_of(context).settings  # wrong settings are said now, not at half past one
    address = address_of(settings.server, host=host, port=port)
    at_once = settings.store.model_copy(update={"retry_seconds": 0})
    try:
        require_protection(open_store(at_once, settings.retention))
    except OutOfReach as error:  # it may be back by half past one
        note(f"{error.message} {error.hint}")
    place = settings.inbox.path
    note(f"The inbox of the nightly batch: {place.absolute() if isinstance(place, Path) else place}")
    if not address.is_loopback:
        note(f"{address.host} is no loopback: the password crosses the network in clear. Put TLS before it.")
    _warn_of_sqlite(settings)
    serve_here(settings, address, settings_file=settings_file(context.find_root().params.get("config")))


def _warn_of_sqlite(settings: Settings) -> None:
    database = settings.server.database_url or os.environ.get("PREFECT_SERVER_DATABASE_CONNECTION_URL", "")
    if settings.night.spread is Spread.WORKERS and not database.startswith("postgresql"):
        note("Prefect's own database is SQLite: with more than a few workers set [server] database_url.")


def work(
    context: typer.Context,
    *,
    limit: Annotated[int, typer.Option(help="Chunks that this machine works on at once.", min=1)] = 1,
) -> None:
    """Work for the nights of a `sohoa serve` elsewhere (PREFECT_API_URL). Ctrl-C or SIGTERM ends it."""
    from flows.deployed.working import work_here

    settings = session_of(context).settings
    file = settings_file(context.find_root().params.get("config"))
    work_here(settings, limit=limit, settings_file=file)


COMMANDS = (serve, work)
