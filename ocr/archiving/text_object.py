"""The text object of the store: all that was read from some pages, so that they never need OCR again.

One JSON document, one page on each of its lines: it is written and read without ever being whole in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ocr.reading.spooled_pages import SpooledPages

_BEGIN = b'{"pages":[\n'
_END = b'],"schema":1}\n'


def write_text_object(pages: SpooledPages, target: Path) -> None:
    """Writes these pages, deterministically."""
    with target.open("wb") as file:
        file.write(_BEGIN)
        for left, line in zip(reversed(range(len(pages))), pages.lines(), strict=True):
            file.write(line + (b",\n" if left else b"\n"))
        file.write(_END)


def stored_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The way back: the pages as lines for a spool, with their numbers.

    Raises:
        ValueError: the file is no text object.
    """
    with path.open("rb") as file:
        if file.readline() != _BEGIN:
            raise ValueError("no text object of schema 1")
        for line in file:
            if line == _END:
                return
            page = line.removesuffix(b"\n").removesuffix(b",")
            yield json.loads(page)["number"], page
    raise ValueError("a text object without its end")
