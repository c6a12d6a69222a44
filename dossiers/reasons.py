"""Why a file lies in quarantine: the reasons of contract.md and what the officer does about each."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """A quarantine reason; its value is what JSON shows."""

    EMPTY = "empty"
    NOT_A_DOCUMENT = "not_a_document"
    CORRUPT = "corrupt"
    ENCRYPTED = "encrypted"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    UNREADABLE = "unreadable"
    NO_DOSSIER = "no_dossier"
    UNKNOWN_DOSSIER = "unknown_dossier"
    GROWING = "growing"
    PURGED = "purged"
    SYSTEM = "system"

    @property
    def advice(self) -> str:
        """One sentence for the officer: what to do next."""
        return _ADVICE[self]

    @property
    def is_fault_of_system(self) -> bool:
        """Whether this counts against `[batch] max_failed_ratio` (bad input does not)."""
        return self in {Reason.TIMEOUT, Reason.SYSTEM}


_ADVICE = {
    Reason.EMPTY: "The file has no bytes: copy or scan it again.",
    Reason.NOT_A_DOCUMENT: "The file is no PDF, TIFF, JPEG or PNG: scan the paper as one of these.",
    Reason.CORRUPT: "The file is damaged: scan or export it again.",
    Reason.ENCRYPTED: "The file needs a password: save it without one.",
    Reason.TOO_MANY_PAGES: "The file has more pages than [ocr] max_pages: split it.",
    Reason.TOO_LARGE: "The file or a page is larger than the limits in [ocr]: scan at 200 to 300 dpi.",
    Reason.TIMEOUT: "Reading took too long: raise the limits of [ocr], or release the file from quarantine.",
    Reason.UNREADABLE: "Check the name of the file, and that this account may read it.",
    Reason.NO_DOSSIER: "A batch scan without a code: lay a `sohoa cover` on it, or use INBOX/<code>/.",
    Reason.UNKNOWN_DOSSIER: "No register holds this dossier: import the register, or mend the folder's name.",
    Reason.GROWING: "The file is still being written: it is taken in by the next run.",
    Reason.PURGED: (
        "What was stored of this file was deleted when its retention ended: take it out of the inbox."
    ),
    Reason.SYSTEM: "The system failed on this file, not the file itself: run again.",
}
