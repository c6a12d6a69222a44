"""What a Prefect run shows: progress, ratios, counts. The canonical record stays in ledger and store.

Artifacts are read by whoever opens the UI, and vanish with the run: they hold numbers, dossier codes and
reasons, never a file name or a text. A file is its id in the ledger, which `sohoa quarantine list` names.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from dossiers.codes import shown_dossier
from flows.deployed.artifact_door import ProgressBar, show_whole_table
from flows.way import FileResult
from storage.quarantine_table import QuarantinedRow

# Artifacts lie in Prefect's database, and the UI draws every row at once (peers.md E8).
MOST_ROWS = 200
_SECONDS_BETWEEN_UPDATES = 2.0
# Earlier than that, a rate says nothing about the rest.
SECONDS_TO_JUDGE = 20.0

_SLOT_ID = re.compile(r"[a-z0-9_]{1,64}")

Row = dict[str, Any]


class Progress:
    """How much of a run is done, how long still; in place on its page: at most one update in two seconds."""

    def __init__(self, key: str, description: str) -> None:
        """Shows 0 %."""
        self._description = description
        self._bar = ProgressBar(key, description)
        self._done = 0
        self._began_at = self._told_at = time.monotonic()

    def advance(self, total: int) -> None:
        """One more of `total` is done."""
        self._done += 1
        now = time.monotonic()
        is_end = self._done == total
        if is_end or now - self._told_at >= _SECONDS_BETWEEN_UPDATES:
            told = f"{self._description} {self._told(total, now - self._began_at)}"
            self._bar.show(100 * self._done / total, told, is_end=is_end)
            self._told_at = now

    def _told(self, total: int, seconds: float) -> str:
        told = f"{self._done} of {total}"
        if self._done == total or seconds < SECONDS_TO_JUDGE:
            return f"{told}."
        return f"{told}, about {duration(seconds * (total - self._done) / self._done)} left."


def duration(seconds: float) -> str:
    """As people say it: `a minute`, `12 min`, `1 h 05 min`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "a minute"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def show_table(key: str, rows: Sequence[Row], description: str) -> None:
    """A table of at most 200 rows; the description says where there are more."""
    shown = list(rows[:MOST_ROWS])
    if len(rows) > len(shown):
        description = f"{description} The first {len(shown)} of {len(rows)}."
    show_whole_table(key, shown, description)


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


def quarantine_rows(quarantine: Sequence[QuarantinedRow], known_codes: Collection[str]) -> list[Row]:
    """The files in quarantine by their ids in the ledger, with dossier, reason and advice."""
    return [
        {
            "id": row.id,
            "dossier": shown_dossier(row.waits_for, known_codes),
            "reason": row.reason.value,
            "advice": row.reason.advice,
        }
        for row in quarantine
    ]
