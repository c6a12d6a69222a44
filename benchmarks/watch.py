"""How long whoever stands at the counter waits: from the last byte of a one-page scan to its slip.

And what `sohoa watch` costs while nothing arrives.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from statistics import median

from benchmarks.figures import CHECKOUT, Figure, PartFailed, Result, say
from benchmarks.office import SOHOA, Office, plain_environment
from benchmarks.scans import one_page

BENCH = "watch"
_WORK = CHECKOUT / "var" / "bench" / "watch"
_WAITING = "from the last byte of a page to its slip, seconds, median"
_IDLE = "CPU while nothing arrives, share of a core"
_SCANS, _IDLE_SECONDS, _PATIENCE = 9, 60, 120
_TICK = 0.01


def figures(*, limit: int | None = None) -> Result:
    """Measures both.

    Args:
        limit: how many pages arrive, instead of nine (for development).
    """
    page = one_page().pdf
    scans = limit or _SCANS
    office = Office(_WORK, [page] * scans)
    shutil.rmtree(_WORK / "inbox")
    (_WORK / "inbox").mkdir()
    try:
        waits, idle = _measured(office.code, page.read_bytes(), scans)
    except PartFailed as why:
        return Result(BENCH, (Figure(_WAITING, None, "<= 10", note=str(why)),), "one page")
    finally:
        shutil.rmtree(_WORK, ignore_errors=True)
    note = f"{min(waits):.2f} to {max(waits):.2f} s; 2 s of it are [inbox] settle_seconds"
    return Result(
        BENCH,
        (Figure(_WAITING, median(waits), "<= 10", note=note), Figure(_IDLE, idle, "<= 0.01")),
        f"one page of 200 dpi, {scans} times",
    )


def _measured(first_code: str, content: bytes, scans: int) -> tuple[list[float], float]:
    own = {"SOHOA_INBOX__SETTLE_SECONDS": "2", "SOHOA_WATCH__SLIPS": str(_WORK / "slips")}
    command = [str(SOHOA), "--config", str(_WORK / "sohoa.toml"), "watch"]
    with subprocess.Popen(
        command, env=plain_environment(own), cwd=_WORK, stderr=subprocess.PIPE, text=True
    ) as watch:
        try:
            assert watch.stderr is not None  # noqa: S101 - it is a pipe
            watch.stderr.readline()  # it says that it watches
            stem = first_code.rpartition("-")[0]
            waits = [
                _wait(_WORK, f"{stem}-{number:04}", content + b"\n%% %d" % number)
                for number in range(1, scans + 1)
            ]
            time.sleep(5)  # what was done last is over
            before = _cpu(watch.pid)
            time.sleep(_IDLE_SECONDS)
            return waits, (_cpu(watch.pid) - before) / _IDLE_SECONDS
        finally:
            watch.send_signal(signal.SIGTERM)


def _wait(folder: Path, code: str, content: bytes) -> float:
    slip = folder / "slips" / f"{code}.html"
    (folder / "inbox" / code).mkdir()
    (folder / "inbox" / code / "scan.pdf").write_bytes(content)
    begun_at = time.monotonic()
    while not slip.exists():
        if time.monotonic() - begun_at > _PATIENCE:
            raise PartFailed(f"no slip within {_PATIENCE} s")
        time.sleep(_TICK)
    waited = time.monotonic() - begun_at
    say(f"{waited:.2f} s")
    return waited


def _cpu(pid: int) -> float:
    """Seconds of CPU that the process has used (proc(5), stat fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
