"""What the product makes of one file, in the words of the tables."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from config.settings import Settings
from dossiers.errors import SohoaError
from flows.inspecting import inspect_file
from tests.hostile.watching import watched_memory

# What gates find on small pages of 100 dpi is no part of this.
OF_THE_READING = frozenset({"repaired", "truncated", "restricted", "signed", "active_content", "blank"})


@dataclass(frozen=True)
class Found:
    """What one file came to.

    Attributes:
        outcome: `ok`, the reason of a refusal, or the code of an error.
        pages: where the text of each page came from.
        findings: those of `OF_THE_READING`, on the file and its pages.
        text: of all pages.
        seconds: that it took.
        megabytes: the most resident memory of one process.
    """

    outcome: str
    pages: tuple[str, ...]
    findings: frozenset[str]
    text: str
    seconds: float
    megabytes: int


def found(path: Path, settings: Settings) -> Found:
    """Inspects a file as `sohoa inspect` does."""
    began = time.monotonic()
    outcome, pages, findings, text = "", tuple[str, ...](), frozenset[str](), ""
    with watched_memory() as peak:
        try:
            seen = inspect_file(path, settings)
        except SohoaError as error:
            outcome = error.code
        else:
            outcome = seen.reason.value if seen.reason else seen.outcome
            pages = tuple(page.source.value for page in seen.pages)
            findings = frozenset((*seen.findings, *(name for page in seen.pages for name in page.findings)))
            text = "\n".join(page.text for page in seen.pages)
    return Found(outcome, pages, findings & OF_THE_READING, text, time.monotonic() - began, peak.megabytes)
