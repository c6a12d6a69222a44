"""How fast `sohoa verify` is beside the server's own rate of reads: the same objects by boto3 and SHA-256.

Both read every object of one bucket of a real Ceph RGW, so many at once, and take turns.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import boto3

from benchmarks.figures import CHECKOUT, Figure, PartFailed, Result, Table, say
from benchmarks.gateway import gateway
from benchmarks.office import SOHOA
from benchmarks.process_tree import Cost, run
from benchmarks.stored_papers import MadePaper, store_papers
from config.settings import load_settings
from flows.workspace import open_workspace

BENCH = "verify"
TARGET = ">= 0.7"
_MEMORY_TARGET = "<= 300"
_RATIO = "objects per second against plain reads of the same objects"
_MEMORY = "peak resident memory of sohoa verify, MB"
_SMALL, _LARGE = 1000, 50  # papers: an original, an archive copy and a text each
_LARGE_BYTES = 4_000_000
_PAPERS_A_DOSSIER = 5
_WORKERS = 4
_TURNS = 3
_SAMPLE_EVERY = 0.05  # seconds
_MEGABYTE = 1_000_000
_COLUMNS = ("reader", "objects/s", "wall s", "CPU s", "peak PSS MB")


@dataclass(frozen=True)
class Turn:
    """One reading of the whole store by both."""

    sohoa: Cost
    plain: Cost


def figures(*, limit: int | None = None) -> Result:
    """Fills a bucket and reads it.

    Args:
        limit: the number of small papers, instead of a thousand (for development).
    """
    small = limit or _SMALL
    large = max(1, small * _LARGE // _SMALL)
    work = Path(tempfile.mkdtemp(prefix="sohoa-bench-verify-"))
    try:
        with gateway(work / "rgw") as environment:
            settings, bucket = _office(work, environment)
            _fill(settings, environment, small=small, large=large)
            turns, objects = _turns(settings, bucket, environment)
    except PartFailed as why:
        return judged((), 0, note=str(why))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return judged(turns, objects)


def judged(turns: Sequence[Turn], objects: int, *, note: str | None = None) -> Result:
    """The figures of these turns over so many objects; none, and the note says why."""
    ratio = median(turn.plain.wall_seconds / turn.sohoa.wall_seconds for turn in turns) if turns else None
    memory = max(turn.sohoa.peak_pss for turn in turns) / _MEGABYTE if turns else None
    rows = [
        _row(name, [cost(turn) for turn in turns], objects)
        for name, cost in (("sohoa verify", _of_sohoa), ("boto3 and SHA-256", _of_plain))
        if turns
    ]
    return Result(
        BENCH,
        (Figure(_RATIO, ratio, TARGET, note=note), Figure(_MEMORY, memory, _MEMORY_TARGET, note=note)),
        f"{objects} made objects on Ceph RGW, {_WORKERS} at once, {len(turns)} turns",
        (Table("medians", _COLUMNS, tuple(rows)),),
    )


def _of_sohoa(turn: Turn) -> Cost:
    return turn.sohoa


def _of_plain(turn: Turn) -> Cost:
    return turn.plain


def _row(name: str, costs: Sequence[Cost], objects: int) -> tuple[str | float, ...]:
    wall = median(cost.wall_seconds for cost in costs)
    cpu = median(cost.cpu_seconds for cost in costs)
    return (name, objects / wall, wall, cpu, max(cost.peak_pss for cost in costs) / _MEGABYTE)


def _office(work: Path, environment: Mapping[str, str]) -> tuple[Path, str]:
    bucket = "sohoa-bench"
    client = boto3.session.Session().client(
        "s3",
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    )
    client.create_bucket(Bucket=bucket)
    settings = work / "sohoa.toml"
    values: dict[str, dict[str, str | int]] = {
        "store": {"url": f"s3://{bucket}", "endpoint_url": environment["AWS_ENDPOINT_URL"]},
        "ledger": {"url": f"sqlite:///{work / 'ledger.sqlite'}"},
        "verify": {"workers": _WORKERS},
    }
    lines = [
        line
        for name, section in values.items()
        for line in (f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in section.items()))
    ]
    settings.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return settings, bucket


def _fill(settings: Path, environment: Mapping[str, str], *, small: int, large: int) -> None:
    """Stores the papers, through the product, by a process of its own: the gateway's keys stay there."""
    say(f"storing {3 * (small + large)} objects")
    told = [sys.executable, "-m", "benchmarks.verify", str(settings), str(small), str(large)]
    done = subprocess.run(
        told, env={**os.environ, **environment}, cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PartFailed(done.stderr.strip()[-300:])


def _turns(settings: Path, bucket: str, environment: Mapping[str, str]) -> tuple[list[Turn], int]:
    keys = settings.with_name("keys.txt")
    turns: list[Turn] = []
    objects = 0
    for _ in range(_TURNS):
        out = settings.with_name("verify.json")
        sohoa = run(
            [SOHOA, "--config", settings, "verify", "--fresh", "--json"],
            env=environment,
            out=out,
            sample_every=_SAMPLE_EVERY,
        )
        if sohoa.exit_code:
            raise PartFailed(f"sohoa verify ended with {sohoa.exit_code}: {out.read_text()[-300:]}")
        objects = json.loads(out.read_text())["checked"]
        plain = run(
            [sys.executable, CHECKOUT / "benchmarks" / "plain_reads.py", bucket, str(_WORKERS)],
            env=environment,
            out=keys,
            sample_every=_SAMPLE_EVERY,
        )
        if plain.exit_code or int(keys.read_text() or 0) != objects:
            raise PartFailed(f"plain reads ended with {plain.exit_code}, {keys.read_text()} objects")
        say(f"{objects} objects: sohoa {sohoa.wall_seconds:.1f} s, plain {plain.wall_seconds:.1f} s")
        turns.append(Turn(sohoa, plain))
    return turns, objects


def _store(settings: Path, small: int, large: int) -> None:
    with open_workspace(load_settings(settings)) as workspace:
        papers = [MadePaper()] * small + [MadePaper(size=_LARGE_BYTES)] * large
        dossiers = [
            papers[first : first + _PAPERS_A_DOSSIER] for first in range(0, len(papers), _PAPERS_A_DOSSIER)
        ]
        codes = [f"H40.12-250801-{number:04}" for number, _ in enumerate(dossiers, 1)]
        with ThreadPoolExecutor(_WORKERS) as pool:
            list(pool.map(partial(store_papers, workspace), codes, dossiers))


if __name__ == "__main__":
    _store(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
