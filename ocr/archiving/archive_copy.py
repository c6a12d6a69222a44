"""The command `archive` of the child: chosen pages, their text behind them, as one PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from ocr import triage
from ocr.archiving.overlay import TextOverlay
from ocr.archiving.pdf_a import declare

_READ_FROM_PICTURES = frozenset({"ocr", "mixed"})


def archive(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Writes the PDF, then answers.

    Args:
        request: `path`, `media_type`, `pages` (JSON of PageReading) and `target`.
    """
    path, readings = Path(request["path"]), request["pages"]
    with pikepdf.new() as pdf:
        if request["media_type"] == triage.PDF:
            _copy_pdf_pages(pdf, path, readings)
        else:
            _wrap_images(pdf, path, request, readings)
        overlay = TextOverlay(pdf)
        for page, reading in zip(pdf.pages, readings, strict=True):
            if reading["source"] in _READ_FROM_PICTURES:
                overlay.add(page, reading)
        declare(pdf)
        pdf.save(
            request["target"],
            force_version="1.4",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    yield {"written": True}


def _copy_pdf_pages(pdf: pikepdf.Pdf, path: Path, readings: list[dict[str, Any]]) -> None:
    from ocr.archiving.pdf_copy import append_page

    with triage.open_pdf(path) as source:
        for reading in readings:
            append_page(pdf, source, reading)


def _wrap_images(
    pdf: pikepdf.Pdf, path: Path, request: dict[str, Any], readings: list[dict[str, Any]]
) -> None:
    from ocr.archiving.image_copy import append_image
    from ocr.reading.image_pages import frames_of, opened

    with opened(path, request["media_type"]) as image:
        frames = frames_of(image)
        for reading in readings:
            append_image(pdf, path, image, frames[reading["number"] - 1], reading)
