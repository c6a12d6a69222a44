"""One file: what it is (`sohoa inspect`). Opens neither store nor ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from config.settings import Settings
from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from flows.work_directory import work_directory
from ocr.reading.read_file import PageProgress, opened_file
from ocr.values import Document, PageReading, Reading, Signature


class Inspection(BaseModel):
    """What one file is (contract.md, `sohoa inspect`)."""

    model_config = ConfigDict(frozen=True)

    file: str
    sha256: str | None
    bytes: int | None
    media_type: str | None
    outcome: str
    reason: Reason | None
    pages: tuple[PageReading, ...] = ()
    documents: tuple[Document, ...] = ()
    signatures: tuple[Signature, ...] = ()
    findings: tuple[str, ...] = ()
    detail: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The contract's shape: pages without their words, documents without slots (no dossier is known)."""
        return self.model_dump(
            mode="json",
            exclude={
                "pages": {
                    "__all__": {
                        *("words", "width", "height", "colour", "ink", "sharpness"),
                        *("stamp", "borders", "cut_off", "syllables"),
                    }
                },
                "documents": {
                    "__all__": {"slot", "candidates", "review_reason", "personal_numbers", "is_application"}
                },
            },
        )


def inspect_file(path: Path, settings: Settings, *, on_page: PageProgress | None = None) -> Inspection:
    """Looks at one file without storing anything; a refused one is an inspection too, with its reason.

    Raises:
        ToolMissing: tesseract or a language of it is not installed.
    """
    if path.exists() and not path.is_file():
        return _refused(path, None, None, FileRefused("It is no file.", reason=Reason.UNREADABLE))
    try:
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as error:
        detail = f"The file cannot be read: {error.strerror}."
        return _refused(path, None, None, FileRefused(detail, reason=Reason.UNREADABLE))
    with ThreadPoolExecutor(max_workers=1) as meanwhile, work_directory() as work:
        # What the child reads is understood with libraries that the parent imports while it waits.
        understanding = meanwhile.submit(_load_understanding, settings)
        with opened_file(path, settings=settings.ocr, work_directory=work) as opened:
            try:
                reading = opened.read(on_page)
            except FileRefused as refusal:
                return _refused(path, digest, size, refusal)
        return _accepted(path, digest, size, reading, understanding.result()(reading))


def _load_understanding(settings: Settings) -> Callable[[Reading], tuple[Document, ...]]:
    from ocr.understanding.context import load_knowledge
    from ocr.understanding.documents import understand

    return partial(
        understand, context=None, knowledge=load_knowledge(settings.profile.name, settings.classify)
    )


def _accepted(
    path: Path, digest: str, size: int, reading: Reading, documents: tuple[Document, ...]
) -> Inspection:
    return Inspection(
        file=str(path),
        sha256=digest,
        bytes=size,
        media_type=reading.media_type,
        outcome="ok",
        reason=None,
        pages=tuple(_told(page, documents) for page in reading.pages),
        documents=documents,
        signatures=reading.signatures,
        findings=reading.findings,
    )


def _told(page: PageReading, documents: Iterable[Document]) -> PageReading:
    """A page without its words, with what the gates found on it."""
    failures = (failure for document in documents for failure in document.gate_failures)
    found = (failure.finding for failure in failures if failure.page == page.number)
    return page.model_copy(update={"words": (), "findings": tuple(dict.fromkeys((*page.findings, *found)))})


def _refused(path: Path, digest: str | None, size: int | None, refusal: FileRefused) -> Inspection:
    return Inspection(
        file=str(path),
        sha256=digest,
        bytes=size,
        media_type=None,
        outcome="rejected",
        reason=refusal.reason,
        detail=refusal.message,
    )
