"""What a Prefect run shows: progress, ratios, counts. The canonical record stays in ledger and store.

Artifacts are read by whoever opens the UI, and vanish with the run: they hold numbers, dossier codes and
reasons, never a file name or a text. A file is its place in the list that `sohoa batch --json` prints.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from dossiers.codes import dossier_codes_in
from flows.batch import QuarantinedFile
from flows.way import FileResult

# Artifacts lie in Prefect's database, and the UI draws every row at once (peers.md E8).
MOST_ROWS = 200
_SECONDS_BETWEEN_UPDATES = 2.0

_SLOT_ID = re.compile(r"[a-z0-9_]{1,64}")

Row = dict[str, Any]


class Progress:
    """How much of a run is done, in place on its page: at most one update in two seconds."""

    def __init__(self, key: str, description: str) -> None:
        """Shows 0 %."""
        self._artifact = _id(create_progress_artifact(progress=0.0, key=key, description=description))
        self._done = 0
        self._told_at = time.monotonic()

    def advance(self, total: int) -> None:
        """One more of `total` is done."""
        self._done += 1
        now = time.monotonic()
        if self._done == total or now - self._told_at >= _SECONDS_BETWEEN_UPDATES:
            update_progress_artifact(artifact_id=self._artifact, progress=100 * self._done / total)
            self._told_at = now


def show_markdown(key: str, markdown: str, description: str) -> None:
    """A text with tables, as the result of a run."""
    create_markdown_artifact(markdown=markdown, key=key, description=description)


def show_table(key: str, rows: Sequence[Row], description: str) -> None:
    """A table of at most 200 rows; the description says where there are more."""
    shown = list(rows[:MOST_ROWS])
    if len(rows) > len(shown):
        description = f"{description} The first {len(shown)} of {len(rows)}."
    create_table_artifact(table=shown, key=key, description=description)


def show_counts(key: str, counts: Mapping[str, int], description: str) -> None:
    """Names and numbers."""
    show_table(key, [{"what": name, "how many": number} for name, number in counts.items()], description)


def shown_slot(slot: str) -> str:
    """A slot as a run shows it: one that is no id of ours is what somebody wrote into the register."""
    return slot if _SLOT_ID.fullmatch(slot) else "a paper of the register"


def outcome_rows(results: Sequence[FileResult]) -> list[Row]:
    """How many files came to which outcome, for which reason, and how many pages were read."""
    files = Counter((result.outcome.value, result.reason) for result in results)
    return [
        {
            "outcome": outcome,
            "reason": reason.value if reason else "",
            "files": number,
            "advice": reason.advice if reason else "",
        }
        for (outcome, reason), number in sorted(files.items(), key=lambda entry: (entry[0][0], -entry[1]))
    ]


def quarantine_rows(quarantine: Sequence[QuarantinedFile], known_codes: Collection[str]) -> list[Row]:
    """The files in quarantine by their place in the batch's list, with dossier, reason and advice."""
    return [
        {
            "number": number,
            "dossier": _dossier_of(entry.file, known_codes),
            "reason": entry.reason.value,
            "advice": entry.reason.advice,
        }
        for number, entry in enumerate(quarantine, start=1)
    ]


def _dossier_of(file: str, known_codes: Collection[str]) -> str:
    """The dossier code in the name of a file's folder; any other folder name may be a person's."""
    folder, _, inside = file.partition("/")
    if inside and folder in known_codes:
        return folder
    return min(dossier_codes_in(folder), default="")


def _id(created: object) -> UUID:
    """Prefect types its functions for synchronous and asynchronous callers alike; we are the first."""
    if not isinstance(created, UUID):
        raise TypeError("an artifact was created outside of a synchronous run")
    return created
