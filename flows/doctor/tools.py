"""Programs, languages, fonts, and the Python packages that were locked."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from config.settings import Settings
from flows.doctor.findings import Finding, ok, problem, warning
from ocr.reading import installed

CODE = Path(__file__).resolve().parents[2]
"""Where requirements.lock lies, in a checkout."""

_OLDEST_TESSERACT = (5, 0)
_OLDEST_PYTHON = (3, 11)
_UPRIGHT = "osd"  # turns pages upright
_SECONDS = 10
_MOST_NAMED = 5
_LOCKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^ ;\\]+)( *;)?", re.MULTILINE)
_SETUP = "Run ./script/setup again."


def tesseract(settings: Settings) -> Iterator[Finding]:
    """The engine, its version, its languages. Raises ToolMissing."""
    version = installed.version(settings.ocr.engine)
    told = f"{version}, {settings.ocr.languages}"
    number = re.search(r"(\d+)\.(\d+)", version)
    if settings.ocr.engine == "tesseract" and number and _pair(number) < _OLDEST_TESSERACT:
        yield problem("tesseract", told, "Install Tesseract 5: older ones read Vietnamese badly.")
    else:
        yield ok("tesseract", told)
    installed.require(f"{settings.ocr.languages}+{_UPRIGHT}", settings.ocr.engine)
    yield ok("languages", f"{settings.ocr.languages.replace('+', ', ')}, {_UPRIGHT}")


def fonts(_settings: Settings) -> Iterator[Finding]:
    """Covers and PDF reports need a font with Vietnamese letters."""
    program = shutil.which("fc-list")
    if program is None:
        yield warning(
            "fonts", "fc-list is not installed, so fonts cannot be told.", "apt-get install fontconfig"
        )
        return
    said = subprocess.run(
        [program, ":lang=vi", "family"], capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    families = {line.split(",")[0].strip() for line in said.stdout.splitlines() if line.strip()}
    if families:
        yield ok("fonts", f"{len(families)} families with Vietnamese letters")
    else:
        yield problem(
            "fonts", "No font with Vietnamese letters is installed.", "apt-get install fonts-dejavu-core"
        )


def python(_settings: Settings) -> Iterator[Finding]:
    """The Python that runs this, and the packages beside it against requirements.lock."""
    version = f"Python {sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    if sys.version_info[:2] < _OLDEST_PYTHON:
        yield problem("python", version, "Install Python 3.11 or later, then run ./script/setup.")
    else:
        yield ok("python", version)
    lock = CODE / "requirements.lock"
    if lock.is_file():
        yield _packages(lock.read_text(encoding="utf-8"))


def _packages(lock: str) -> Finding:
    absent: list[str] = []
    other: list[str] = []
    locked: dict[str, list[str]] = {}
    for name, version, conditional in _LOCKED.findall(lock):
        # A condition speaks of Pythons and platforms: one of the versions holds here, or none.
        locked.setdefault(name, [""] if conditional else []).append(version)
    for name, versions in locked.items():
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = ""
        if found not in versions:
            (other if found else absent).append(f"{name} {found}".strip())
    if absent:
        return problem("packages", f"Not installed: {_named(absent)}.", _SETUP)
    if other:
        return warning("packages", f"Other versions than those locked: {_named(other)}.", _SETUP)
    return ok("packages", f"{len(locked)} as locked")


def _named(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _pair(number: re.Match[str]) -> tuple[int, int]:
    return int(number[1]), int(number[2])
