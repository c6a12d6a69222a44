"""A large object goes up to S3 in parts; it appears whole or not at all.

boto3's own upload_fileobj sends checksums as trailers, which old gateways refuse (boto3 #4392), or none,
which a bucket with object lock refuses: here each part carries its checksum as a plain header.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

from botocore.exceptions import BotoCoreError, ClientError

from dossiers.object_classes import class_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def put_in_parts(client: S3Client, stream: BinaryIO, about: dict[str, Any], *, part_bytes: int) -> None:
    """Uploads what is left in the stream; an upload that fails is taken back.

    Args:
        client: of boto3, whose errors pass through.
        stream: read one part at a time.
        about: Bucket, Key and what else describes the object.
        part_bytes: size of a part; S3 allows none under 5 MiB but the last, and at most 10000.
    """
    upload: dict[str, Any] = {"Bucket": about["Bucket"], "Key": about["Key"]}
    upload["UploadId"] = client.create_multipart_upload(**about, ChecksumAlgorithm="SHA256")["UploadId"]
    try:
        parts: list[Any] = []
        while piece := stream.read(part_bytes):
            checksum = base64_of(sha256_of(piece))
            part: dict[str, Any] = {"PartNumber": len(parts) + 1, "ChecksumSHA256": checksum}
            parts.append({**part, "ETag": client.upload_part(**upload, **part, Body=piece)["ETag"]})
        client.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
    except BaseException:
        with suppress(BotoCoreError, ClientError):  # the first error is the one to tell
            client.abort_multipart_upload(**upload)
        raise


def abort_stale_uploads(client: S3Client, bucket: str, *, prefix: str, older_than: timedelta) -> None:
    """Takes back what a killed program left half uploaded, where this account may.

    Only keys that are ours: beside them others may upload into the same bucket.
    """
    oldest = datetime.now(UTC) - older_than
    with suppress(BotoCoreError, ClientError):
        for page in client.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, Prefix=prefix):
            for upload in page.get("Uploads", ()):
                if upload["Initiated"] < oldest and _is_ours(upload["Key"].removeprefix(prefix)):
                    client.abort_multipart_upload(
                        Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"]
                    )


def _is_ours(key: str) -> bool:
    return class_of(key) is not None or key.startswith(".sohoa-")


def sha256_of(content: bytes) -> str:
    """The SHA-256 of bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def base64_of(sha256: str) -> str:
    """A SHA-256 in hex as S3 headers want it."""
    return b64encode(bytes.fromhex(sha256)).decode("ascii")
