"""One contract, two stores: a directory, and a bucket of a real Ceph RGW."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier

import pytest

from dossiers.errors import ChecksumMismatch, ObjectConflict, ObjectMissing, UsageError
from storage.local import LocalStore
from storage.objects import ObjectStore
from storage.s3 import S3Store
from tests.services import Gateway

KEY = "dossiers/000.00.00.H01-250117-0001/manifest.json"
JSON = "application/json"
HOSTILE_KEYS = [
    *("", "/", "/a", "a/", "a//b", "..", "../a", "a/../b", "./a", "a/.b", ".sohoa-tmp/x"),
    *("a\\b", "a\nb", "a\0", "đ", "a/" * 500 + "a", "a" * 201),
]
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "json": "application/json",
    "txt": "text/plain",
    "tif": "image/tiff",
    "jpg": "image/jpeg",
    "png": "image/png",
}
PART = 5 * 1024 * 1024


@dataclass(frozen=True)
class Place:
    """A store, and a way past it."""

    store: ObjectStore
    tamper: Callable[[str, bytes], object]


def _local(request: pytest.FixtureRequest) -> Place:
    root = request.getfixturevalue("tmp_path") / "store"
    return Place(LocalStore(root), lambda key, content: (root / key).write_bytes(content))


def _bucket(request: pytest.FixtureRequest, *, versioned: bool = False) -> Place:
    rgw = request.getfixturevalue("rgw")
    bucket, client = rgw.new_bucket(versioned=versioned), rgw.client
    return Place(
        S3Store(bucket, "tinh/kho", endpoint_url=rgw.endpoint_url, multipart_bytes=PART),
        lambda key, content: client.put_object(
            Bucket=bucket, Key=f"tinh/kho/{key}", Body=content, Metadata={"sha256": _sha256(b"as it was")}
        ),
    )


def _versioned_bucket(request: pytest.FixtureRequest) -> Place:
    return _bucket(request, versioned=True)


PLACES = [pytest.param(_local, id="local"), pytest.param(_bucket, id="s3", marks=pytest.mark.service)]
# In a versioned bucket Ceph ignores If-None-Match: there `if_absent` takes the other way.
ALL_PLACES = [*PLACES, pytest.param(_versioned_bucket, id="s3-versioned", marks=pytest.mark.service)]
in_all_places = pytest.mark.parametrize("place", ALL_PLACES, indirect=True)


@pytest.fixture(params=PLACES)
def place(request: pytest.FixtureRequest) -> Place:
    return request.param(request)


@pytest.fixture
def store(place: Place) -> ObjectStore:
    return place.store


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _put(store: ObjectStore, key: str, content: bytes, *, if_absent: bool = False) -> None:
    store.put(key, content, sha256=_sha256(content), media_type=JSON, if_absent=if_absent)


def _large(size: int) -> bytes:
    return hashlib.shake_128(b"a large scan").digest(size)


def test_what_is_put_can_be_got_back(store: ObjectStore, tmp_path: Path) -> None:
    content = "Quyết định số 47/QĐ-UBND\r\n\x00".encode()
    source = tmp_path / "nguồn.pdf"
    source.write_bytes(content)

    store.put("dossiers/a/a.01.pdf", source, sha256=_sha256(content), media_type="application/pdf")

    assert store.get("dossiers/a/a.01.pdf") == content
    assert store.sha256("dossiers/a/a.01.pdf") == _sha256(content)
    target = tmp_path / "đích.pdf"
    assert store.download("dossiers/a/a.01.pdf", target) == _sha256(content)
    assert target.read_bytes() == content
    with store.open("dossiers/a/a.01.pdf") as stream:
        assert stream.read(5) == content[:5]


def test_an_empty_object_is_an_object(store: ObjectStore) -> None:
    _put(store, KEY, b"")

    assert store.get(KEY) == b""


def test_head_knows_size_and_media_type(store: ObjectStore) -> None:
    content = "đơn".encode()
    for extension, media_type in MEDIA_TYPES.items():
        key = f"a.{extension}"

        store.put(key, content, sha256=_sha256(content), media_type=media_type)

        head = store.head(key)
        assert head is not None
        assert (head.bytes, head.media_type) == (len(content), media_type)
        assert head.sha256 in {_sha256(content), None}


def test_what_is_not_there_is_missing(store: ObjectStore, tmp_path: Path) -> None:
    _put(store, "a/b", b"1")

    assert store.head("a") is None
    assert store.head("a/c") is None
    assert list(store.list("x/")) == []
    store.delete("a/c")
    for read in (store.get, store.sha256, lambda key: store.download(key, tmp_path / "never")):
        with pytest.raises(ObjectMissing):
            read("a/c")
        with pytest.raises(ObjectMissing):
            read("a")


def test_a_reader_without_a_place_to_write_is_no_fault_of_the_store(
    store: ObjectStore, tmp_path: Path
) -> None:
    _put(store, KEY, b"1")

    with pytest.raises(FileNotFoundError):
        store.download(KEY, tmp_path / "no such directory" / "file")


def test_a_deleted_object_is_gone(store: ObjectStore) -> None:
    _put(store, KEY, b"1")

    store.delete(KEY)

    assert store.head(KEY) is None
    assert list(store.list()) == []


def test_list_is_sorted_by_key_and_cut_by_prefix(store: ObjectStore) -> None:
    keys = ["a-b/1", "a/1", "a/10", "a/2/x", "a.txt", "ab", "b/1"]
    for key in keys:
        _put(store, key, key.encode())

    assert [entry.key for entry in store.list()] == sorted(keys)
    assert [entry.key for entry in store.list("a")] == sorted(keys)[:-1]
    assert [entry.key for entry in store.list("a/")] == ["a/1", "a/10", "a/2/x"]
    assert [entry.key for entry in store.list("a/1")] == ["a/1", "a/10"]
    first = next(store.list("a/10"))
    assert first.bytes == 4
    assert first.modified_at.tzinfo is not None


def test_hidden_objects_are_passed_over(place: Place) -> None:
    _put(place.store, "a/b", b"1")
    place.tamper("a/.DS_Store", b"")

    assert [entry.key for entry in place.store.list()] == ["a/b"]


def test_an_overwrite_replaces(store: ObjectStore) -> None:
    _put(store, KEY, b"long and old")
    _put(store, KEY, b"new")

    assert store.get(KEY) == b"new"
    assert [entry.bytes for entry in store.list()] == [3]


@in_all_places
@pytest.mark.parametrize("content", [b"the same", pytest.param(_large(PART + 1), id="in parts")])
def test_the_same_bytes_may_be_put_again_where_none_were_expected(store: ObjectStore, content: bytes) -> None:
    _put(store, KEY, content, if_absent=True)
    _put(store, KEY, content, if_absent=True)

    assert store.get(KEY) == content


@in_all_places
@pytest.mark.parametrize("other", [b"other", pytest.param(_large(PART + 1), id="in parts")])
def test_other_bytes_are_a_conflict_and_change_nothing(store: ObjectStore, other: bytes) -> None:
    _put(store, KEY, b"first", if_absent=True)

    with pytest.raises(ObjectConflict, match=r"manifest\.json"):
        _put(store, KEY, other, if_absent=True)

    assert store.get(KEY) == b"first"
    assert [entry.key for entry in store.list()] == [KEY]


def test_of_many_writers_at_once_one_wins(store: ObjectStore) -> None:
    contents = [f"writer {number}".encode() for number in range(8)]
    together = Barrier(len(contents))

    def write(content: bytes) -> bool:
        together.wait()
        try:
            _put(store, KEY, content, if_absent=True)
        except ObjectConflict:
            return False
        return True

    with ThreadPoolExecutor(len(contents)) as pool:
        won = list(pool.map(write, contents))

    assert [content for content, winner in zip(contents, won, strict=True) if winner] == [store.get(KEY)]


def test_a_large_object_comes_back_whole(store: ObjectStore) -> None:
    content = _large(2 * PART + 123)

    _put(store, KEY, content)

    assert store.sha256(KEY) == _sha256(content)
    head = store.head(KEY)
    assert head is not None
    assert (head.bytes, head.media_type) == (len(content), JSON)
    assert head.sha256 in {_sha256(content), None}


def test_a_source_that_is_not_what_was_fingerprinted_is_not_stored(store: ObjectStore) -> None:
    with pytest.raises(ChecksumMismatch, match="nothing was stored"):
        store.put(KEY, b"changed since", sha256=_sha256(b"fingerprinted"), media_type=JSON)

    assert list(store.list()) == []


def test_bytes_altered_in_the_store_are_found(place: Place) -> None:
    _put(place.store, KEY, b"as it was")

    place.tamper(KEY, b"as it is now")

    assert place.store.sha256(KEY) == _sha256(b"as it is now")
    with pytest.raises(ObjectConflict):
        _put(place.store, KEY, b"as it was", if_absent=True)


def test_a_hostile_key_is_refused_at_every_door(store: ObjectStore) -> None:
    doors = [store.get, store.head, store.sha256, store.delete, lambda key: _put(store, key, b"1")]
    for key in HOSTILE_KEYS:
        for door in doors:
            with pytest.raises(UsageError):
                door(key)
    for prefix in ("/", "../", "a//", ".."):
        with pytest.raises(UsageError):
            list(store.list(prefix))
    assert list(store.list()) == []


@pytest.mark.slow
@pytest.mark.service
def test_the_size_at_which_parts_begin_by_default(rgw: Gateway) -> None:
    store = S3Store(rgw.new_bucket(), endpoint_url=rgw.endpoint_url)
    content = _large(70 * 1024 * 1024)

    _put(store, KEY, content, if_absent=True)

    assert store.sha256(KEY) == _sha256(content)
