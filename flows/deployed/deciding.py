"""How a Prefect run ends: one place decides the final state, as `flows/cli.py` decides the exit code.

Nothing is left to Prefect's own reading of a return value: a bare `wait()` would turn failures green
(peers.md E3). An exception never reaches Prefect's log, since its words may name a file.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from config.settings import load_settings
from dossiers.errors import SohoaError
from flows.traces import trace_of
from flows.workspace import Workspace, open_workspace

log = logging.getLogger("sohoa")

WITH_REJECTED_ROWS = "CompletedWithRejectedRows"

FinalState = State[Any]


def decided(recipe: Callable[[Workspace], FinalState]) -> FinalState:
    """Runs a recipe in the workspace of the settings; an error becomes Failed, with one line for people."""
    try:
        with open_workspace(load_settings()) as workspace:
            return recipe(workspace)
    except SohoaError as error:
        return failed(error)
    except Exception as bug:  # noqa: BLE001 - Prefect would write the whole traceback into its database
        return failed(as_bug(bug))


def as_bug(bug: Exception) -> SohoaError:
    """A bug without its words, which may name a person; the log of this machine says where it is."""
    log.error("a bug in a Prefect run:\n%s", trace_of(bug))
    return SohoaError(
        f"A bug in sohoa: {type(bug).__name__}.", "Send the worker's output to the administrator."
    )


def failed(error: SohoaError, numbers: str = "") -> FinalState:
    """Failed: what was done so far, what happened, what to do next."""
    return Failed(message=one_line(numbers, error.message, error.hint))


def completed(message: str, *, name: str | None = None) -> FinalState:
    """Completed, perhaps under a name that says what is left to do."""
    return Completed(message=message, name=name)


def one_line(*parts: str) -> str:
    """The parts as one line."""
    return " ".join(" ".join(parts).split())
