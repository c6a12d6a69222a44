"""A file of the list becomes its bytes."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from samples.generate import containers
from samples.generate.born_digital import text_pdf
from samples.generate.layout import lay_out
from samples.generate.model import File
from samples.generate.raster import draw_page
from samples.generate.scan import scan
from samples.generate.sign import VIETNAM, signed

SIGNED_AT = dt.datetime(2025, 10, 14, 9, 15, tzinfo=VIETNAM)
SIGNING_AGENCY = "ỦY BAN NHÂN DÂN PHƯỜNG NAM THỊNH"


def contents(file: File, existing: Path) -> bytes:
    """The bytes of a file. A signed one that is there already is kept: its key is gone."""
    if file.container == "signed" and existing.is_file():
        return existing.read_bytes()
    return _MAKERS[file.container](file)


def _pages(file: File) -> list[Image.Image]:
    # The seed is the name, so that one file changes nothing in another; a copy shares its model's.
    seed = file.same_as or file.path
    operations = [page for paper in file.papers for page in lay_out(paper)]
    pages = []
    for number, page in enumerate(operations, 1):
        dice = random.Random(f"{seed}#{number}")
        pages.append(scan(draw_page(page, file.look.dpi, dice), file.look, dice))
    return pages


def _pdf(file: File) -> bytes:
    return containers.pdf(_pages(file), file.look.dpi, file.look.quality)


def _text_pdf(file: File) -> bytes:
    return text_pdf([page for paper in file.papers for page in lay_out(paper)])


def _noise(file: File) -> bytes:
    return random.Random(file.path).randbytes(40_000)


_MAKERS: dict[str, Callable[[File], bytes]] = {
    "pdf": _pdf,
    "jpg": lambda file: containers.jpeg(_pages(file)[0], file.look.dpi, file.look.quality),
    "png": lambda file: containers.png(_pages(file)[0], file.look.dpi),
    "tiff": lambda file: containers.tiff(_pages(file), file.look.dpi, file.look.quality),
    "fax": lambda file: containers.fax_tiff(_pages(file), file.look.dpi),
    "born_digital": _text_pdf,
    "signed": lambda file: signed(_text_pdf(file), agency=SIGNING_AGENCY, moment=SIGNED_AT),
    "restricted": lambda file: containers.locked(_pdf(file), password=""),
    "encrypted": lambda file: containers.locked(_pdf(file), password=containers.READER),
    "cut": lambda file: containers.cut(_pages(file)[0], file.look.dpi, file.look.quality),
    "noise": _noise,
    "empty": lambda _file: b"",
}
