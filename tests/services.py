"""Real servers for the tests, by script/ceph-rgw and script/postgres: nothing of them outlives the block."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from uuid import uuid4

import boto3
import psycopg
import pytest
from botocore.config import Config

SCRIPTS = Path(__file__).parents[1] / "script"
NOT_INSTALLABLE = 4
START_SECONDS = 900  # with the installation of the packages


@dataclass(frozen=True)
class Gateway:
    """A running Ceph RGW, and its only account."""

    endpoint_url: str
    access_key: str
    secret_key: str = field(repr=False)

    @property
    def environment(self) -> dict[str, str]:
        """What boto3's usual chain needs, and nothing from the machine that runs the tests."""
        return {
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    @cached_property
    def client(self):
        """A client of boto3 with nothing of ours around it."""
        return boto3.session.Session().client(
            "s3",
            endpoint_url=self.endpoint_url,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            config=Config(
                request_checksum_calculation="when_required", response_checksum_validation="when_required"
            ),
        )

    def new_bucket(self, *, versioned: bool = False) -> str:
        """Makes an empty bucket and returns its name."""
        name = f"sohoa-{uuid4().hex}"
        self.client.create_bucket(Bucket=name)
        if versioned:
            self.client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return name


@dataclass(frozen=True)
class Postgres:
    """A running PostgreSQL server."""

    url: str

    def new_database(self) -> str:
        """Makes an empty database and returns its SQLAlchemy URL."""
        name = f"sohoa_{uuid4().hex}"
        with psycopg.connect(self.url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{self.url.rpartition('/')[0]}/{name}"


@contextmanager
def running_gateway() -> Iterator[Gateway]:
    with _running("ceph-rgw") as said:
        values = dict(line.split("=", 1) for line in said.splitlines())
        yield Gateway(
            values["AWS_ENDPOINT_URL"], values["AWS_ACCESS_KEY_ID"], values["AWS_SECRET_ACCESS_KEY"]
        )


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    with _running("postgres") as said:
        yield Postgres(said.strip())


@contextmanager
def _running(name: str) -> Iterator[str]:
    directory = Path(tempfile.mkdtemp(prefix=f"sohoa-{name}-"))
    script = SCRIPTS / name
    try:
        yield _started(script, directory)
    finally:
        subprocess.run([script, "stop", directory], check=True, timeout=120)
        shutil.rmtree(directory, ignore_errors=True)


def _started(script: Path, directory: Path) -> str:
    start = subprocess.run(
        [script, "start", directory], capture_output=True, text=True, timeout=START_SECONDS, check=False
    )
    if start.returncode == NOT_INSTALLABLE and os.environ.get("CI") != "true":
        pytest.skip(start.stderr.strip().splitlines()[-1])
    if start.returncode != 0:
        pytest.fail(f"{script.name} start: exit code {start.returncode}\n{start.stderr}")
    return start.stdout
