"""A consistent copy of the ledger in one file, taken while others write, and the way back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, table, text

from dossiers.errors import InputRefused, LedgerOutOfReach, StoreDamaged
from storage import pg_tools
from storage.disk import make_private, private_file, sync_directory
from storage.ledger import engine_of, mapped, open_ledger
from storage.ledger_url import parsed_url
from storage.objects import copy

_VERSION_TABLE = "alembic_version"


class LedgerKind(StrEnum):
    """Which database; a copy of one kind is no ledger of the other."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"

    @classmethod
    def of(cls, url: str) -> LedgerKind:
        """The kind of a ledger's URL."""
        return cls(parsed_url(url).get_backend_name())

    @property
    def file_name(self) -> str:
        """Under which its copy lies."""
        return "ledger.sqlite" if self is LedgerKind.SQLITE else "ledger.dump"


@contextmanager
def copied(url: str, target: Path) -> Iterator[Connection]:
    """Copies the ledger to a new file; within the block, the connection shows exactly what was copied.

    Raises:
        LedgerOutOfReach: the ledger does not answer.
        ToolMissing: PostgreSQL's own programs are not installed.
        StoreDamaged: the copy does not pass the database's own check.
    """
    if LedgerKind.of(url) is LedgerKind.SQLITE:
        _copy_sqlite(parsed_url(url).database or "", target)
        with closing(open_ledger(f"sqlite:///{target}")) as ledger, ledger.reading() as connection:
            yield connection
        _settle_sqlite(target)
        return
    with closing(open_ledger(url)) as ledger, ledger.reading() as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        pg_tools.dump(url, target, snapshot=snapshot, server_major=_major(connection))
        yield connection


def require_empty(url: str) -> None:
    """Nothing, where the ledger is not there yet, or holds not a single row.

    Raises:
        InputRefused: it holds something.
        LedgerOutOfReach: it does not answer.
    """
    if LedgerKind.of(url) is LedgerKind.SQLITE and not Path(parsed_url(url).database or "").exists():
        return
    with mapped(), closing_engine(url) as engine, engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            rows = select(func.count()).select_from(table(name))
            if name != _VERSION_TABLE and connection.execute(rows).scalar_one():
                raise InputRefused(
                    "The ledger of [ledger] url is not empty; nothing was restored.",
                    "Point [ledger] url to a new file or database, and [store] url to an empty store.",
                )


def restore(url: str, source: Path) -> None:
    """Puts a copy in the place of an empty ledger; all of it or nothing.

    Raises:
        LedgerOutOfReach: the ledger does not answer, or its folder cannot be written.
        ToolMissing, StepFailed: see storage/pg_tools.py.
    """
    if LedgerKind.of(url) is LedgerKind.POSTGRESQL:
        with mapped(), closing_engine(url) as engine, engine.connect() as connection:
            major = _major(connection)
        pg_tools.restore(url, source, server_major=major)
        return
    target = Path(parsed_url(url).database or "").absolute()
    staged = target.with_name(f".{target.name}.restored-{os.getpid()}")
    try:
        make_private(target.parent)
        with source.open("rb") as stream, private_file(staged) as file:
            copy(stream, file)
        for left in ("-wal", "-shm"):  # of the empty ledger; SQLite would take them for the new one's
            target.with_name(f"{target.name}{left}").unlink(missing_ok=True)
        staged.replace(target)
        sync_directory(target.parent)
    except OSError as error:
        raise LedgerOutOfReach(f"The ledger file {target} cannot be written: {error.strerror}.") from None
    finally:
        staged.unlink(missing_ok=True)


@contextmanager
def closing_engine(url: str) -> Iterator[Engine]:
    """The database as it is: nothing is built or upgraded in it."""
    engine = engine_of(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _major(connection: Connection) -> int:
    version = connection.dialect.server_version_info
    return int(version[0]) if version else 0


def _copy_sqlite(database: str, target: Path) -> None:
    """SQLite's own backup: one look at the whole file, while others may write."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with (
            closing(sqlite3.connect(f"{Path(database).absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy_of_it,
        ):
            source.backup(copy_of_it)
    except sqlite3.Error as error:
        raise LedgerOutOfReach(f"The ledger cannot be copied: {error}.") from None


def _settle_sqlite(target: Path) -> None:
    """Makes the copy one file that depends on no other, and asks SQLite whether it is whole."""
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        (said,) = connection.execute("PRAGMA integrity_check").fetchone()
    if said != "ok":
        raise StoreDamaged(
            "The ledger does not pass SQLite's own check.", "Run `sohoa rebuild` on a new one."
        )
