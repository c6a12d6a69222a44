"""Older versions of an object: what a bucket with versions keeps when a key is written over or deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from dossiers.errors import ObjectLocked
from storage.instants import now
from storage.objects import Traces

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_FOR_EVER = datetime.max.replace(tzinfo=UTC)
_NOT = datetime.min.replace(tzinfo=UTC)


class _Versions(NamedTuple):
    """The ids of all versions of a key, the newest first, and of the marks that deletions left."""

    newest: list[str]
    older: list[str]
    marks: list[str]


def erase_versions(client: S3Client, bucket: str, key: str, *, name: str) -> None:
    """Deletes every version of a key, and the marks that earlier deletions left.

    Args:
        client: of boto3, whose errors pass through.
        bucket: its name.
        key: with the prefix of the store.
        name: the key as messages say it.

    Raises:
        ObjectLocked: an object lock holds one of them; nothing was deleted.
    """
    found = _versions(client, bucket, key)
    versions = (*found.newest, *found.older)
    until = max((_held_until(client, bucket, key, version) or _NOT for version in versions), default=_NOT)
    if until is _FOR_EVER:
        raise ObjectLocked(f"{name}: a legal hold is on a version of it.", "Have the hold taken off.")
    if until > _NOT:
        raise ObjectLocked(f"{name}: an object lock holds a version of it until {until:%Y-%m-%d}.")
    for version in (*versions, *found.marks):
        client.delete_object(Bucket=bucket, Key=key, VersionId=version)


def erase_older_versions(client: S3Client, bucket: str, key: str) -> int:
    """Deletes all versions of a key but the newest; how many an object lock holds, which stay."""
    held = 0
    for version in _versions(client, bucket, key).older:
        if _held_until(client, bucket, key, version):
            held += 1
        else:
            client.delete_object(Bucket=bucket, Key=key, VersionId=version)
    return held


def traces_of(client: S3Client, bucket: str, key: str) -> Traces:
    """What is there of a key, and until when a lock holds it."""
    found = _versions(client, bucket, key)
    until = [
        moment
        for version in (*found.newest, *found.older)
        if (moment := _held_until(client, bucket, key, version))
    ]
    number = len(found.newest) + len(found.older) + len(found.marks)
    return Traces(number, held_until=max(until, default=None))


def _versions(client: S3Client, bucket: str, key: str) -> _Versions:
    found = _Versions([], [], [])
    for page in client.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key):
        for version in page.get("Versions", ()):
            if version["Key"] == key:
                (found.newest if version["IsLatest"] else found.older).append(version["VersionId"])
        found.marks.extend(mark["VersionId"] for mark in page.get("DeleteMarkers", ()) if mark["Key"] == key)
    return found


def _held_until(client: S3Client, bucket: str, key: str, version: str) -> datetime | None:
    """So long a lock holds a version; the end of time for a legal hold, None where nothing does."""
    head: Any = client.head_object(Bucket=bucket, Key=key, VersionId=version)
    if head.get("ObjectLockLegalHoldStatus") == "ON":
        return _FOR_EVER
    until: datetime | None = head.get("ObjectLockRetainUntilDate")
    return until if until is not None and until > now() else None
