"""The seams at which the way of a file can be ended from outside: by a crash, a full disk, a lost store.

The product only says that it passes a point. Nothing happens there unless somebody who tests it says so with
`inject`: a process of its own that kills itself, or raises what a broken system raises.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class FaultPoint(StrEnum):
    """A place between two lasting changes, in the order of a file's way and of what comes after."""

    RUN_BEGUN = "run_begun"
    NIGHT_PLANNED = "night_planned"
    CHUNK_HANDED = "chunk_handed"
    FILE_TAKEN = "file_taken"
    CLAIMED = "claimed"
    FINGERPRINTED = "fingerprinted"
    CONTENT_TAKEN = "content_taken"
    READ = "read"
    ARCHIVED = "archived"
    NUMBERED = "numbered"
    OBJECT_STAGED = "object_staged"
    OBJECT_NAMED = "object_named"
    ORIGINAL_STORED = "original_stored"
    ARCHIVE_STORED = "archive_stored"
    PAPER_STORED = "paper_stored"
    FINISHED_UNCOMMITTED = "finished_uncommitted"
    MANIFEST_UNCOMMITTED = "manifest_uncommitted"
    RECORDED = "recorded"
    PARTS_RECORDED = "parts_recorded"
    COPIED_OUT = "copied_out"
    MOVED = "moved"
    SETTLED = "settled"
    RESULT_COMING = "result_coming"
    RESULT_NOTED = "result_noted"
    RESULT_LEARNED = "result_learned"
    OWNERSHIP_DECIDED = "ownership_decided"
    EVENTS_SEALED = "events_sealed"
    RUN_ENDING = "run_ending"
    DECISION_RECORDED = "decision_recorded"
    REDONE_STORED = "redone_stored"
    ISSUE_STORED = "issue_stored"
    INDEX_UNCOMMITTED = "index_uncommitted"
    LATEST_COPIED = "latest_copied"
    PURGE_NOTED = "purge_noted"
    OBJECT_ERASED = "object_erased"
    REGISTER_IMPORTED = "register_imported"


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
