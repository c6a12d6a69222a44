"""A store that is gone for a while: tried again where the error is transient, and nowhere else."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.sections import StoreSettings
from dossiers.errors import ObjectMissing, StoreOutOfReach, StoreRefused
from storage.local import LocalStore
from storage.objects import ObjectEntry, ObjectStore
from storage.opening import open_store
from storage.retrying import Patience, RetryingStore
from tests.services import Gateway
from tests.waiting import when_it_waits

KEY = "dossiers/a/manifest.json"
EMPTY = hashlib.sha256().hexdigest()


class Failing:
    """A call that fails so often, then returns how often it was called."""

    def __init__(self, error: Exception, times: int) -> None:
        self.error, self.times, self.calls = error, times, 0

    def __call__(self) -> int:
        self.calls += 1
        if self.calls <= self.times:
            raise self.error
        return self.calls


def test_a_transient_error_is_tried_again() -> None:
    assert Patience(30).keep_trying(Failing(StoreOutOfReach("gone"), 2)) == 3


@pytest.mark.parametrize("error", [StoreRefused("no"), ObjectMissing("no"), ValueError("a bug")])
def test_anything_else_is_raised_at_once(error: Exception) -> None:
    call = Failing(error, 1)

    with pytest.raises(type(error)):
        Patience(30).keep_trying(call)

    assert call.calls == 1


def test_patience_ends_with_the_last_error() -> None:
    call = Failing(StoreOutOfReach("gone"), 1000)

    with pytest.raises(StoreOutOfReach):
        Patience(0.5).keep_trying(call)

    assert 2 <= call.calls < 10


def test_without_patience_once_is_enough() -> None:
    call = Failing(StoreOutOfReach("gone"), 1)

    with pytest.raises(StoreOutOfReach):
        Patience(0).keep_trying(call)

    assert call.calls == 1


def test_ctrl_c_ends_the_waiting() -> None:
    with (
        when_it_waits(lambda: threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()),
        pytest.raises(KeyboardInterrupt),
    ):
        Patience(600).keep_trying(Failing(StoreOutOfReach("gone"), 10_000))


def test_a_thread_that_waits_is_told_to_stop(tmp_path: Path) -> None:
    patience = Patience(600)
    store = RetryingStore(LocalStore(tmp_path), patience)

    with (
        when_it_waits(lambda: threading.Timer(0.1, store.stop_waiting).start()),
        pytest.raises(StoreOutOfReach),
    ):
        patience.keep_trying(Failing(StoreOutOfReach("gone"), 10_000))


def test_a_listing_that_breaks_off_goes_on(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    for name in "abcd":
        store.put(name, b"", sha256=EMPTY, media_type="text/plain")

    class Breaking(LocalStore):
        times = 2

        def list(self, prefix: str = "") -> Iterator[ObjectEntry]:
            for entry in super().list(prefix):
                yield entry
                if entry.key in "bc" and self.times:
                    self.times -= 1
                    raise StoreOutOfReach("gone")

    listed = RetryingStore(Breaking(tmp_path), Patience(30)).list()

    assert [entry.key for entry in listed] == ["a", "b", "c", "d"]


def _store(rgw: Gateway, bucket: str, seconds: float) -> ObjectStore:
    return open_store(
        StoreSettings(url=f"s3://{bucket}", endpoint_url=rgw.endpoint_url, retry_seconds=seconds)
    )


@pytest.mark.service
def test_a_gateway_that_is_started_anew_is_waited_for(rgw: Gateway) -> None:
    bucket = rgw.new_bucket()
    store = _store(rgw, bucket, 90)
    rgw.end()

    with pytest.raises(StoreOutOfReach):
        _store(rgw, bucket, 0)
    with when_it_waits(rgw.begin_again):
        store.put(KEY, b"", sha256=EMPTY, media_type="application/json")

    assert store.sha256(KEY) == EMPTY


@pytest.mark.slow
@pytest.mark.service
def test_a_gateway_that_hangs_is_waited_for(rgw: Gateway) -> None:
    """The first try ends by its time-out, a minute later."""
    store = _store(rgw, rgw.new_bucket(), 90)
    rgw.freeze()

    with when_it_waits(rgw.thaw):
        store.put(KEY, b"", sha256=EMPTY, media_type="application/json")

    assert store.sha256(KEY) == EMPTY
