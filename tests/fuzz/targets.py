"""What is fuzzed: bytes in, and nothing comes out but a value or an error of the tree.

Each target runs what its parser runs in production, without the process around it: what that process would
hide (a crash, an endless loop, memory) shall be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile

from config.mapping import RegisterMapping
from config.sections import MappingSettings, OcrSettings
from dossiers.errors import FileRefused, RegisterRefused, StoreDamaged
from dossiers.manifest import Manifest
from dossiers.register_rows import RowReader
from flows.register import wire
from flows.register.headers import find_header
from flows.register.tables import open_tables
from ocr import triage
from ocr.readable_pdf import readable_pdf
from ocr.reading import image_pages

_LIMITS = OcrSettings()
_MAPPING = RegisterMapping(MappingSettings())
_MOST_LINES = 2000


def fuzz_triage(data: bytes) -> None:
    """What a file is, and what stands against reading it."""
    with NamedTemporaryFile(buffering=0) as file:
        file.write(data)
        with suppress(FileRefused):
            _probe(Path(file.name))


def _probe(path: Path) -> None:
    limits = {"max_pages": _LIMITS.max_pages, "max_pixels": _LIMITS.max_pixels}
    kind = triage.media_type(path)
    if kind == triage.PDF:
        with readable_pdf(path, max_pages=_LIMITS.max_pages) as opened:
            triage.probe_pdf(opened.pdf, path, **limits)
    else:
        with image_pages.opened(path, kind) as image:
            image_pages.probe_image(image, image_pages.frames_of(image), kind, **limits)


def fuzz_register(data: bytes) -> None:
    """A register file as rows, over the wire as its reader sends them, and each row as a record."""
    with suppress(RegisterRefused), open_tables("fuzzed", BytesIO(data)) as tables:
        table, header = find_header("fuzzed", tables, _MAPPING)
        reader = RowReader(header.kind, header.places, _MAPPING.words)
        sent = wire.written(islice(header.rows_of(table), _MOST_LINES))
        for line in wire.read(sent):
            reader.read(line.number, line.cells)


def fuzz_manifest(data: bytes) -> None:
    """A manifest; what is read can be written, and reads the same."""
    with suppress(StoreDamaged):
        manifest = Manifest.from_bytes(data)
        assert Manifest.from_bytes(manifest.to_bytes()) == manifest


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "triage": fuzz_triage,
    "register": fuzz_register,
    "manifest": fuzz_manifest,
}
