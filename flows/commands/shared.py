"""What the commands share: the session, the --json option, dates, progress.

The commands import their recipes when they are called: `sohoa inspect` needs no database, and starting up
counts for whoever waits at the counter.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from config.settings import Settings
from dossiers.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

    from flows.workspace import Workspace

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

_NARROWEST = 100
# Less than this is over before anybody wonders.
_LONG = 20


@dataclass(frozen=True, slots=True)
class Session:
    """The settings, read when a command needs them."""

    load: Callable[[], Settings]

    @property
    def settings(self) -> Settings:
        """The settings.

        Raises:
            SettingsRefused: the file or a variable is wrong.
        """
        return self.load()


def session_of(context: typer.Context) -> Session:
    """The session of the command."""
    session = context.obj
    assert isinstance(session, Session)  # noqa: S101 - the callback of flows/cli.py sets it
    return session


def workspace_of(context: typer.Context) -> AbstractContextManager[Workspace]:
    """Opens ledger and store for the command."""
    from flows.workspace import open_workspace

    return open_workspace(session_of(context).settings)


def print_json(document: object) -> None:
    """The one JSON document of a command, on standard output."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def print_rich(*parts: RenderableType) -> None:
    """Tables and text for people, on standard output; at least 100 columns wide in a pipe."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=max(console.width, _NARROWEST))
    for part in parts:
        console.print(part)


def note(message: str) -> None:
    """A line for people, on standard error."""
    typer.echo(message, err=True)


def parse_day(text: str) -> date:
    """A date as ISO or dd/mm/yyyy.

    Raises:
        UsageError: it is neither.
    """
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise UsageError(f"{text} is no date.", "Write 2024-03-31 or 31/03/2024.")


def _in_tenths(description: str) -> Callable[[int], None]:
    done = 0

    def advance(total: int) -> None:
        nonlocal done
        done += 1
        if total >= _LONG and done * 10 // total > (done - 1) * 10 // total:
            note(f"{done} of {total} {description}")

    return advance


@contextmanager
def progress_bar(description: str) -> Iterator[Callable[[int], None]]:
    """Progress on standard error: a bar for a person, a line every tenth of the way in a log.

    What it yields is called with the total to advance by one.
    """
    if not sys.stderr.isatty():
        yield _in_tenths(description)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(description, total=None)

        def advance(total: int) -> None:
            bar.update(task, total=total)
            bar.advance(task)

        yield advance
