"""The one door to what a run shows in Prefect: a server that does not answer ends no run.

Prefect's client tries for about a minute before it says so, and whoever shows something waits for that long.
What was done stands in ledger and store whether it is shown or not.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import httpx
from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.exceptions import PrefectException

log = logging.getLogger("sohoa")

# After a try that failed, progress is silent for so many times what the try took, and no less than that.
_SILENT_TIMES = 10
_SILENT_SECONDS = 60.0


class ProgressBar:
    """A progress that is updated in place; where Prefect does not answer, it stays behind for a while."""

    def __init__(self, key: str, description: str) -> None:
        """Shows 0 %."""
        self._key = key
        self._artifact: UUID | None = None
        self._silent_until = float("-inf")
        self.show(0.0, description)

    def show(self, percent: float, description: str, *, is_end: bool = False) -> None:
        """Shows how much is done; `is_end` is tried in any case."""
        began = time.monotonic()
        if began < self._silent_until and not is_end:
            return
        if self._artifact is None:
            create = create_progress_artifact
            shown = _tried(lambda: create(progress=percent, key=self._key, description=description))
        else:
            update, artifact = update_progress_artifact, self._artifact
            shown = _tried(lambda: update(artifact_id=artifact, progress=percent, description=description))
        if shown is None:
            now = time.monotonic()
            self._silent_until = now + max(_SILENT_SECONDS, _SILENT_TIMES * (now - began))
        else:
            self._artifact = shown


def show_markdown(key: str, markdown: str, description: str) -> None:
    """A text with tables, as the result of a run."""
    _tried(lambda: create_markdown_artifact(markdown=markdown, key=key, description=description))


def show_whole_table(key: str, rows: Sequence[Mapping[str, Any]], description: str) -> None:
    """A table."""
    table = [dict(row) for row in rows]
    _tried(lambda: create_table_artifact(table=table, key=key, description=description))


def _tried(show: Callable[[], object]) -> UUID | None:
    """The id of what is shown; None where Prefect does not take it."""
    try:
        shown = show()
    except (PrefectException, httpx.HTTPError) as error:
        log.warning("Prefect shows less of this run than there is: %s", type(error).__name__)
        return None
    if not isinstance(shown, UUID):  # Prefect types its functions for both kinds of callers alike
        raise TypeError("an artifact was created outside of a synchronous run")
    return shown
