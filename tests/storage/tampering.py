"""What somebody does to the ledger who owns the database."""

from __future__ import annotations

from sqlalchemy import Connection, text


def allow_changes(connection: Connection) -> None:
    """Takes away what refuses to change events."""
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS events_no_{verb}"))
    else:
        connection.execute(text("ALTER TABLE events DISABLE TRIGGER ALL"))
