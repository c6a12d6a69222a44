"""A large object goes up to S3 in parts; it appears whole or not at all.

boto3's own upload_fileobj sends checksums as trailers, which old gateways refuse (boto3 #4392), or none,
which a bucket with object lock refuses: here each part carries its checksum as a plain header.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO

from botocore.exceptions import BotoCoreError, ClientError

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
            checksum = base64_of(hashlib.sha256(piece).hexdigest())
            part: dict[str, Any] = {"PartNumber": len(parts) + 1, "ChecksumSHA256": checksum}
            parts.append({**part, "ETag": client.upload_part(**upload, **part, Body=piece)["ETag"]})
        client.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
    except BaseException:
        with suppress(BotoCoreError, ClientError):  # the first error is the one to tell
            client.abort_multipart_upload(**upload)
        raise


def base64_of(sha256: str) -> str:
    """A SHA-256 in hex as S3 headers want it."""
    return b64encode(bytes.fromhex(sha256)).decode("ascii")
