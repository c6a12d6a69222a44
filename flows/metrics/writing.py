"""The metrics file: replaced as a whole, readable for the exporter's account; it never ends a run."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from dossiers.errors import SohoaError
from flows.metrics.cpu import cpu_seconds
from flows.metrics.exposition import Family, exposition, one
from flows.metrics.figures import figures
from flows.workspace import Workspace

log = logging.getLogger("sohoa")

_FOR_EVERYBODY = 0o644  # numbers alone; node exporter has an account of its own


def write_metrics(workspace: Workspace, *, with_cpu: bool) -> None:
    """Writes `[metrics] file` where the settings name one; where it cannot be written the log says so.

    Args:
        workspace: whose figures.
        with_cpu: this process, and what it started, did all of the night's work.
    """
    file = workspace.settings.metrics.file
    if file is None:
        return
    try:
        _replace(file, exposition(chain(figures(workspace), _cpu() if with_cpu else ())))
    except OSError as error:
        log.warning("[metrics] file %s cannot be written: %s", file, error.strerror)
    except SohoaError as error:
        log.warning("no metrics: %s", error.message)


def _cpu() -> Iterator[Family]:
    about = "CPU time of the process that ran it, and of all it started."
    yield one("sohoa_night_cpu_seconds", about, round(cpu_seconds(), 1))


def _replace(file: Path, text: str) -> None:
    """Whoever reads sees the old file or the new one; a name without `.prom` is not read at all."""
    staged = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        staged.write_text(text, encoding="utf-8")
        staged.chmod(_FOR_EVERYBODY)
        staged.replace(file)
    finally:
        staged.unlink(missing_ok=True)
