"""Audit trails for tests, and what somebody may do to one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dossiers.audit import FIRST_LINK, Event, Link, Step, chained, hash_of, link_of

BEGIN = datetime(2026, 1, 31, 16, 59, 59, 999999, tzinfo=UTC)


def trail(length: int) -> list[Link]:
    """A genuine trail of that many events."""
    links: list[Link] = []
    for number in range(1, length + 1):
        event = Event(
            step=list(Step)[number % len(Step)],
            subject=f"H40.12-250805-0001/{number:02d}",
            details={"b": [1, None, {"ữ": "→"}], "a": number * 0.1},
        )
        chain = chained(
            event,
            number=number,
            happened_at=BEGIN + timedelta(minutes=number),
            actor="văn thư",
            version="1",
            previous=links[-1].hash if links else FIRST_LINK,
        )
        links.append(link_of(chain.told))
    return links


def rewritten(link: Link, *, hashed: bool, **changes: object) -> Link:
    """The event saying something else; `hashed`: bearing the hash of what it says now."""
    told = {**json.loads(link.line), **changes}
    if hashed:
        told["hash"] = hash_of(told)
    return link_of(told)


def renumbered(links: Sequence[Link], *, hashed: bool) -> list[Link]:
    """The events with numbers from 1 and nothing else mended, or (`hashed`) with the hash of each alone."""
    return [rewritten(link, hashed=hashed, number=number) for number, link in enumerate(links, start=1)]


def rechained(links: Sequence[Link]) -> list[Link]:
    """The events as somebody writes them who mends every number, link and hash."""
    before, mended = FIRST_LINK, []
    for number, link in enumerate(links, start=1):
        mended.append(rewritten(link, hashed=True, number=number, previous=before))
        before = mended[-1].hash
    return mended


def with_number(link: Link, number: int) -> Link:
    """The event under another number, all else as it was."""
    return replace(rewritten(link, hashed=False, number=number), hash=link.hash)
