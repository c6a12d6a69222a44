"""The command `read` of the child: first what the file is, then one answer per page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr import triage
from ocr.reading.tesseract import Tesseract


def read(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The answers for one file.

    Args:
        request: `path`, `limits` (the values of OcrSettings) and `scratch`.
    """
    path, limits = Path(request["path"]), request["limits"]
    scratch = Path(request["scratch"])
    tesseract = Tesseract(languages=limits["languages"], seconds=limits["page_seconds"], scratch=scratch)
    try:
        media_type = triage.media_type(path)
    except PermissionError:
        raise FileRefused("The file may not be read.", reason=Reason.UNREADABLE) from None
    if media_type == triage.PDF:
        yield from _read_pdf(path, limits, tesseract, scratch)
    else:
        yield from _read_image(path, media_type, limits, tesseract)


def _read_pdf(
    path: Path, limits: dict[str, Any], tesseract: Tesseract, scratch: Path
) -> Iterator[dict[str, Any]]:
    from ocr.reading.pdf_pages import PdfPages

    with triage.open_pdf(path) as pdf:
        _refuse_too_many(len(pdf.pages), limits)
        yield _probe_pdf(pdf, path)
        with PdfPages(
            pdf, path, max_pixels=limits["max_pixels"], tesseract=tesseract, scratch=scratch
        ) as pages:
            for number in range(1, len(pdf.pages) + 1):
                yield pages.read(number)


def _probe_pdf(pdf: Any, path: Path) -> dict[str, Any]:  # noqa: ANN401 - pikepdf, imported by triage
    findings = triage.findings(pdf, path)
    signed = "signed" in findings
    if signed:
        from ocr.reading.signatures import signatures
    return {
        "media_type": triage.PDF,
        "page_count": len(pdf.pages),
        "findings": findings,
        "signatures": signatures(path) if signed else [],
    }


def _read_image(
    path: Path, media_type: str, limits: dict[str, Any], tesseract: Tesseract
) -> Iterator[dict[str, Any]]:
    from ocr.reading.image_pages import frames_of, opened, scan_of
    from ocr.reading.recognition import read_scan

    with opened(path, media_type) as image:
        frames = frames_of(image)
        _refuse_too_many(len(frames), limits)
        yield {"media_type": media_type, "page_count": len(frames), "findings": [], "signatures": []}
        for number, frame in enumerate(frames, start=1):
            scan = scan_of(image, frame, max_pixels=limits["max_pixels"])
            yield read_scan(number, scan, tesseract)


def _refuse_too_many(pages: int, limits: dict[str, Any]) -> None:
    if pages > limits["max_pages"]:
        message = f"The file has {pages} pages, more than [ocr] max_pages."
        raise FileRefused(message, reason=Reason.TOO_MANY_PAGES)
