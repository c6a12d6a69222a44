"""`sohoa watch`: what arrives at a scanner's folder is taken in at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.files import IN_QUARANTINE
from flows.commands.inbox import InboxOption, in_inbox
from flows.commands.shared import JsonOption, note, print_json, session_of

if TYPE_CHECKING:
    from config.settings import Settings


def watch(
    context: typer.Context,
    *,
    inbox: InboxOption = None,
    slips: Annotated[
        Path | None, typer.Option(help="The folder of the slips; default [watch] slips.")
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="End when everything that lies there is taken in.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Take in at once what arrives in the inbox, and write a slip for each dossier. Ctrl-C ends it."""
    from flows.watching.watch import Watch
    from flows.way import Outcome

    settings = _with_slips(in_inbox(session_of(context).settings, inbox), slips)
    with _until_stopped() as stop:
        watching = Watch(settings, stop=stop, once=once, tell=note)
        watching.run()
    files = {outcome.value: watching.outcomes[outcome] for outcome in Outcome}
    if as_json:
        print_json({"files": files})
    if once and files[Outcome.QUARANTINED.value]:
        raise typer.Exit(IN_QUARANTINE)


def _with_slips(settings: Settings, slips: Path | None) -> Settings:
    if slips is None:
        return settings
    return settings.model_copy(update={"watch": settings.watch.model_copy(update={"slips": slips})})


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """The first Ctrl-C or SIGTERM asks for the end, the second is the end."""
    stop = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM)

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        for each in signals:
            signal.signal(each, signal.SIG_DFL)

    before = {each: signal.signal(each, ask) for each in signals}
    try:
        yield stop
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


COMMANDS = (watch,)
