"""What planning a night takes: looking into the inbox, the ledger's word on each file, the order, the chunks.

On a folder of this machine, and on an S3 prefix of a real Ceph RGW, where so many objects would take long to
put: there it is measured on a fifth of them, and said for all.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figures import CHECKOUT, Figure, PartFailed, Result, Table, say
from benchmarks.gateway import gateway
from benchmarks.office import plain_environment
from benchmarks.plan_office import FILES_OF_A_DOSSIER, IN_QUARANTINE
from flows.inbox.bucket import WRITTEN_LATELY_SECONDS

BENCH = "plan"
FILES = 100_000
OBJECTS = FILES // 5
_TURNS = 3
_COLUMNS = ("inbox", "files", "in quarantine", "seconds", "of that listed", "CPU seconds", "peak MB")
_SECONDS, _PEAK = "<= 10", "<= 300"

Cost = Mapping[str, Any]


def figures(*, limit: int | None = None) -> Result:
    """Plans both.

    Args:
        limit: so many files in the folder instead of 100,000, and a fifth of them in the bucket.
    """
    files = limit or FILES
    work = Path(tempfile.mkdtemp(prefix="sohoa-bench-plan-"))
    failed: str | None = None
    in_folder: list[Cost] = []
    in_bucket: list[Cost] = []
    try:
        in_folder = _in_folder(work / "folder", files)
        in_bucket = _in_bucket(work / "bucket", files * OBJECTS // FILES)
    except PartFailed as why:
        failed = str(why)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return judged(in_folder, in_bucket, files=files, note=failed)


def judged(
    in_folder: Sequence[Cost], in_bucket: Sequence[Cost], *, files: int, note: str | None = None
) -> Result:
    """The figures of these turns over so many files: the median of the times, the worst of the peaks."""
    seconds = [float(cost["seconds"]) for cost in in_folder]
    peaks = [float(cost["peak_mb"]) for cost in in_folder]
    of_all = [cost["seconds"] * files / _all(cost) for cost in in_bucket]
    measured = f"by {_all(in_bucket[0])} objects" if in_bucket else note
    shown = ("files", "quarantined", "seconds", "listed_seconds", "cpu_seconds", "peak_mb")
    rows = [
        (where, *(cost[name] for name in shown))
        for where, costs in (("folder", in_folder), ("S3 prefix", in_bucket))
        for cost in costs
    ]
    return Result(
        BENCH,
        (
            Figure("folder, seconds", _median(seconds), _SECONDS, note=note),
            Figure("folder, peak resident memory, MB", max(peaks, default=None), _PEAK, note=note),
            Figure("S3, seconds", _median(of_all), _SECONDS, note=measured),
        ),
        f"{files} empty files, {FILES_OF_A_DOSSIER} of a dossier, one in {IN_QUARANTINE} in "
        "quarantine; three in ten flat or in shares of units; the S3 server shares the machine",
        (Table("the turns", _COLUMNS, tuple(rows)),),
    )


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None


def _all(cost: Cost) -> int:
    return int(cost["files"] + cost["quarantined"])


def _in_folder(folder: Path, files: int) -> list[Cost]:
    (folder / "inbox").mkdir(parents=True)
    settings = _settings(folder, str(folder / "inbox"))
    return _planned(settings, files, plain_environment())


def _in_bucket(folder: Path, files: int) -> list[Cost]:
    folder.mkdir()
    with gateway(folder / "rgw") as environment:
        settings = _settings(folder, "s3://plan/inbox", endpoint_url=environment["AWS_ENDPOINT_URL"])
        return _planned(settings, files, environment, rest=WRITTEN_LATELY_SECONDS)


def _planned(settings: Path, files: int, environment: Mapping[str, str], *, rest: float = 0.0) -> list[Cost]:
    """The turns, in an inbox that nobody has written into for so many seconds, as at night."""
    say(f"an inbox of {files} files")
    _child("fill", settings, files, environment)
    time.sleep(rest)
    say("planning")
    return [json.loads(_child("plan", settings, files, environment)) for _ in range(_TURNS)]


def _child(what: str, settings: Path, files: int, environment: Mapping[str, str]) -> str:
    told = [sys.executable, "-m", "benchmarks.plan_office", what, str(settings), str(files)]
    done = subprocess.run(
        told, env={**os.environ, **environment}, cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PartFailed(done.stderr.strip()[-300:])
    return done.stdout


def _settings(folder: Path, inbox: str, **more: str) -> Path:
    file = folder / "sohoa.toml"
    values = {"path": inbox, **more}
    lines = [
        "[inbox]",
        "settle_seconds = 0",
        *(f"{name} = {json.dumps(value)}" for name, value in values.items()),
        "[store]",
        f"url = {json.dumps((folder / 'store').as_uri())}",
        "[ledger]",
        f"url = {json.dumps(f'sqlite:///{folder}/ledger.sqlite')}",
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file
