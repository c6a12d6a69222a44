"""Every object of a bucket read with boto3 and hashed, so many at once; nothing of sohoa.

python plain_reads.py BUCKET WORKERS    prints how many there were
"""

from __future__ import annotations

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

_PIECE = 1024 * 1024


def main(bucket: str, workers: int) -> None:
    """Lists, reads, hashes."""
    unchecked = Config(
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        max_pool_connections=workers,
    )
    client = boto3.session.Session().client("s3", config=unchecked)

    def digest(key: str) -> str:
        state = hashlib.sha256()
        body = client.get_object(Bucket=bucket, Key=key)["Body"]
        while piece := body.read(_PIECE):
            state.update(piece)
        return state.hexdigest()

    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    listed = (entry["Key"] for page in pages for entry in page.get("Contents", ()))
    keys = [key for key in listed if "/." not in f"/{key}"]  # what a probe left
    with ThreadPoolExecutor(workers) as pool:
        print(len(list(pool.map(digest, keys))))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
