"""The object store in a bucket of any S3 server (AWS, Ceph RGW, MinIO, …).

Only what every server understands is relied upon: no default CRC headers (boto3 #4392), the SHA-256 sent as
a plain header and kept in hex in the user metadata, and every put read back, since a server may ignore the
header (Ceph 16.2 does). `If-None-Match` is used only where a probe on this bucket has shown that it holds:
Ceph 16.2 ignores it in a versioned bucket, other servers everywhere (versitygw #821). In a bucket with
versions a put keeps the older ones, and what is read, listed and deleted is the current one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dossiers.errors import ObjectConflict, ObjectMissing, StoreRefused
from dossiers.object_classes import ObjectClass, class_of
from storage.objects import (
    ByteStream,
    ObjectEntry,
    ObjectHead,
    ObjectStore,
    Traces,
    digest,
    is_hidden,
    opened,
    require_same,
    require_source,
    require_stored,
    safe_key,
    safe_prefix,
)
from storage.probing import AbilityName, StoreAbilities, require_kept
from storage.s3_client import s3_client
from storage.s3_errors import mapped
from storage.s3_parts import abort_stale_uploads, base64_of, put_in_parts
from storage.s3_probe import BucketProbe
from storage.s3_protection import Protection, confirm
from storage.s3_versions import erase_older_versions, erase_versions, traces_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_REPORTS = "reports/"
MULTIPART_BYTES = 64 * 1024 * 1024
STALE_UPLOAD = timedelta(days=1)  # no upload takes a day


class S3Store(ObjectStore):
    """Objects under one prefix of one bucket. Credentials come through boto3's usual chain."""

    def __init__(
        self,
        bucket: str,
        prefix: str = "",
        *,
        endpoint_url: str | None = None,
        region: str | None = None,
        protection: Protection | None = None,
        multipart_bytes: int = MULTIPART_BYTES,
    ) -> None:
        """Connects, looks for the bucket, and takes back what killed programs left half uploaded.

        Args:
            bucket: its name; it must exist.
            prefix: what stands before every key, without slashes at its ends.
            endpoint_url: of a server that is not AWS.
            region: of the bucket.
            protection: lock and encryption that every put carries; default: none.
            multipart_bytes: a larger object goes up in parts of this size (S3 allows none under 5 MiB).

        Raises:
            StoreRefused: no bucket of this name, or it does not let us in.
            StoreOutOfReach: no answer.
        """
        self._bucket = bucket
        self._root = f"{prefix}/" if prefix else ""
        self._multipart_bytes = multipart_bytes
        self._protection = protection or Protection()
        self._probing = threading.Lock()
        self._abilities: StoreAbilities | None = None
        self._confirmed: set[ObjectClass | None] = set()
        with mapped(f"s3://{bucket}"):
            self._client: S3Client = s3_client(endpoint_url, region)
        self._require_bucket()
        abort_stale_uploads(self._client, bucket, prefix=self._root, older_than=STALE_UPLOAD)

    def put(
        self, key: str, source: Path | bytes, *, sha256: str, media_type: str, if_absent: bool = False
    ) -> None:
        """See ObjectStore.put. Where If-None-Match does not hold, `if_absent` is a look and then a put.

        Raises:
            StoreRefused: the bucket lacks the lock or the encryption that was asked for.
        """
        about = {**self._at(key), "ContentType": media_type, "Metadata": {"sha256": sha256}}
        self._require_protection()
        asked = self._protection.headers(key)
        with opened(source) as stream:
            require_source(key, expected=sha256, actual=digest(stream))
            try:
                in_parts = self._write(key, stream, about | asked, if_absent=if_absent)
            except ObjectConflict:
                if not if_absent:
                    raise
                require_same(self, key, expected=sha256)
            else:
                self._confirm(key, asked, in_parts=in_parts)
                require_stored(self, key, expected=sha256)

    @contextmanager
    def open(self, key: str) -> Iterator[ByteStream]:
        """See ObjectStore.open."""
        with mapped(key), closing(self._client.get_object(**self._at(key))["Body"]) as body:
            yield body

    def head(self, key: str) -> ObjectHead | None:
        """See ObjectStore.head."""
        try:
            with mapped(key):
                answer = self._client.head_object(**self._at(key))
        except ObjectMissing:
            return None
        return ObjectHead(
            bytes=answer["ContentLength"],
            media_type=answer["ContentType"],
            sha256=answer["Metadata"].get("sha256"),
            locked_until=answer.get("ObjectLockRetainUntilDate"),
        )

    def list(self, prefix: str = "") -> Iterator[ObjectEntry]:
        """See ObjectStore.list."""
        pages = self._client.get_paginator("list_objects_v2")
        with mapped(prefix):
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._root + safe_prefix(prefix)):
                for found in page.get("Contents", ()):
                    key = found["Key"].removeprefix(self._root)
                    if not (is_hidden(key) or key.endswith("/")):
                        yield ObjectEntry(key, found["Size"], found["LastModified"].astimezone(UTC))

    def delete(self, key: str) -> None:
        """See ObjectStore.delete; a versioned bucket keeps the bytes as an older version."""
        with mapped(key):
            self._client.delete_object(**self._at(key))

    def erase(self, key: str) -> None:
        """See ObjectStore.erase."""
        at = self._at(key)
        with mapped(key):
            erase_versions(self._client, at["Bucket"], at["Key"], name=key)

    def erase_older(self, key: str) -> int:
        """See ObjectStore.erase_older."""
        at = self._at(key)
        with mapped(key):
            return erase_older_versions(self._client, at["Bucket"], at["Key"])

    def traces(self, key: str) -> Traces:
        """See ObjectStore.traces."""
        at = self._at(key)
        with mapped(key):
            return traces_of(self._client, at["Bucket"], at["Key"])

    def abilities(self) -> StoreAbilities:
        """See ObjectStore.abilities. Raises StoreOutOfReach."""
        with self._probing:
            if self._abilities is None:
                probe = BucketProbe(self._client, self._bucket, self._root, self._protection)
                self._abilities = probe.abilities()
            return self._abilities

    def _at(self, key: str) -> dict[str, Any]:
        return {"Bucket": self._bucket, "Key": self._root + safe_key(key)}

    def _require_bucket(self) -> None:
        try:
            with mapped(self._bucket):
                self._client.head_bucket(Bucket=self._bucket)
        except ObjectMissing as error:
            raise StoreRefused(
                f"there is no bucket {self._bucket}", "Make the bucket, or mend [store] url."
            ) from error
        except StoreRefused:
            self._require_reports()

    def _require_reports(self) -> None:
        """An inspector may see the reports alone; who may not even do that hears why (HEAD never says)."""
        with mapped(f"s3://{self._bucket}"):
            self._client.list_objects_v2(Bucket=self._bucket, Prefix=f"{self._root}{_REPORTS}", MaxKeys=1)

    def _require_protection(self) -> None:
        """Before the first paper: nobody's paper shall lie there unprotected, not even for a moment."""
        if self._protection.asks_for_lock or self._protection.algorithm:
            require_kept(self.abilities())

    def _confirm(self, key: str, asked: dict[str, Any], *, in_parts: bool) -> None:
        """HEAD has to report it of the first object of each class, and of whatever went up in parts."""
        object_class = class_of(key)
        if asked and (in_parts or object_class not in self._confirmed):
            with mapped(key):
                confirm(self._client, self._at(key), asked, name=key)
            self._confirmed.add(object_class)

    def _write(self, key: str, stream: BinaryIO, about: dict[str, Any], *, if_absent: bool) -> bool:
        """Whether it went up in parts."""
        in_parts = stream.seek(0, os.SEEK_END) > self._multipart_bytes
        stream.seek(0)
        # Ceph 16.2 ignores the condition for an upload in parts.
        conditional = if_absent and not in_parts and self.abilities().holds(AbilityName.IF_NONE_MATCH)
        if if_absent and not conditional and self.head(key) is not None:
            raise ObjectConflict(f"{key}: the key is taken")
        with mapped(key):
            if in_parts:
                put_in_parts(self._client, stream, about, part_bytes=self._multipart_bytes)
            else:
                condition: dict[str, Any] = {"IfNoneMatch": "*"} if conditional else {}
                checksum = base64_of(about["Metadata"]["sha256"])
                self._client.put_object(**about, **condition, Body=stream, ChecksumSHA256=checksum)
        return in_parts
