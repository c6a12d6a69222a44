"""What was done, chained and sealed; when stored objects were checked; how files came into quarantine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Builds the tables. The trail begins now: of what was done before, runs and manifests tell."""
    op.create_table(
        "events",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=True),
        sa.Column("dossier_code", sa.String(length=64), nullable=True),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_events")),
    )
    for column in ("happened_at", "subject", "dossier_code"):
        op.create_index(f"ix_events_{column}", "events", [column], unique=False)
    _allow_nothing_but_adding()
    op.create_table(
        "seals",
        sa.Column("first_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("first_number", name=op.f("pk_seals")),
    )
    op.create_index("ix_seals_day", "seals", ["day"], unique=False)
    op.create_table(
        "sweeps",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sample", sa.String(length=16), nullable=True),
        sa.Column("seed", sa.Text(), nullable=True),
        sa.Column("older_than", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_sweeps")),
    )
    op.create_table(
        "checked_objects",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sweep", sa.Integer(), nullable=False),
        sa.Column("damage", sa.String(length=16), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_checked_objects")),
    )
    op.create_index("ix_checked_objects_sweep", "checked_objects", ["sweep"], unique=False)
    op.add_column("runs", sa.Column("is_complete", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("runs", sa.Column("night", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_runs_night", "runs", ["night"], unique=False)
    op.add_column("files", sa.Column("waits_for", sa.String(length=64), nullable=True))
    op.create_index(
        "ix_files_claimed_content",
        "files",
        ["sha256"],
        unique=False,
        sqlite_where=sa.text("outcome = 'claimed'"),
        postgresql_where=sa.text("outcome = 'claimed'"),
    )
    op.add_column("files", sa.Column("transient", sa.Boolean(), nullable=True))
    op.add_column("files", sa.Column("refused_under", sa.Text(), nullable=True))
    op.add_column("files", sa.Column("first_refused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("files", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("files", sa.Column("released_at", sa.DateTime(timezone=True), nullable=True))
    in_quarantine = "UPDATE files SET tries = 1, first_refused_at = claimed_at WHERE outcome = 'quarantined'"
    op.execute(sa.text(in_quarantine))


def _allow_nothing_but_adding() -> None:
    """Events are added and never changed: the database refuses it, whoever of the program's users asks."""
    refusal = "events are never changed or deleted"
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER events_no_{verb.lower()} BEFORE {verb} ON events "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION sohoa_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER events_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON events "
        "FOR EACH STATEMENT EXECUTE FUNCTION sohoa_refuse_change()"
    )
