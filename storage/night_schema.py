"""The tables of the ledger with which a night is shared among workers, and what nights left to tell."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from storage.schema import metadata

# Who alone may do something now. A lock holds while its run lives (storage/runs_table.py): nobody has to
# give it back, and no server has to remember it.
locks = Table(
    "locks",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("run_id", ForeignKey("runs.run_id"), nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
)

# The nights: how much was planned, and how each ended. `stopped_at` asks whoever works on one to begin no
# other file of it.
nights = Table(
    "nights",
    metadata,
    Column("run_id", ForeignKey("runs.run_id"), primary_key=True),
    Column("began_at", DateTime(timezone=True), nullable=False, index=True),
    Column("files", Integer, nullable=False, server_default="0"),
    Column("pages", Integer, nullable=False, server_default="0"),
    Column("stopped_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("state", String(32)),
    # Numbers alone: what a `BatchSummary` counts, without the list of the quarantine.
    Column("summary", JSON),
)

# Parts of a night: each is taken by one run at a time. A run that died gives its chunk back by being dead.
chunks = Table(
    "chunks",
    metadata,
    Column("night_id", ForeignKey("nights.run_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("pages", Integer, nullable=False),
    # How often it was handed out, and when last.
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("handed_at", DateTime(timezone=True)),
    Column("run_id", ForeignKey("runs.run_id")),
    Column("claimed_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    # The error that ended the last try: code, message, hint.
    Column("error", JSON),
)

# The files of a night as they were seen, and what became of them. Those of nights that are over are deleted
# when the next one begins: the ledger's `files` tell of them for good.
planned_files = Table(
    "planned_files",
    metadata,
    Column("night_id", ForeignKey("nights.run_id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("chunk", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("dossier_code", String(64)),
    Column("role", String(16), nullable=False),
    Column("declared_slot", Text),
    Column("bytes", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    # As far as was known before it was read.
    Column("pages", Integer, nullable=False),
    Column("taken_by", ForeignKey("runs.run_id")),
    Column("outcome", String(16)),
    Column("reason", String(32)),
    Column("detail", Text),
    # Pages read by source, and the seconds from taking it to its end.
    Column("read", JSON),
    Column("seconds", Float),
    Column("ended_at", DateTime(timezone=True)),
    Index("ix_planned_files_chunk", "night_id", "chunk"),
    Index(
        "ix_planned_files_open",
        "night_id",
        "position",
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

# Register files that were taken from where the province drops them (`[register_drop]`), each once.
register_drops = Table(
    "register_drops",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("sha256", String(64)),
    Column("outcome", String(16), nullable=False),
    Column("detail", Text),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    Index("ix_register_drops_path", "path"),
)
