"""Sealed events: pieces of the audit trail in the store, one canonical line of JSON an event.

`audit/YYYY/MM/DD/<first>-<last>.jsonl`: the day on which they were sealed (Viet Nam), and the numbers of the
first and the last event. Such an object is written once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dossiers.audit import Link, read_link

AUDIT_PREFIX = "audit/"
MEDIA_TYPE = "application/x-ndjson"

_KEY = re.compile(r"audit/(\d{4})/(\d{2})/(\d{2})/(\d{12,})-(\d{12,})\.jsonl")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of events under one key."""

    first: int
    last: int
    day: date

    @property
    def key(self) -> str:
        """Where it lies; the numbers are padded so that a listing is in order."""
        return f"{AUDIT_PREFIX}{self.day:%Y/%m/%d}/{self.first:012d}-{self.last:012d}.jsonl"

    @classmethod
    def of_key(cls, key: str) -> Piece | None:
        """The piece of a key; None for a key that no piece has."""
        match = _KEY.fullmatch(key)
        if match is None:
            return None
        year, month, day, first, last = map(int, match.groups())
        try:
            piece = cls(first, last, date(year, month, day))
        except ValueError:
            return None
        return piece if piece.key == key and first <= last else None


def sealed_bytes(lines: list[str]) -> bytes:
    """The content of a piece."""
    return "".join(f"{line}\n" for line in lines).encode(errors="replace")


def sealed_links(content: bytes) -> list[Link | None]:
    """The events of a piece, None for a line that is none."""
    lines = content.decode(errors="replace").split("\n")
    if lines and not lines[-1]:
        del lines[-1]
    return [read_link(line) for line in lines]
