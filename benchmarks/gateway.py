"""A real S3 server beside a benchmark: Ceph RGW, by script/ceph-rgw."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import CHECKOUT, PartFailed
from benchmarks.office import plain_environment

_SERVER = CHECKOUT / "script" / "ceph-rgw"


@contextmanager
def gateway(folder: Path) -> Iterator[dict[str, str]]:
    """A running Ceph RGW: the environment that reaches it."""
    try:
        started = subprocess.run([_SERVER, "start", folder], capture_output=True, text=True, check=False)
        if started.returncode:
            raise PartFailed(started.stderr.strip()[-300:])
        yield {
            **plain_environment(dict(line.split("=", 1) for line in started.stdout.splitlines())),
            "AWS_EC2_METADATA_DISABLED": "true",
        }
    finally:
        subprocess.run([_SERVER, "stop", folder], check=False, capture_output=True)
