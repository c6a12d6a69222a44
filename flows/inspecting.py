"""One file: what it is (`sohoa inspect`). Opens neither store nor ledger."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from config.settings import Settings
from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from flows.work_directory import work_directory
from ocr.reading.read_file import PageProgress, read_file
from ocr.understanding.context import load_knowledge
from ocr.understanding.documents import understand
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
                "pages": {"__all__": {"words", "ink", "sharpness", "width", "height", "colour"}},
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
    with work_directory() as work:
        try:
            reading = read_file(path, settings=settings.ocr, work_directory=work, on_page=on_page)
        except FileRefused as refusal:
            return _refused(path, digest, size, refusal)
    return _accepted(path, digest, size, reading, settings)


def _accepted(path: Path, digest: str, size: int, reading: Reading, settings: Settings) -> Inspection:
    return Inspection(
        file=str(path),
        sha256=digest,
        bytes=size,
        media_type=reading.media_type,
        outcome="ok",
        reason=None,
        pages=reading.pages,
        documents=understand(reading, context=None, knowledge=load_knowledge(settings.profile.name)),
        signatures=reading.signatures,
        findings=reading.findings,
    )


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
