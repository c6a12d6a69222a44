"""The error budget of a batch: how many files may fail for reasons of the system before it stops."""

from __future__ import annotations

from collections import Counter

from dossiers.errors import TooManyFailed
from dossiers.reasons import Reason
from flows.way import FileResult

# Below this many files a ratio of failures says nothing (contract.md, exit code 7).
_ENOUGH_TO_JUDGE = 20


class ErrorBudget:
    """Counts files and, by cause, those that the system failed on. Bad input is no failure."""

    def __init__(self, max_failed_ratio: float) -> None:
        """Begins with no file."""
        self._max_failed_ratio = max_failed_ratio
        self._files = 0
        self._causes: Counter[str] = Counter()

    def count(self, result: FileResult) -> None:
        """Counts one more file.

        Raises:
            TooManyFailed: more than `max_failed_ratio` of at least 20 files failed.
        """
        self._files += 1
        if result.reason is not None and result.reason.is_fault_of_system:
            self._causes[_cause(result.reason, result.detail)] += 1
        failed = self._causes.total()
        if self._files >= _ENOUGH_TO_JUDGE and failed > self._max_failed_ratio * self._files:
            raise TooManyFailed.by_causes(dict(self._causes.most_common()), files=self._files)


def _cause(reason: Reason, detail: str) -> str:
    """What is counted as one cause; which page took too long is of no account."""
    return f"{reason.value}: {detail.rstrip('.')}" if reason is Reason.SYSTEM else reason.value
