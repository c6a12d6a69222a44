"""A look at a ledger that changes nothing: is it there, of which schema, what is its clock, how large."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, inspect, select, text

from dossiers.errors import LedgerOutOfReach
from storage.instants import as_utc
from storage.ledger import SCHEMA_REVISION, Ledger, engine_of
from storage.ledger_url import parsed_url


@dataclass(frozen=True, slots=True)
class LedgerLook:
    """What was seen.

    Attributes:
        server: the database and its version.
        major: its first number.
        revision: of the schema; None where no table of ours is there.
        clock: the database's own; None where it has none but this machine's.
        bytes: on the disk.
    """

    server: str
    major: int
    revision: str | None
    clock: datetime | None
    bytes: int

    @property
    def is_older(self) -> bool:
        """Whether the next command upgrades it."""
        return self.revision is not None and self.revision < SCHEMA_REVISION

    @property
    def is_newer(self) -> bool:
        """Whether a newer program made it, so that this one must not touch it."""
        return self.revision is not None and self.revision > SCHEMA_REVISION


def is_missing(url: str) -> bool:
    """Whether it is a SQLite file that nobody made yet. Raises SettingsRefused."""
    parsed = parsed_url(url)
    file = parsed.database if parsed.get_backend_name() == "sqlite" else None
    return bool(file) and not os.path.exists(str(file))  # noqa: PTH110 - Path's raises below a closed folder


def opened_as_it_is(url: str) -> Ledger:
    """The ledger of a URL without building or upgrading anything; the caller closes it.

    Raises:
        SettingsRefused: the URL is none, or of a database we do not support.
        LedgerOutOfReach: there is no file of this name.
    """
    if is_missing(url):
        raise LedgerOutOfReach(
            "There is no ledger yet.", "Import the register first: sohoa register import FILE"
        )
    return Ledger(engine_of(url))


def look(connection: Connection) -> LedgerLook:
    """Looks at the ledger of an open connection."""
    if connection.dialect.name == "postgresql":
        version = str(connection.execute(text("SHOW server_version")).scalar_one())
        size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        clock = connection.execute(select(func.clock_timestamp())).scalar_one()
        server = f"PostgreSQL {version}"
    else:
        version = str(connection.execute(select(func.sqlite_version())).scalar_one())
        size, clock, server = _sqlite_bytes(connection), None, f"SQLite {version}"
    return LedgerLook(
        server=server,
        major=int(version.split(".", maxsplit=1)[0].split()[0]),
        revision=_revision(connection),
        clock=as_utc(clock) if clock else None,
        bytes=int(size),
    )


def _sqlite_bytes(connection: Connection) -> int:
    pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    return int(pages) * int(connection.execute(text("PRAGMA page_size")).scalar_one())


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None
