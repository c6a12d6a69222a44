"""The seams at which the way of a file can be ended from outside: by a crash, a full disk, a lost store.

The product only says that it passes a point. Nothing happens there unless somebody who tests it says so with
`inject`: a process of its own that kills itself, or raises what a broken system raises.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class FaultPoint(StrEnum):
    """A place between two lasting changes, in the order of a file's way and of what comes after."""

    CLAIMED = "claimed"
    FINGERPRINTED = "fingerprinted"
    CONTENT_TAKEN = "content_taken"
    READ = "read"
    ARCHIVED = "archived"
    NUMBERED = "numbered"
    ORIGINAL_STORED = "original_stored"
    PAPER_STORED = "paper_stored"
    FINISHED_UNCOMMITTED = "finished_uncommitted"
    MANIFEST_STORED = "manifest_stored"
    RECORDED = "recorded"
    MOVED = "moved"
    SETTLED = "settled"
    OWNERSHIP_DECIDED = "ownership_decided"
    DECISION_STORED = "decision_stored"
    EVENTS_SEALED = "events_sealed"
    REPORT_STORED = "report_stored"
    RUN_ENDING = "run_ending"


def _nothing(_point: FaultPoint) -> None:
    """In service nothing happens at a fault point."""


_happens: Callable[[FaultPoint], None] = _nothing


def passed(point: FaultPoint) -> None:
    """Says that the point is reached."""
    _happens(point)


def inject(happens: Callable[[FaultPoint], None]) -> None:
    """From now on `happens` is called at every fault point of this process (tests and benchmarks)."""
    global _happens  # noqa: PLW0603 - the one switch of a process, set before it works
    _happens = happens
