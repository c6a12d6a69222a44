"""A store that is gone for a while: the one place where a call to a store is tried again.

Only what is transient by its class is tried again (dossiers/errors.py); every door of a store may be knocked
at twice, for a put of the same bytes changes nothing.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import TypeVar

from dossiers.errors import SohoaError
from storage.objects import ByteStream, ObjectEntry, ObjectHead, ObjectStore, Traces
from storage.probing import StoreAbilities

log = logging.getLogger("sohoa")

_T = TypeVar("_T")
_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 10.0


class Patience:
    """How long a call that may go through later is tried again."""

    def __init__(self, seconds: float, *, once: bool = False) -> None:
        """Counts from the first failure of a call; 0: once is enough. `once`: one wait in vain ends it."""
        self._seconds = seconds
        self._once = once
        self._over = threading.Event()

    def keep_trying(self, call: Callable[[], _T]) -> _T:
        """Returns what the call returns, tried again with growing pauses while it fails for a while only.

        Raises:
            SohoaError: what the call raised: anything terminal at once, the last of transient ones.
        """
        end: float | None = None
        for pause in _pauses():
            try:
                return call()
            except SohoaError as error:
                if not error.transient:
                    raise
                if end is None:
                    end = time.monotonic() + self._seconds
                    self._tell(error)
                left = end - time.monotonic()
                if left <= 0 and self._once:
                    self.end()
                if left <= 0 or self._over.wait(min(pause, left)):
                    raise
        raise AssertionError("the pauses have no end")

    def end(self) -> None:
        """From now on nothing is tried again; who waits, waits no longer."""
        self._over.set()

    def anew(self, *, once: bool) -> Patience:
        """As much of it, not used up yet."""
        return Patience(self._seconds, once=once)

    def _tell(self, error: SohoaError) -> None:
        if self._seconds and not self._over.is_set():
            log.warning("%s; trying again for up to %.0f s", error.message.rstrip("."), self._seconds)


class RetryingStore(ObjectStore):
    """Another store, with patience."""

    def __init__(self, store: ObjectStore, patience: Patience) -> None:
        """Keeps both."""
        self._store = store
        self._patience = patience

    def put(
        self, key: str, source: Path | bytes, *, sha256: str, media_type: str, if_absent: bool = False
    ) -> None:
        """See ObjectStore.put."""
        self._patience.keep_trying(
            lambda: self._store.put(key, source, sha256=sha256, media_type=media_type, if_absent=if_absent)
        )

    @contextmanager
    def open(self, key: str) -> Iterator[ByteStream]:
        """See ObjectStore.open; a stream that breaks off is for its reader to open again."""
        with ExitStack() as stack:
            yield self._patience.keep_trying(lambda: stack.enter_context(self._store.open(key)))

    def head(self, key: str) -> ObjectHead | None:
        """See ObjectStore.head."""
        return self._patience.keep_trying(lambda: self._store.head(key))

    def list(self, prefix: str = "") -> Iterator[ObjectEntry]:
        """See ObjectStore.list; a listing that breaks off goes on behind what was told."""
        told = ""
        listing = self._store.list(prefix)

        def next_entry() -> ObjectEntry | None:
            nonlocal listing
            try:
                return next(listing, None)
            except SohoaError:
                listing = (entry for entry in self._store.list(prefix) if entry.key > told)
                raise

        while (entry := self._patience.keep_trying(next_entry)) is not None:
            told = entry.key
            yield entry

    def delete(self, key: str) -> None:
        """See ObjectStore.delete."""
        self._patience.keep_trying(lambda: self._store.delete(key))

    def erase(self, key: str) -> None:
        """See ObjectStore.erase."""
        self._patience.keep_trying(lambda: self._store.erase(key))

    def erase_older(self, key: str) -> int:
        """See ObjectStore.erase_older."""
        return self._patience.keep_trying(lambda: self._store.erase_older(key))

    def traces(self, key: str) -> Traces:
        """See ObjectStore.traces."""
        return self._patience.keep_trying(lambda: self._store.traces(key))

    def abilities(self) -> StoreAbilities:
        """See ObjectStore.abilities."""
        return self._patience.keep_trying(self._store.abilities)

    def get(self, key: str) -> bytes:
        """See ObjectStore.get; read from the beginning where it breaks off."""
        return self._patience.keep_trying(lambda: self._store.get(key))

    def download(self, key: str, path: Path) -> str:
        """See ObjectStore.download; written from the beginning where it breaks off."""
        return self._patience.keep_trying(lambda: self._store.download(key, path))

    def sha256(self, key: str) -> str:
        """See ObjectStore.sha256; read from the beginning where it breaks off."""
        return self._patience.keep_trying(lambda: self._store.sha256(key))

    def stop_waiting(self) -> None:
        """See ObjectStore.stop_waiting."""
        self._patience.end()

    def patient_once(self) -> ObjectStore:
        """See ObjectStore.patient_once."""
        return RetryingStore(self._store, self._patience.anew(once=True))


def _pauses() -> Iterator[float]:
    """Seconds, doubling up to ten; each shortened by chance, so that workers do not come back all at once."""
    for step in count():
        longest = min(_FIRST_PAUSE * 2 ** min(step, 16), _LONGEST_PAUSE)
        yield longest * random.uniform(0.5, 1)  # noqa: S311 - no secret
