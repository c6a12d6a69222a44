"""Runs one fuzz target with atheris: `python -m tests.fuzz.run TARGET CORPUS FINDS SECONDS`.

What it finds (a crash, more than the time or the memory for one input) ends it with another code than 0 and
lies in the folder FINDS; mended, it goes into the corpus.
"""

from __future__ import annotations

import random
import sys
import tempfile
import warnings
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import atheris

SECONDS_FOR_ONE = 20
MEGABYTES = 2000
LONGEST = 1 << 16
_OURS = [
    "config.mapping",
    "dossiers",
    "flows.register",
    "ocr.readable_pdf",
    "ocr.triage",
    "ocr.reading.image_pages",
]
_LARGEST_PART = 1 << 18


def main(target: str, corpus: str, finds: str, seconds: str) -> None:
    """Runs until the time is up or something is found; does not return."""
    with atheris.instrument_imports(include=_OURS):
        from tests.fuzz.targets import TARGETS
    warnings.simplefilter("ignore")  # Pillow and openpyxl speak of files that are odd, as all of these are
    with tempfile.TemporaryDirectory() as grown:
        options = [
            f"-max_total_time={seconds}",
            f"-timeout={SECONDS_FOR_ONE}",
            f"-rss_limit_mb={MEGABYTES}",
            f"-max_len={LONGEST}",
            f"-artifact_prefix={Path(finds).absolute()}/",
            "-verbosity=0",
        ]
        atheris.Setup([sys.argv[0], *options, grown, corpus], TARGETS[target], custom_mutator=_mutated)
        atheris.Fuzz()


def _mutated(data: bytes, longest: int, seed: int) -> bytes:
    """A change to the content of an archive's parts: changes to packed bytes break checksums and no more."""
    if data.startswith(b"PK"):
        with suppress(Exception):  # no archive any more: bytes like others
            chance = random.Random(seed)  # noqa: S311 - no secret
            return _archive_with(data, chance, lambda part: atheris.Mutate(part, longest))
    return bytes(atheris.Mutate(data, longest))


def _archive_with(data: bytes, chance: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w") as written:
        parts = source.infolist()
        if sum(part.file_size for part in parts) > _LARGEST_PART:
            raise ValueError("it would grow with each change")
        changed = chance.choice(parts).filename
        for part in parts:
            content = source.read(part)
            written.writestr(part.filename, change(content) if part.filename == changed else content)
    return target.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
