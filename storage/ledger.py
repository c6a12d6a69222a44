"""The ledger: a database that knows the register, the runs, the files and the documents.

SQLite (WAL) or PostgreSQL through SQLAlchemy; migrations run at opening. Every change is one transaction.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    InterfaceError,
    NoSuchModuleError,
    OperationalError,
)

from dossiers.errors import LedgerOutOfReach, SettingsRefused
from storage import events_table
from storage.disk import make_private
from storage.ledger_url import parsed_url

SCHEMA_REVISION = "0005"
# Longer than a store may be gone while a manifest is put: [store] retry_seconds and two time-outs.
_LOCK_SECONDS = 240
# Any number, the same for every process of ours: it names the migration lock in PostgreSQL.
_MIGRATION_LOCK = 7_230_118
# Threads that wait for a store or for the ledger hold their connections; who comes after them needs another.
_ANY_NUMBER = -1
_READS_ONLY = "sohoa_reads_only"
# What a transaction holds, others wait for: a process that is frozen in one, or whose machine lost its power,
# must not keep a dossier for the hours after which a server gives it up by itself. A manifest that is put
# takes `_LOCK_SECONDS` at most. Who only reads holds up nobody.
_SILENT_SECONDS = 600
_IF_WE_FALL_SILENT = (
    "SET idle_in_transaction_session_timeout = '{seconds}s';"
    " SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 6"
)
_TAKE_TIME = text("SET LOCAL idle_in_transaction_session_timeout = 0")


class Ledger:
    """An open ledger. Safe for threads: each transaction has a connection of its own."""

    def __init__(self, engine: Engine) -> None:
        """Keeps the engine; use `open_ledger`."""
        self._engine = engine

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction that may write: committed at the end, rolled back on any error.

        Raises:
            LedgerOutOfReach: the database does not answer, or stays locked.
        """
        with mapped(), self._engine.begin() as connection:
            events_table.begin_noting(connection)
            yield connection
            events_table.write_noted(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent look that writes nothing and holds up no writer.

        Raises:
            LedgerOutOfReach: the database does not answer.
        """
        with mapped(), self._engine.connect() as connection:
            looking = connection.execution_options(**{_READS_ONLY: True})
            if connection.dialect.name == "postgresql":
                # Otherwise every statement would see a register of its own, and parts would not add up.
                looking = looking.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with looking.begin():
                if connection.dialect.name == "postgresql":
                    looking.execute(_TAKE_TIME)
                yield looking

    def close(self) -> None:
        """Lets go of every connection."""
        self._engine.dispose()


def open_ledger(url: str) -> Ledger:
    """Opens the ledger of a SQLAlchemy URL, building or upgrading its tables.

    Raises:
        SettingsRefused: the URL is none, or of a database we do not support.
        LedgerOutOfReach: the database does not answer.
    """
    ledger = Ledger(engine_of(url))
    try:
        with ledger.transaction() as connection:
            _migrate(connection)
    except BaseException:
        ledger.close()
        raise
    return ledger


def engine_of(url: str) -> Engine:
    """The database of a SQLAlchemy URL as it is: nothing is built in it. Raises SettingsRefused."""
    parsed = parsed_url(url)
    if parsed.drivername == "sqlite":
        return _sqlite(url, parsed.database)
    if parsed.drivername != "postgresql+psycopg":
        raise SettingsRefused(
            f"[ledger] url names {parsed.drivername}; supported are sqlite and postgresql+psycopg."
        )
    try:
        engine = create_engine(
            url,
            pool_pre_ping=True,
            max_overflow=_ANY_NUMBER,
            hide_parameters=True,
            connect_args={"connect_timeout": 10},
        )
    except (NoSuchModuleError, ImportError):
        raise SettingsRefused("The driver of [ledger] url is not installed.") from None

    @event.listens_for(engine, "connect")
    def hold_up_nobody_for_long(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
        with connection.cursor() as cursor:
            cursor.execute(_IF_WE_FALL_SILENT.format(seconds=_SILENT_SECONDS))
        connection.commit()

    return engine


def _sqlite(url: str, database: str | None) -> Engine:
    if not database or database == ":memory:":
        raise SettingsRefused("[ledger] url names no SQLite file: a ledger in memory is gone at the end.")
    _create_private(Path(database))
    engine = create_engine(
        url, max_overflow=_ANY_NUMBER, hide_parameters=True, connect_args={"timeout": _LOCK_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
        # The driver's own transactions begin too late to be upgraded safely; ours begin IMMEDIATE below.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads_only = connection.get_execution_options().get(_READS_ONLY, False)
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    return engine


def _create_private(file: Path) -> None:
    """The ledger holds personal data: nobody but its owner may read it."""
    try:
        make_private(file.parent)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise LedgerOutOfReach(f"The ledger file {file} cannot be opened: {error.strerror}.") from None


def _migrate(connection: Connection) -> None:
    if _revision(connection) == SCHEMA_REVISION:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
    # Alembic takes a third of a second to import; it is needed only when there is something to do.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


@contextmanager
def mapped() -> Iterator[None]:
    """The one place where errors of the driver become errors of the ledger."""
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        answers = (
            not isinstance(error, OperationalError | InterfaceError) and type(error) is not DatabaseError
        )
        if answers and not (isinstance(error, DBAPIError) and error.connection_invalidated):
            raise  # a broken constraint is for the caller
        raise LedgerOutOfReach(f"The ledger does not answer: {_reason(error)}.") from error


def _reason(error: DBAPIError) -> str:
    """The driver's first line; parameters are hidden by the engine."""
    return str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
