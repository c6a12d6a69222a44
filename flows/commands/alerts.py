"""`sohoa alerts`: Prefect's automations as `[alerts]` says, and a message to try them."""

from __future__ import annotations

from typing import Annotated

import typer

from flows.commands.shared import JsonOption, note, print_json, session_of


def alerts(
    context: typer.Context,
    *,
    test: Annotated[bool, typer.Option("--test", help="Send a message of no importance, too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the alerts of Prefect's server up to date, as `sohoa serve` does when it starts."""
    from flows.deployed.alerting import ensure_automations, send_test
    from flows.deployed.known_server import known_api

    settings = session_of(context).settings
    api = known_api(settings)
    names = ensure_automations(api, settings)
    if test:
        send_test(api)
    if as_json:
        print_json({"automations": names, "tested": test})
        return
    for name in names:
        typer.echo(name)
    if not (settings.alerts.webhook_url or settings.alerts.email_to):
        note("Nobody is told: [alerts] names neither webhook_url nor email_to.")


COMMANDS = (alerts,)
