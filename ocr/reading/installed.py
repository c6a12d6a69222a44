"""Whether what reading calls is installed: asked before anything is read, and without importing it."""

from __future__ import annotations

import functools
import shutil
import subprocess
from importlib import metadata
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


def version(engine: EngineName) -> str:
    """The engine and its version, such as `tesseract 5.3.0`.

    Raises:
        ToolMissing: it is not installed.
    """
    program = _asked(_program(), "--version")[0]
    return f"tesserocr {metadata.version('tesserocr')}" if engine is EngineName.TESSEROCR else program


def models_directory() -> str:
    """Where the installed Tesseract has its languages.

    Raises:
        ToolMissing: it is not installed.
    """
    return _listed()[0].partition('"')[2].partition('"')[0]


def _listed() -> tuple[str, ...]:
    return _asked(_program(), "--list-langs")


def _program() -> str:
    program = shutil.which(_PROGRAM)
    if program is None:
        raise ToolMissing("Tesseract is not installed.", "apt-get install tesseract-ocr tesseract-ocr-vie")
    return program


@functools.cache
def _asked(program: str, option: str) -> tuple[str, ...]:
    """What the program says of itself, by lines."""
    try:
        said = subprocess.run(
            [program, option], capture_output=True, text=True, timeout=_PROBE_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolMissing(
            f"Tesseract does not run ({type(error).__name__}).", "apt-get install --reinstall tesseract-ocr"
        ) from None
    return tuple(said.stdout.split("\n"))
