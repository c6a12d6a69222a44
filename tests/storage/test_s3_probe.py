"""What the probe says of a real Ceph RGW is what this server is known to do; and it leaves nothing behind."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from config.sections import Encryption, LockMode
from storage.local import LocalStore
from storage.probing import AbilityName, StoreAbilities, Verdict
from storage.s3 import S3Store
from storage.s3_parts import abort_stale_uploads
from storage.s3_protection import Protection
from tests.services import KMS_KEY, Gateway

KEY = "dossiers/a/manifest.json"
PLAIN = {"if_none_match", "if_match_unquoted", "multipart"}
ALLOWED = ["s3:PutObject", "s3:GetObject", "s3:ListBucket", "s3:PutObjectRetention", "s3:GetObjectRetention"]


def _verdicts(found: StoreAbilities) -> dict[str, str]:
    return {entry.name.value: entry.verdict.value for entry in found.abilities}


def _expected(holding: set[str]) -> dict[str, str]:
    return {name.value: "holds" if name.value in holding else "missing" for name in AbilityName}


@pytest.mark.service
@pytest.mark.parametrize(
    ("versioned", "locked", "holding"),
    [
        (False, False, PLAIN),
        (True, False, {"multipart", "versioning"}),
        (False, True, {"multipart", "versioning", "object_lock"}),
    ],
    ids=["plain", "versioned", "locked"],
)
def test_what_ceph_is_known_to_do(rgw: Gateway, versioned: bool, locked: bool, holding: set[str]) -> None:
    bucket = rgw.new_bucket(versioned=versioned, locked=locked)
    store = S3Store(bucket, "kho", endpoint_url=rgw.endpoint_url)

    assert _verdicts(store.abilities()) == _expected(holding)

    left = rgw.client.list_object_versions(Bucket=bucket)
    assert left.get("Versions", []) + left.get("DeleteMarkers", []) == []
    assert "Uploads" not in rgw.client.list_multipart_uploads(Bucket=bucket)


@pytest.mark.service
def test_encryption_that_was_asked_for_is_tried_with_its_key(rgw: Gateway) -> None:
    protection = Protection(encryption=Encryption.SSE_KMS, kms_key_id=KMS_KEY)
    store = S3Store(rgw.new_bucket(), endpoint_url=rgw.endpoint_url, protection=protection)

    found = store.abilities()

    assert _verdicts(found) == _expected({*PLAIN, "encryption"})
    assert (found.broken, found.doubtful) == ((), ())


@pytest.mark.service
def test_who_may_delete_nothing_cannot_know_whether_a_lock_holds(
    rgw: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = rgw.new_bucket(locked=True)
    clerk = rgw.new_user(f"clerk-{bucket}")
    resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": [f"arn:aws:iam:::user/{clerk.access_key}"]},
        "Action": ALLOWED,
        "Resource": resources,
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    rgw.client.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    for name, value in clerk.environment.items():
        monkeypatch.setenv(name, value)
    store = S3Store(bucket, endpoint_url=rgw.endpoint_url, protection=Protection(LockMode.GOVERNANCE))

    found = store.abilities()

    assert found.broken == ()
    (doubtful,) = found.doubtful
    assert doubtful.name is AbilityName.OBJECT_LOCK
    assert "may delete nothing" in doubtful.why
    # What it may not remove is hidden.
    assert list(store.list()) == []


@pytest.mark.service
def test_only_our_own_half_uploads_are_taken_back(rgw: Gateway) -> None:
    bucket = rgw.new_bucket()
    for key in (f"kho/{KEY}", "kho/somebody-else", f"other/{KEY}"):
        rgw.client.create_multipart_upload(Bucket=bucket, Key=key)

    def waiting() -> list[str]:
        return [upload["Key"] for upload in rgw.client.list_multipart_uploads(Bucket=bucket)["Uploads"]]

    S3Store(bucket, "kho", endpoint_url=rgw.endpoint_url)
    assert len(waiting()) == 3, "one may belong to an upload at work"

    abort_stale_uploads(rgw.client, bucket, prefix="kho/", older_than=timedelta(0))
    assert waiting() == ["kho/somebody-else", f"other/{KEY}"]


def test_a_directory_says_what_it_is(tmp_path) -> None:
    found = LocalStore(tmp_path).abilities()

    assert _verdicts(found) == _expected({"if_none_match", "multipart", "checksum"})
    assert all(entry.name.without_it for entry in found.abilities if entry.verdict is Verdict.MISSING)
