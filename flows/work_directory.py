"""The private directory of one file's working copies: gone afterwards, also after a crash.

Its name holds the process that made it, so that the next run can sweep what a killed one left behind.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = re.compile(r"sohoa-(?P<pid>\d+)-.+")


@contextmanager
def work_directory() -> Iterator[Path]:
    """A new directory that only this account may read."""
    path = Path(tempfile.mkdtemp(prefix=f"sohoa-{os.getpid()}-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def sweep() -> None:
    """Removes the directories of this account whose process is gone."""
    for path in Path(tempfile.gettempdir()).glob("sohoa-*"):
        match = _NAME.fullmatch(path.name)
        if match and not Path(f"/proc/{match['pid']}").exists() and path.lstat().st_uid == os.geteuid():
            shutil.rmtree(path, ignore_errors=True)
