"""The command `read` of the child: first what the file is, then one answer per page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr import triage
from ocr.reading.engine import Engine, opened_engine
from ocr.reading.scans import TRUNCATED
from ocr.reading.windows import answered


def read(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The answers for one file.

    Args:
        request: `path`, `limits` (the values of OcrSettings) and `scratch`.
    """
    path, limits = Path(request["path"]), request["limits"]
    engine = opened_engine(limits, Path(request["scratch"]))
    media_type = triage.media_type(path)
    if media_type == triage.PDF:
        yield from _read_pdf(path, limits, engine)
    else:
        yield from _read_image(path, media_type, limits, engine)


def _read_pdf(path: Path, limits: dict[str, Any], engine: Engine) -> Iterator[dict[str, Any]]:
    from ocr.readable_pdf import REPAIRED, readable_pdf
    from ocr.reading.pdf_pages import PdfPages

    with readable_pdf(path, max_pages=limits["max_pages"]) as opened:
        probe = triage.probe_pdf(
            opened.pdf, path, max_pages=limits["max_pages"], max_pixels=limits["max_pixels"]
        )
        yield _told(replace(probe, restricted=opened.opens_without), path)
        with PdfPages(opened, max_pixels=limits["max_pixels"]) as pages:
            for answer in answered(map(pages.page, range(1, probe.page_count + 1)), engine):
                if opened.is_repaired:
                    answer["page"]["findings"].append(REPAIRED)
                yield answer


def _read_image(
    path: Path, media_type: str, limits: dict[str, Any], engine: Engine
) -> Iterator[dict[str, Any]]:
    from ocr.reading.image_pages import frames_of, opened, probe_image, scan_of
    from ocr.reading.recognition import scanned_page

    with opened(path, media_type) as image:
        frames = frames_of(image)
        probe = probe_image(
            image, frames, media_type, max_pages=limits["max_pages"], max_pixels=limits["max_pixels"]
        )
        yield _told(probe, path)
        pages = (
            scanned_page(number, scan_of(image, frame), reason="no_text")
            for number, frame in enumerate(frames, start=1)
        )
        for answer in answered(pages, engine):
            _refuse_lost(answer["page"])
            yield answer


def _refuse_lost(page: dict[str, Any]) -> None:
    """A picture that breaks off before anything is on it shows no empty page.

    Raises:
        FileRefused: `corrupt`.
    """
    if page["source"] == "blank" and TRUNCATED in page["findings"]:
        raise FileRefused("The image is damaged.", reason=Reason.CORRUPT)


def _told(probe: triage.Probe, path: Path) -> dict[str, Any]:
    if probe.signed:
        from ocr.reading.signatures import signatures
    return {
        "media_type": probe.media_type,
        "page_count": probe.page_count,
        "findings": probe.findings,
        "signatures": signatures(path) if probe.signed else [],
    }
