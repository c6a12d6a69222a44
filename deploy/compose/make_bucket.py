"""Makes the bucket of the store where it is missing: with object lock, and so with versions.

make_bucket.py ENDPOINT BUCKET
"""

from __future__ import annotations

import sys

import boto3
from botocore.exceptions import ClientError

endpoint, bucket = sys.argv[1:]
client = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")
try:
    client.head_bucket(Bucket=bucket)
except ClientError:
    client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
