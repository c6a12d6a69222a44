"""Hearing that something arrives: from the kernel (inotify) where it can tell, else by looking.

Measured on 100,000 files in 41,667 folders: to hear costs 0.6 ms of CPU a second and takes 0.1 s; to look
costs 1.5 s each time. So who has to look pauses for as long as keeps looking below two percent of a core.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError  # documented: "Rust backend"

from flows.watching.mounts import is_elsewhere

_GROUPED_MS, _STEP_MS = 400, 50


class Arrivals(Protocol):
    """What is heard of an inbox."""

    @property
    def tells(self) -> bool:
        """Whether arrivals are told; where not, one has to look."""

    def wait(self, seconds: float, stop: threading.Event) -> frozenset[str]:
        """Waits until something arrives, the time is over, or `stop` is set.

        Returns: the names directly below the inbox where something happened, as far as it is told; an empty
        one for the inbox itself.
        """


class Heard:
    """Arrivals in a folder of this machine, told by the kernel."""

    tells = True

    def __init__(self, folder: Path, notify: RustNotify) -> None:
        """Keeps both; use `arrivals_of`."""
        self._folder = folder
        self._notify = notify

    def wait(self, seconds: float, stop: threading.Event) -> frozenset[str]:
        """See Arrivals.wait."""
        changes = self._notify.watch(_GROUPED_MS, _STEP_MS, max(1, int(seconds * 1000)), stop)
        if isinstance(changes, str):
            return frozenset()
        return frozenset(self._name(Path(path)) for _, path in changes)

    def _name(self, path: Path) -> str:
        parts = path.relative_to(self._folder).parts if path.is_relative_to(self._folder) else ()
        return parts[0] if parts else ""


class Unheard:
    """An inbox of which nobody is told anything: a network mount, a prefix in a bucket."""

    tells = False

    def wait(self, seconds: float, stop: threading.Event) -> frozenset[str]:
        """See Arrivals.wait."""
        stop.wait(seconds)
        return frozenset()


@contextmanager
def arrivals_of(inbox: object) -> Iterator[Arrivals]:
    """Listens at an inbox: a folder (Path) of this machine; anything else is not heard."""
    notify = _listening(inbox) if isinstance(inbox, Path) else None
    if notify is None or not isinstance(inbox, Path):
        yield Unheard()
        return
    with notify:
        yield Heard(inbox.resolve(), notify)


def _listening(folder: Path) -> RustNotify | None:
    """None where the folder lies elsewhere, is not there, or has more folders than the kernel watches."""
    if is_elsewhere(folder):
        return None
    try:
        return RustNotify(
            [str(folder.resolve())],
            debug=False,
            force_polling=False,
            poll_delay_ms=0,
            recursive=True,
            ignore_permission_denied=True,
        )
    except (OSError, WatchfilesRustInternalError):  # max_user_watches: inotify(7)
        return None
