"""The tables of the ledger that say what was done, and that it was looked after."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, DateTime, Integer, String, Table, Text

from storage.schema import metadata

# What was done, chained (dossiers/audit.py). Rows are added; triggers refuse to change or delete one.
events = Table(
    "events",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("happened_at", DateTime(timezone=True), nullable=False, index=True),
    Column("actor", Text, nullable=False),
    Column("step", String(32), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("outcome", String(64), nullable=False),
    Column("run_id", String(40)),
    Column("dossier_code", String(64), index=True),
    Column("version", String(32), nullable=False),
    # The canonical JSON that was hashed.
    Column("details", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

# Which events lie sealed in the store, piece by piece: `first_number` to `last_number` under `key`. A piece
# is entered before it is stored, so that who was killed in between stores the same again; then `sealed_at`.
seals = Table(
    "seals",
    metadata,
    Column("first_number", BigInteger, primary_key=True, autoincrement=False),
    Column("last_number", BigInteger, nullable=False),
    Column("day", Date, nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("sealed_at", DateTime(timezone=True)),
)

# The verifications of the store, and what each was asked to hash: one that was ended goes on.
sweeps = Table(
    "sweeps",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("sample", String(16)),
    Column("seed", Text),
    Column("older_than", Integer),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
)

# When each stored object was last hashed anew, in which sweep, and what was found.
checked_objects = Table(
    "checked_objects",
    metadata,
    Column("key", Text, primary_key=True),
    Column("sweep", Integer, nullable=False, index=True),
    Column("damage", String(16)),
    Column("checked_at", DateTime(timezone=True), nullable=False),
)
