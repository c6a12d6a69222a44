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
    Column("summary", JSON(none_as_null=True)),
)

# Parts of a night: each is taken by one run at a time. A run that died gives its chunk back by being dead.
chunks = Table(
    "chunks",
    metadata,
    Column("night_id", ForeignKey("nights.run_id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    # How often somebody was asked to come for it.
    Column("handed", Integer, nullable=False, server_default="0"),
    # How many runs began on it, and how many of them gave it back, as they were told to end.
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("given_back", Integer, nullable=False, server_default="0"),
    Column("run_id", ForeignKey("runs.run_id")),
    Column("ended_at", DateTime(timezone=True)),
    # The error that ended the last try: code, message, hint.
    Column("error", JSON(none_as_null=True)),
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
    # The last run that began it; one that died may have come to its end with it.
    Column("taken_by", ForeignKey("runs.run_id")),
    Column("outcome", String(16)),
    Column("reason", String(32)),
    Column("detail", Text),
    # Pages read by source, and the seconds from taking it to its end.
    Column("read", JSON(none_as_null=True)),
    Column("seconds", Float),
    Column("ended_at", DateTime(timezone=True)),
    # When the night's own run learned of it.
    Column("told_at", DateTime(timezone=True)),
    Index("ix_planned_files_chunk", "night_id", "chunk"),
    Index(
        "ix_planned_files_untold",
        "night_id",
        "position",
        sqlite_where=text("ended_at IS NOT NULL AND told_at IS NULL"),
        postgresql_where=text("ended_at IS NOT NULL AND told_at IS NULL"),
    ),
)

# Register files that were met where the province drops them (`[register_drop]`), each as it was last read:
# what is as it was is not read again.
register_drops = Table(
    "register_drops",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("sha256", String(64)),
    Column("outcome", String(16), nullable=False),
    # The code of the error, and its words.
    Column("reason", String(32)),
    Column("detail", Text),
    Column("kind", String(16)),
    Column("rows", Integer, nullable=False, server_default="0"),
    Column("rejected", Integer, nullable=False, server_default="0"),
    # The state of the register that lacked dossiers of its rows: they are read again when it has grown.
    Column("register_state", String(64)),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    Index("ix_register_drops_path", "path", unique=True),
)

# Dossiers of the register that a later whole export of their unit, field and days does not hold any more.
register_absences = Table(
    "register_absences",
    metadata,
    Column("dossier_code", String(64), primary_key=True),
    # The first export that lacked it, when that came, and how many have by now.
    Column("import_id", Integer, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("exports", Integer, nullable=False),
)
