"""Instants: aware everywhere in the program; SQLite gives them back without their zone."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)


def as_utc(instant: datetime) -> datetime:
    """The instant as UTC; one without a zone was stored as UTC."""
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
