"""The object store in a bucket of any S3 server (AWS, Ceph RGW, MinIO, …).

Only what every server understands is relied upon: no default CRC headers (boto3 #4392), the SHA-256 sent as
a plain header and kept in hex in the user metadata, and every put read back, since a server may ignore the
header (Ceph 16.2 does). `If-None-Match` is used only where a probe on this bucket has shown that it holds:
Ceph 16.2 ignores it in a versioned bucket, other servers everywhere (versitygw #821).
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from dossiers.errors import ObjectConflict, ObjectMissing, StoreRefused
from storage.objects import (
    ByteStream,
    ObjectEntry,
    ObjectHead,
    ObjectStore,
    digest,
    is_hidden,
    opened,
    require_same,
    require_source,
    require_stored,
    safe_key,
    safe_prefix,
)
from storage.s3_errors import mapped
from storage.s3_parts import base64_of, put_in_parts

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MULTIPART_BYTES = 64 * 1024 * 1024
_PROBES = ".sohoa-probe"
_CONFIG = Config(
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    retries={"mode": "standard", "total_max_attempts": 4},
    connect_timeout=10,
    read_timeout=60,
    max_pool_connections=32,
)


class S3Store(ObjectStore):
    """Objects under one prefix of one bucket. Credentials come through boto3's usual chain."""

    def __init__(
        self,
        bucket: str,
        prefix: str = "",
        *,
        endpoint_url: str | None = None,
        region: str | None = None,
        multipart_bytes: int = MULTIPART_BYTES,
    ) -> None:
        """Connects and looks for the bucket.

        Args:
            bucket: its name; it must exist.
            prefix: what stands before every key, without slashes at its ends.
            endpoint_url: of a server that is not AWS.
            region: of the bucket.
            multipart_bytes: a larger object goes up in parts of this size (S3 allows none under 5 MiB).

        Raises:
            StoreRefused: no bucket of this name, or it does not let us in.
            StoreOutOfReach: no answer.
        """
        self._bucket = bucket
        self._root = f"{prefix}/" if prefix else ""
        self._multipart_bytes = multipart_bytes
        self._probing = threading.Lock()
        self._conditional: bool | None = None
        with mapped(f"s3://{bucket}"):
            # A client is safe to share between threads, a session is not (boto3 guide, Multithreading).
            session = boto3.session.Session(region_name=region)
            self._client: S3Client = session.client("s3", endpoint_url=endpoint_url, config=_CONFIG)
        self._require_bucket()

    def put(
        self, key: str, source: Path | bytes, *, sha256: str, media_type: str, if_absent: bool = False
    ) -> None:
        """See ObjectStore.put. Where If-None-Match does not hold, `if_absent` is a look and then a put."""
        about = {**self._at(key), "ContentType": media_type, "Metadata": {"sha256": sha256}}
        with opened(source) as stream:
            require_source(key, expected=sha256, actual=digest(stream))
            try:
                self._write(key, stream, about, if_absent=if_absent)
            except ObjectConflict:
                if not if_absent:
                    raise
                require_same(self, key, expected=sha256)
            else:
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
        return ObjectHead(answer["ContentLength"], answer["ContentType"], answer["Metadata"].get("sha256"))

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

    def _write(self, key: str, stream: BinaryIO, about: dict[str, Any], *, if_absent: bool) -> None:
        in_parts = stream.seek(0, os.SEEK_END) > self._multipart_bytes
        stream.seek(0)
        # Ceph 16.2 ignores the condition for an upload in parts.
        conditional = if_absent and not in_parts and self._honours_if_none_match()
        if if_absent and not conditional and self.head(key) is not None:
            raise ObjectConflict(f"{key}: the key is taken")
        with mapped(key):
            if in_parts:
                put_in_parts(self._client, stream, about, part_bytes=self._multipart_bytes)
            else:
                condition: dict[str, Any] = {"IfNoneMatch": "*"} if conditional else {}
                checksum = base64_of(about["Metadata"]["sha256"])
                self._client.put_object(**about, **condition, Body=stream, ChecksumSHA256=checksum)

    def _honours_if_none_match(self) -> bool:
        with self._probing:
            if self._conditional is None:
                self._conditional = self._probe()
            return self._conditional

    def _probe(self) -> bool:
        """Whether this bucket refuses the second of two conditional puts."""
        at: dict[str, Any] = {"Bucket": self._bucket, "Key": f"{self._root}{_PROBES}/{secrets.token_hex(16)}"}
        probe = {
            **at,
            "Body": b"",
            "IfNoneMatch": "*",
            "ChecksumSHA256": base64_of(hashlib.sha256().hexdigest()),
        }
        try:
            with mapped(at["Key"]):
                self._client.put_object(**probe)
                self._client.put_object(**probe)
        except ObjectConflict:
            return True
        except StoreRefused:
            return False  # a server that knows no condition, or an account that the put itself will report
        finally:
            with suppress(BotoCoreError, ClientError):  # an archive's policy may forbid to delete
                self._client.delete_object(**at)
        return False
