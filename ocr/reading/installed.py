"""Whether what reading calls is installed: asked before anything is read, and without importing it."""

from __future__ import annotations

import functools
import shutil
import subprocess

from dossiers.errors import ToolMissing

_PROGRAM = "tesseract"
_PROBE_SECONDS = 30


def require(languages: str) -> None:
    """Makes sure that Tesseract and the languages (joined by +) are there.

    Raises:
        ToolMissing: something is not installed; the hint names the package.
    """
    program = shutil.which(_PROGRAM)
    if program is None:
        raise ToolMissing("Tesseract is not installed.", "apt-get install tesseract-ocr tesseract-ocr-vie")
    missing = [name for name in languages.split("+") if name not in _languages(program)]
    if missing:
        packages = " ".join(f"tesseract-ocr-{name.replace('_', '-').lower()}" for name in missing)
        raise ToolMissing(f"Tesseract has no language {', '.join(missing)}.", f"apt-get install {packages}")


@functools.cache
def _languages(program: str) -> frozenset[str]:
    try:
        listed = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=_PROBE_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise ToolMissing(
            f"Tesseract does not run ({type(error).__name__}).", "apt-get install --reinstall tesseract-ocr"
        ) from None
    return frozenset(listed.stdout.split("\n")[1:])
