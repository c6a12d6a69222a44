"""The command `archive` of the child: chosen pages, their text behind them, as one PDF."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

from ocr import triage
from ocr.archiving.conformance import is_known_to_conform
from ocr.archiving.font_programs import FontPrograms
from ocr.archiving.overlay import TextOverlay
from ocr.archiving.pdf_a import declare
from ocr.archiving.pdf_copy import PdfCopy
from ocr.archiving.same_text import keeps_its_text
from ocr.readable_pdf import ReadablePdf, readable_pdf

NOT_PDF_A = "archive_not_pdf_a"
_READ_FROM_PICTURES = frozenset({"ocr", "mixed"})
_OWN_TEXT = frozenset({"text_layer", "mixed"})


@dataclass
class _Outcome:
    """What became of the pages.

    Attributes:
        findings: stable words.
        numbers: of the pages in the file.
        added_words: text went behind at least one picture.
        own_text: the pages, by their place in the copy from 0, that came with text.
    """

    findings: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    added_words: bool = False
    own_text: dict[int, str] = field(default_factory=dict)

    def took(self, reading: dict[str, Any]) -> None:
        if reading["source"] in _OWN_TEXT:
            self.own_text[len(self.numbers)] = reading["source"]
        self.numbers.append(reading["number"])


def archive(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Writes the PDF, then answers with its `findings`.

    These are `archive_not_pdf_a` where the pages are not known to conform to PDF/A-1b, so that the copy does
    not say so (where nothing was to be added and nothing in it acts, it is the file itself),
    `archive_colours_approximate` where a colour profile had to go, and `archive_16_bit_reduced`.

    Args:
        request: `path`, `media_type`, `pages` (JSON of PageReading) and `target`.
    """
    path, target = Path(request["path"]), Path(request["target"])
    if request["media_type"] == triage.PDF:
        outcome = _copy_pdf_pages(path, target, request)
    else:
        outcome = _wrap_images(path, target, request)
    yield {"written": True, "findings": sorted(set(outcome.findings))}


def _copy_pdf_pages(path: Path, target: Path, request: dict[str, Any]) -> _Outcome:
    with readable_pdf(path, max_pages=request["limits"]["max_pages"]) as opened:
        return _copied(opened, target, request["pages"])


def _copied(opened: ReadablePdf, target: Path, readings: Sequence[dict[str, Any]]) -> _Outcome:
    outcome = _Outcome()
    pdf = opened.pdf
    may_stay = len(readings) == len(pdf.pages) and not triage.has_active_content(pdf)
    programs = FontPrograms()
    copy, overlay, pages = PdfCopy(pdf, programs), TextOverlay(pdf), list[pikepdf.Page]()
    conforms = not copy.has_hidden_layers
    for reading in readings:
        page, findings = copy.page(reading)
        conforms = conforms and is_known_to_conform(page, programs)
        outcome.findings += findings
        outcome.added_words |= _add_words(overlay, page, reading)
        outcome.took(reading)
        pages.append(page)
    copy.keep_only(pages)
    _save(pdf, target, conforms=conforms)
    may_stay &= outcome.numbers == sorted(set(outcome.numbers))
    keeps_text = keeps_its_text(opened.path, target, outcome.numbers, outcome.own_text)
    if may_stay and ((outcome.own_text and not conforms and not outcome.added_words) or not keeps_text):
        shutil.copyfile(opened.path, target)
        outcome.findings = [NOT_PDF_A]
    elif not conforms:
        outcome.findings.append(NOT_PDF_A)
    return outcome


def _wrap_images(path: Path, target: Path, request: dict[str, Any]) -> _Outcome:
    from ocr.archiving.image_copy import append_image
    from ocr.reading.image_pages import frames_of, opened

    outcome = _Outcome()
    with pikepdf.new() as pdf, opened(path, request["media_type"]) as image:
        overlay, frames = TextOverlay(pdf), frames_of(image)
        for reading in request["pages"]:
            outcome.findings += append_image(pdf, path, image, frames[reading["number"] - 1], reading)
            _add_words(overlay, pdf.pages[-1], reading)
        _save(pdf, target, conforms=True)
    return outcome


def _add_words(overlay: TextOverlay, page: pikepdf.Page, reading: dict[str, Any]) -> bool:
    return reading["source"] in _READ_FROM_PICTURES and overlay.add(page, reading)


def _save(pdf: pikepdf.Pdf, target: Path, *, conforms: bool) -> None:
    """Always the same bytes for the same pages."""
    if conforms:
        declare(pdf)
    pdf.save(
        target,
        force_version="1.4",
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        deterministic_id=True,
        fix_metadata_version=False,
    )
