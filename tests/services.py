"""Real servers for the tests, by script/ceph-rgw and script/postgres: nothing of them outlives the block."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import boto3
import psycopg
import pytest
from botocore.config import Config

from tests.waiting import until

SCRIPTS = Path(__file__).parents[1] / "script"
NOT_INSTALLABLE = 4
START_SECONDS = 900  # with the installation of the packages
END_SECONDS = 300
KMS_KEY = "testkey-1"  # script/ceph-rgw makes it


@dataclass(frozen=True)
class Gateway:
    """A running Ceph RGW, and the account that owns the buckets."""

    endpoint_url: str
    access_key: str
    secret_key: str = field(repr=False)
    configuration: Path

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

    def new_user(self, name: str) -> Gateway:
        """Makes a user that may make no bucket of its own; the gateway as this user."""
        secret = uuid4().hex
        keys = [f"--access-key={name}", f"--secret-key={secret}"]
        user = ["user", "create", f"--uid={name}", f"--display-name={name}", "--max-buckets=-1", *keys]
        subprocess.run(
            ["radosgw-admin", "-c", self.configuration, *user], check=True, capture_output=True, timeout=120
        )
        return replace(self, access_key=name, secret_key=secret)

    def new_bucket(self, *, versioned: bool = False, locked: bool = False) -> str:
        """Makes an empty bucket and returns its name; one with object lock has versions, too."""
        name = f"sohoa-{uuid4().hex}"
        self.client.create_bucket(Bucket=name, ObjectLockEnabledForBucket=locked)
        if versioned:
            self.client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return name

    def freeze(self) -> None:
        """Lets the gateway take connections and answer nothing, until `thaw`."""
        os.kill(self._process, signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets it go on where it was."""
        os.kill(self._process, signal.SIGCONT)

    def end(self) -> None:
        """Ends the gateway; what it stored stays where it is."""
        process = self._process
        os.kill(process, signal.SIGTERM)
        deadline = time.monotonic() + END_SECONDS
        while Path(f"/proc/{process}").exists():
            assert time.monotonic() < deadline, "the gateway does not end"
            time.sleep(0.05)

    def begin_again(self) -> None:
        """Starts it as it was; it answers some seconds later."""
        subprocess.run(
            ["radosgw", "-c", self.configuration, "-n", "client.rgw"],
            check=True,
            capture_output=True,
            timeout=END_SECONDS,
        )

    def bring_back(self) -> None:
        """Makes sure that it goes on and answers, frozen or ended as it may be."""
        try:
            self.thaw()
        except (FileNotFoundError, ProcessLookupError):
            self.begin_again()
            until(self._answers)

    def _answers(self) -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", urlsplit(self.endpoint_url).port)) == 0

    @property
    def _process(self) -> int:
        return int((self.configuration.parent / "run" / "client.rgw.pid").read_text(encoding="ascii"))


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
    with _running("ceph-rgw") as (said, directory):
        values = dict(line.split("=", 1) for line in said.splitlines())
        yield Gateway(
            values["AWS_ENDPOINT_URL"],
            values["AWS_ACCESS_KEY_ID"],
            values["AWS_SECRET_ACCESS_KEY"],
            directory / "ceph.conf",
        )


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    with _running("postgres") as (said, _):
        yield Postgres(said.strip())


@contextmanager
def _running(name: str) -> Iterator[tuple[str, Path]]:
    """What the script said, and where its server runs."""
    directory = Path(tempfile.mkdtemp(prefix=f"sohoa-{name}-"))
    script = SCRIPTS / name
    try:
        yield _started(script, directory), directory
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
