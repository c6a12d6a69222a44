"""Whether a worker sees the folders of the night, or others that only have their names.

Where a share is not mounted an empty folder lies in its place, and a store that is a directory of one
machine takes papers that no other machine ever sees. So a night leaves a hidden, empty file in each of its
folders for as long as it hands out chunks. A place in a bucket needs no such proof.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config.settings import Settings
from dossiers.errors import NotReady
from storage.opening import directory_of

NIGHT_MARK = ".sohoa-night-"


@contextmanager
def marked_folders(settings: Settings, night_id: str) -> Iterator[None]:
    """Marks them for the block; what a night that was killed left there goes.

    Raises:
        NotReady: one of them may not be written.
    """
    marks = [folder / f"{NIGHT_MARK}{night_id}" for folder in _folders(settings).values()]
    try:
        for mark in marks:
            _make(mark)
        yield
    finally:
        for mark in marks:
            with suppress(OSError):
                mark.unlink()


def other_folders(settings: Settings, night_id: str) -> NotReady | None:
    """What is wrong with the folders of this machine; None where they are the night's."""
    for setting, folder in _folders(settings).items():
        # Not Path.exists: it raises where a share is stale or may not be entered (until Python 3.12).
        if not os.path.exists(folder / f"{NIGHT_MARK}{night_id}"):  # noqa: PTH110
            return NotReady(
                f"{folder} ({setting}) is not the folder of the night.",
                "Mount the share there, or set it as on the machine of `sohoa serve`; nothing was taken.",
            )
    return None


def _make(mark: Path) -> None:
    try:
        for left in mark.parent.glob(f"{NIGHT_MARK}*"):
            left.unlink(missing_ok=True)
        mark.touch(mode=0o600)
    except OSError as error:
        raise NotReady(
            f"{mark.parent} may not be written: {error.strerror}.", "Give this account the right to."
        ) from error


def _folders(settings: Settings) -> dict[str, Path]:
    """Inbox and store, where they are folders, by their settings."""
    places = {"[inbox] path": settings.inbox.path, "[store] url": directory_of(settings.store)}
    return {setting: place for setting, place in places.items() if isinstance(place, Path)}
