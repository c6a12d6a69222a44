"""Whether a process still is the one that was met: a number alone is given out again."""

from __future__ import annotations

from pathlib import Path


def process_started(pid: int) -> str | None:
    """When a process began, in clock ticks since boot (proc(5), stat field 22); None where it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]
