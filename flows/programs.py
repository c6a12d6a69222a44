"""Which programs read and recognise papers, as the audit trail names them."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from config.sections import OcrSettings
from ocr.reading import installed


def reading_program(settings: OcrSettings) -> str:
    """What reads pictures of pages, its version and its languages: `tesseract 5.3.0 vie`.

    Raises:
        ToolMissing: it is not installed.
    """
    return f"{installed.version(settings.engine)} {settings.languages}"


def recognising_program(model: Path | None) -> str | None:
    """The learned model that is asked what a paper is: its file, and the beginning of its SHA-256."""
    if model is None:
        return None
    return _model(model, model.stat().st_mtime_ns)


@functools.lru_cache(maxsize=4)
def _model(model: Path, _modified_ns: int) -> str:
    return f"{model.name} {hashlib.sha256(model.read_bytes()).hexdigest()[:12]}"
