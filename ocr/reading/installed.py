"""Whether what reading calls is installed: asked before anything is read, and without importing it."""

from __future__ import annotations

import functools
import shutil
import subprocess
from importlib.util import find_spec

from config.engine_name import EngineName
from dossiers.errors import ToolMissing

_PROGRAM = "tesseract"
_PROBE_SECONDS = 30


def require(languages: str, engine: EngineName = EngineName.TESSERACT) -> None:
    """Makes sure that the engine and the languages (joined by +) are there.

    Raises:
        ToolMissing: something is not installed; the hint names the package.
    """
    if engine is EngineName.TESSEROCR and find_spec("tesserocr") is None:
        raise ToolMissing("tesserocr is not installed.", "./script/setup --fast")
    listed = _listed()[1:]
    missing = [name for name in languages.split("+") if name not in listed]
    if missing:
        packages = " ".join(f"tesseract-ocr-{name.replace('_', '-').lower()}" for name in missing)
        raise ToolMissing(f"Tesseract has no language {', '.join(missing)}.", f"apt-get install {packages}")


def models_directory() -> str:
    """Where the installed Tesseract has its languages.

    Raises:
        ToolMissing: it is not installed.
    """
    return _listed()[0].partition('"')[2].partition('"')[0]


def _listed() -> tuple[str, ...]:
    program = shutil.which(_PROGRAM)
    if program is None:
        raise ToolMissing("Tesseract is not installed.", "apt-get install tesseract-ocr tesseract-ocr-vie")
    return _listed_by(program)


@functools.cache
def _listed_by(program: str) -> tuple[str, ...]:
    try:
        listed = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=_PROBE_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolMissing(
            f"Tesseract does not run ({type(error).__name__}).", "apt-get install --reinstall tesseract-ocr"
        ) from None
    return tuple(listed.stdout.split("\n"))
