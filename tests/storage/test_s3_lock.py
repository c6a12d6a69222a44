"""Object lock on a real Ceph RGW: what is put stays until its day, per class; conditional writes, too."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from config.sections import LockMode, RetentionSettings, StoreSettings
from dossiers.errors import ObjectConflict, ObjectLocked, SettingsRefused, StoreRefused
from dossiers.issues import LATEST_KEY
from dossiers.manifest import archive_key, manifest_key, original_key, text_key
from storage.objects import ObjectStore
from storage.opening import open_store
from storage.s3 import S3Store
from storage.s3_protection import Protection
from tests.services import Gateway

pytestmark = pytest.mark.service
CODE = "000.00.00.H01-250117-0001"
ORIGINAL = original_key(CODE, "0" * 64, "pdf")
DAYS = RetentionSettings(original=100, archive=90, text=10, manifest=80, report=70, audit=60)
PART = 5 * 1024 * 1024


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _put(store: ObjectStore, key: str, content: bytes, *, if_absent: bool = False) -> None:
    store.put(key, content, sha256=_sha256(content), media_type="application/pdf", if_absent=if_absent)


def _open(rgw: Gateway, bucket: str, lock: str, retention: RetentionSettings = DAYS) -> ObjectStore:
    settings = StoreSettings(url=f"s3://{bucket}/kho", endpoint_url=rgw.endpoint_url, object_lock=lock)
    return open_store(settings, retention)


def _versions(rgw: Gateway, bucket: str, key: str) -> list[str]:
    found = rgw.client.list_object_versions(Bucket=bucket, Prefix=f"kho/{key}")
    return [version["VersionId"] for version in found.get("Versions", [])]


def _refused(rgw: Gateway, bucket: str, key: str, version: str, *, bypass: bool) -> bool:
    try:
        rgw.client.delete_object(
            Bucket=bucket, Key=f"kho/{key}", VersionId=version, BypassGovernanceRetention=bypass
        )
    except ClientError as error:
        return error.response["Error"]["Code"] == "AccessDenied"
    return False


@pytest.fixture(scope="module")
def locked_bucket(rgw_server: Gateway) -> str:
    """One bucket for all that only looks at what it put itself."""
    return rgw_server.new_bucket(locked=True)


@pytest.mark.parametrize(("lock", "may_be_bypassed"), [("governance", True), ("compliance", False)])
def test_nobody_deletes_what_is_locked(
    rgw: Gateway, locked_bucket: str, lock: str, may_be_bypassed: bool
) -> None:
    key = original_key(CODE, _sha256(lock.encode()), "pdf")
    before = datetime.now(UTC)

    _put(_open(rgw, locked_bucket, lock), key, b"an original")

    head = rgw.client.head_object(Bucket=locked_bucket, Key=f"kho/{key}")
    assert head["ObjectLockMode"] == lock.upper()
    days = head["ObjectLockRetainUntilDate"] - before
    assert timedelta(days=100) - timedelta(seconds=1) <= days <= timedelta(days=100, minutes=2)
    assert _refused(rgw, locked_bucket, key, head["VersionId"], bypass=False)
    assert _refused(rgw, locked_bucket, key, head["VersionId"], bypass=True) is not may_be_bypassed


def test_each_class_is_locked_for_its_own_days(rgw: Gateway, locked_bucket: str) -> None:
    store = _open(rgw, locked_bucket, "governance", DAYS.model_copy(update={"archive": 0}))
    due = {text_key(CODE, 1): 10, manifest_key(CODE): 80, "reports/2024-03/i/report.json": 70, "audit/a": 60}
    # 0 days: for good, as far as a server counts that has 32 bits for the seconds since 1970
    due[archive_key(CODE, 1)] = (datetime(2106, 1, 1, tzinfo=UTC) - datetime.now(UTC)).days

    for key, days in due.items():
        _put(store, key, b"x")

        head = store.head(key)
        assert head is not None
        assert head.locked_until is not None
        assert (head.locked_until - datetime.now(UTC) + timedelta(minutes=2)).days == days

    _put(store, LATEST_KEY, b"x")
    assert store.head(LATEST_KEY).locked_until is None


def test_a_locked_manifest_is_written_over_and_its_versions_stay(rgw: Gateway, locked_bucket: str) -> None:
    store = _open(rgw, locked_bucket, "governance")
    key = manifest_key("H40.12-250805-0007")

    _put(store, key, b"first")
    _put(store, key, b"second")

    assert store.get(key) == b"second"
    assert [entry.key for entry in store.list(key)] == [key]
    versions = _versions(rgw, locked_bucket, key)
    assert len(versions) == 2
    assert all(_refused(rgw, locked_bucket, key, version, bypass=False) for version in versions)


def test_what_is_locked_is_not_erased_and_what_is_deleted_can_be_brought_back(
    rgw: Gateway, locked_bucket: str
) -> None:
    store = _open(rgw, locked_bucket, "governance")
    key = text_key("H40.12-250805-0008", 1)
    _put(store, key, b"x")

    with pytest.raises(ObjectLocked, match="until"):
        store.erase(key)
    assert store.get(key) == b"x"

    store.delete(key)
    assert store.head(key) is None
    assert list(store.list(key)) == []
    (version,) = _versions(rgw, locked_bucket, key)
    body = rgw.client.get_object(Bucket=locked_bucket, Key=f"kho/{key}", VersionId=version)["Body"]
    assert body.read() == b"x"


def test_a_large_object_is_locked_too(rgw: Gateway, locked_bucket: str) -> None:
    store = S3Store(
        locked_bucket,
        "kho",
        endpoint_url=rgw.endpoint_url,
        protection=Protection(LockMode.GOVERNANCE, DAYS),
        multipart_bytes=PART,
    )
    key = original_key(CODE, "a" * 64, "tif")
    content = hashlib.shake_128(b"a large scan").digest(2 * PART + 1)

    _put(store, key, content)

    assert store.sha256(key) == _sha256(content)
    (version,) = _versions(rgw, locked_bucket, key)
    assert _refused(rgw, locked_bucket, key, version, bypass=False)


def test_a_taken_key_is_a_conflict_in_a_locked_bucket_too(rgw: Gateway, locked_bucket: str) -> None:
    store = _open(rgw, locked_bucket, "governance")
    key = original_key(CODE, "b" * 64, "pdf")
    _put(store, key, b"first", if_absent=True)
    _put(store, key, b"first", if_absent=True)

    with pytest.raises(ObjectConflict):
        _put(store, key, b"second", if_absent=True)

    assert len(_versions(rgw, locked_bucket, key)) == 1


@pytest.mark.parametrize("versioned", [False, True])
def test_a_bucket_without_lock_gets_nothing(rgw: Gateway, versioned: bool) -> None:
    bucket = rgw.new_bucket(versioned=versioned)

    with pytest.raises(StoreRefused, match="object_lock") as refused:
        _put(_open(rgw, bucket, "governance"), ORIGINAL, b"x")

    assert "Make a bucket with object lock" in refused.value.hint
    assert "Versions" not in rgw.client.list_object_versions(Bucket=bucket)


def test_an_object_is_erased_with_all_its_versions_and_no_other(rgw: Gateway) -> None:
    bucket = rgw.new_bucket(versioned=True)
    store = _open(rgw, bucket, "off")
    for key in ("a/b", "a/b", "a/b.2"):
        _put(store, key, b"x")
    store.delete("a/b")

    store.erase("a/b")

    found = rgw.client.list_object_versions(Bucket=bucket)
    assert [version["Key"] for version in found["Versions"]] == ["kho/a/b.2"]
    assert "DeleteMarkers" not in found


def test_a_compliance_lock_without_an_end_is_refused_before_anything_is_asked() -> None:
    settings = StoreSettings(url="s3://bucket", object_lock="compliance")

    with pytest.raises(SettingsRefused, match="original, text") as refused:
        open_store(settings, DAYS.model_copy(update={"original": 0, "text": 0}))

    assert "[retention]" in refused.value.hint
