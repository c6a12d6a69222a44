"""Encryption on a real Ceph RGW: it counts only where HEAD reports it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from config.sections import Encryption, LockMode, RetentionSettings, StoreSettings
from dossiers.errors import SettingsRefused, StoreRefused
from dossiers.manifest import original_key
from storage.objects import ObjectStore
from storage.opening import open_store
from storage.s3 import S3Store
from storage.s3_protection import Protection, confirm
from tests.services import KMS_KEY, Gateway

KEY = original_key("000.00.00.H01-250117-0001", "0" * 64, "pdf")
PART = 5 * 1024 * 1024


def _put(store: ObjectStore, content: bytes) -> None:
    store.put(KEY, content, sha256=hashlib.sha256(content).hexdigest(), media_type="application/pdf")


@pytest.mark.service
@pytest.mark.parametrize("size", [100, pytest.param(PART + 100, id="in parts")])
@pytest.mark.parametrize("locked", [False, True], ids=["plain", "locked"])
def test_every_object_is_encrypted_with_the_key(rgw: Gateway, size: int, locked: bool) -> None:
    bucket = rgw.new_bucket(locked=locked)
    protection = Protection(
        LockMode.GOVERNANCE if locked else LockMode.OFF,
        RetentionSettings(original=1),
        Encryption.SSE_KMS,
        KMS_KEY,
    )
    store = S3Store(bucket, endpoint_url=rgw.endpoint_url, protection=protection, multipart_bytes=PART)
    content = hashlib.shake_128(b"a scan").digest(size)

    _put(store, content)

    head = rgw.client.head_object(Bucket=bucket, Key=KEY)
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", KMS_KEY)
    assert head.get("ObjectLockMode") == ("GOVERNANCE" if locked else None)
    assert store.get(KEY) == content


@pytest.mark.service
@pytest.mark.parametrize(
    ("encryption", "key", "why"),
    [
        # This server takes the header and does nothing.
        ("sse-s3", None, "HEAD reports none"),
        ("sse-kms", None, "InvalidArgument"),
        ("sse-kms", "no-such-key", "403"),
    ],
)
def test_nothing_is_stored_where_the_server_does_not_encrypt(
    rgw: Gateway, encryption: str, key: str | None, why: str
) -> None:
    bucket = rgw.new_bucket()
    settings = StoreSettings(
        url=f"s3://{bucket}", endpoint_url=rgw.endpoint_url, encryption=encryption, kms_key_id=key
    )

    with pytest.raises(StoreRefused, match="encryption") as refused:
        _put(open_store(settings), b"x")

    assert why in refused.value.message
    assert refused.value.exit_code == 4
    assert "Contents" not in rgw.client.list_objects_v2(Bucket=bucket)


@pytest.mark.service
def test_what_head_does_not_report_is_refused(rgw: Gateway) -> None:
    bucket = rgw.new_bucket()
    rgw.client.put_object(Bucket=bucket, Key=KEY, ServerSideEncryption="AES256")

    with pytest.raises(StoreRefused, match="no encryption"):
        confirm(rgw.client, {"Bucket": bucket, "Key": KEY}, {"ServerSideEncryption": "AES256"}, name=KEY)


def test_a_key_without_its_encryption_is_refused() -> None:
    with pytest.raises(SettingsRefused, match="kms_key_id"):
        open_store(StoreSettings(url="s3://bucket", encryption="sse-s3", kms_key_id="k"))


@pytest.mark.parametrize("asked", [{"object_lock": "governance"}, {"encryption": "sse-s3"}])
def test_a_directory_is_not_asked_for_what_it_cannot(tmp_path: Path, asked: dict[str, str]) -> None:
    with pytest.raises(SettingsRefused, match="directory"):
        open_store(StoreSettings(url=tmp_path.as_uri(), **asked))
