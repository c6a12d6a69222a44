"""What a bucket can do, tried on the bucket itself: servers differ, and so do the buckets of one server.

Ceph 16.2, as tried: `If-Match` holds unquoted only; in a versioned or locked bucket `If-None-Match` succeeds
on a taken key and `If-Match` always fails; a false SHA-256 is accepted; SSE-S3 is accepted and not done.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from dossiers.errors import ChecksumMismatch, ObjectConflict, SohoaError, StoreRefused
from storage.probing import Ability, AbilityName, StoreAbilities, Verdict
from storage.s3_errors import mapped
from storage.s3_parts import base64_of, put_in_parts, sha256_of
from storage.s3_protection import Protection

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PROBES = ".sohoa-probe"
LOCKED_SECONDS = 30  # long enough to try a deletion
_LEFT_BEHIND = timedelta(hours=1)  # no probe takes an hour
_PART_BYTES = 5 * 1024 * 1024
_CONTENT = b"probe"
_NO_TAG = "0" * 32
_UNVERSIONED = "null"

Finding = tuple[Verdict, str]
HOLDS: Finding = (Verdict.HOLDS, "")


class BucketProbe:
    """One try of everything. Its objects lie under `.sohoa-probe/` and are gone afterwards if they may."""

    def __init__(self, client: S3Client, bucket: str, root: str, protection: Protection) -> None:
        """Keeps where to try: `root` stands before every key; every put carries the encryption asked for."""
        self._client = client
        self._bucket = bucket
        self._all_probes = f"{root}{PROBES}/"
        self._folder = f"{self._all_probes}{secrets.token_hex(16)}/"
        self._protection = protection
        self._made: list[dict[str, Any]] = []

    def abilities(self) -> StoreAbilities:
        """Tries everything. Raises StoreOutOfReach."""
        asked = {
            AbilityName.OBJECT_LOCK: self._protection.asks_for_lock,
            AbilityName.ENCRYPTION: self._protection.algorithm is not None,
        }
        trials: dict[AbilityName, Callable[[], Finding]] = {
            AbilityName.IF_NONE_MATCH: self._if_none_match,
            AbilityName.IF_MATCH_QUOTED: lambda: self._if_match('"{}"'),
            AbilityName.IF_MATCH_UNQUOTED: lambda: self._if_match("{}"),
            AbilityName.MULTIPART: self._multipart,
            AbilityName.CHECKSUM: self._checksum,
            AbilityName.VERSIONING: self._versioning,
            AbilityName.OBJECT_LOCK: self._object_lock,
            AbilityName.ENCRYPTION: self._encryption,
        }
        try:
            found = {name: _tried(trial) for name, trial in trials.items()}
        finally:
            self._clear()
        return StoreAbilities(
            tuple(Ability(name, *found[name], asked_for=asked.get(name, False)) for name in trials)
        )

    def _if_none_match(self) -> Finding:
        key = self._new_key()
        try:
            self._put(key, IfNoneMatch="*")
            self._put(key, IfNoneMatch="*")
        except ObjectConflict:
            return HOLDS if self._is_made(key) else (Verdict.MISSING, "refused where nothing lies")
        return Verdict.MISSING, "a taken key is written over"

    def _if_match(self, form: str) -> Finding:
        key = self._new_key()
        tag = self._put(key)["ETag"].strip('"')
        try:
            self._put(key, IfMatch=form.format(_NO_TAG))
        except ObjectConflict:
            pass
        else:
            return Verdict.MISSING, "a wrong tag goes through"
        try:
            self._put(key, IfMatch=form.format(tag))
        except ObjectConflict:
            return Verdict.MISSING, "the right tag is refused"
        return HOLDS

    def _multipart(self) -> Finding:
        key = self._new_key()
        put_in_parts(self._client, io.BytesIO(_CONTENT), self._about(key), part_bytes=_PART_BYTES)
        head = self._head(key)
        self._note(key, head.get("VersionId"))
        whole = head["ContentLength"] == len(_CONTENT)
        return HOLDS if whole else (Verdict.MISSING, "the object did not come out whole")

    def _checksum(self) -> Finding:
        try:
            self._put(self._new_key(), ChecksumSHA256=base64_of(sha256_of(b"something else")))
        except ChecksumMismatch:
            return HOLDS
        except StoreRefused as refusal:
            if _is_forbidden(refusal):
                raise
            return HOLDS
        return Verdict.MISSING, "a false SHA-256 is accepted"

    def _versioning(self) -> Finding:
        key = self._new_key()
        versions = {self._put(key).get("VersionId", _UNVERSIONED) for _ in range(2)}
        return HOLDS if len(versions) > 1 else (Verdict.MISSING, "an overwritten object is gone")

    def _object_lock(self) -> Finding:
        free = self._put(key := self._new_key())
        locked = self._new_key()
        until = parsedate_to_datetime(free["ResponseMetadata"]["HTTPHeaders"]["date"])  # the server's clock
        until += timedelta(seconds=LOCKED_SECONDS)
        try:
            put = self._put(locked, ObjectLockMode="GOVERNANCE", ObjectLockRetainUntilDate=until)
        except StoreRefused as refusal:
            if _is_forbidden(refusal):
                raise
            return Verdict.MISSING, "the bucket takes no locked object"
        if "VersionId" not in put:
            return Verdict.MISSING, "a lock is accepted and not kept"
        if not self._delete(key, free.get("VersionId")):
            return Verdict.UNKNOWN, "this account may delete nothing, locked or not"
        if self._delete(locked, put["VersionId"]):
            return Verdict.MISSING, "a locked version was deleted"
        return HOLDS

    def _encryption(self) -> Finding:
        asked = self._protection.algorithm
        key = self._new_key()
        try:
            self._put(key)
        except StoreRefused as refusal:
            if asked is None:
                raise
            return Verdict.MISSING, refusal.message.removeprefix(f"{key}: ")
        reported = self._head(key).get("ServerSideEncryption")
        if asked is None and reported is not None:
            return Verdict.HOLDS, f"{reported}, by the bucket itself"
        if reported is not None and reported == asked:
            return Verdict.HOLDS, reported
        return Verdict.MISSING, f"HEAD reports {reported or 'none'}"

    def _new_key(self) -> str:
        return f"{self._folder}{secrets.token_hex(4)}"

    def _about(self, key: str) -> dict[str, Any]:
        return {"Bucket": self._bucket, "Key": key, **self._protection.encryption_headers()}

    def _put(self, key: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - arguments of boto3
        checksum = {"ChecksumSHA256": base64_of(sha256_of(_CONTENT))}
        with mapped(key):
            answer: Any = self._client.put_object(**{**self._about(key), **checksum, **more}, Body=_CONTENT)
        self._note(key, answer.get("VersionId"))
        return dict(answer)

    def _head(self, key: str) -> dict[str, Any]:
        with mapped(key):
            return dict(self._client.head_object(Bucket=self._bucket, Key=key))

    def _note(self, key: str, version: str | None) -> None:
        self._made.append({"Key": key, **({"VersionId": version} if version else {})})

    def _is_made(self, key: str) -> bool:
        return any(entry["Key"] == key for entry in self._made)

    def _delete(self, key: str, version: str | None, **more: Any) -> bool:  # noqa: ANN401
        """Whether the version could be deleted."""
        at: dict[str, Any] = {"Key": key, **({"VersionId": version} if version else {})}
        try:
            with mapped(key):
                self._client.delete_object(Bucket=self._bucket, **at, **more)
        except StoreRefused:
            return False
        return True

    def _clear(self) -> None:
        """Deletes what this probe made and an earlier one had to leave; what may not go stays hidden."""
        made = self._made
        with suppress(SohoaError):  # a put that failed may be there; who may not list knows only the others
            made = self._lying()
        with suppress(SohoaError):
            for entry in made:
                self._remove(entry["Key"], entry.get("VersionId"))

    def _remove(self, key: str, version: str | None) -> None:
        if not self._delete(key, version) and version:
            self._delete(key, version, BypassGovernanceRetention=True)

    def _lying(self) -> list[dict[str, Any]]:
        with mapped(self._folder):
            found = self._client.list_object_versions(Bucket=self._bucket, Prefix=self._all_probes)
        oldest = datetime.now(UTC) - _LEFT_BEHIND
        entries: list[Any] = [*found.get("Versions", ()), *found.get("DeleteMarkers", ())]
        return [
            entry
            for entry in entries
            if entry["Key"].startswith(self._folder) or entry["LastModified"] < oldest
        ]


def _tried(trial: Callable[[], Finding]) -> Finding:
    """What a trial found; what the server refuses is missing, what this account may not try is unknown."""
    try:
        with mapped("probe"):
            return trial()
    except StoreRefused as refusal:
        why = refusal.message.rpartition(": ")[2]
        return Verdict.UNKNOWN if _is_forbidden(refusal) else Verdict.MISSING, why
    except (ObjectConflict, ChecksumMismatch) as strange:
        return Verdict.UNKNOWN, strange.message.rpartition(": ")[2]
    except KeyError as lack:
        return Verdict.UNKNOWN, f"the server's answer has no {lack.args[0]}"


def _is_forbidden(refusal: StoreRefused) -> bool:
    answer = refusal.__cause__
    if not isinstance(answer, ClientError):
        return False
    return answer.response.get("ResponseMetadata", {}).get("HTTPStatusCode") == HTTPStatus.FORBIDDEN
