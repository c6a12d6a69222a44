"""Nights that are shared among workers, locks, and what a run promises of its life."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Builds the tables. Runs of before promised nothing: on other machines they are over."""
    op.add_column("runs", sa.Column("alive_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("runs", sa.Column("part_of", sa.String(length=40), nullable=True))
    _night_tables()
    op.create_table(
        "register_drops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("rejected", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("register_state", sa.String(length=64), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_drops")),
    )
    op.create_index("ix_register_drops_path", "register_drops", ["path"], unique=True)
    op.create_table(
        "register_absences",
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("exports", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_code", name=op.f("pk_register_absences")),
    )


def _night_tables() -> None:
    op.create_table(
        "locks",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_locks_run_id_runs")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_locks")),
    )
    op.create_table(
        "nights",
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("pages", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_nights_run_id_runs")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_nights")),
    )
    op.create_index("ix_nights_began_at", "nights", ["began_at"], unique=False)
    op.create_table(
        "chunks",
        sa.Column("night_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("handed", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("given_back", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("run_id", sa.String(length=40), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["night_id"], ["nights.run_id"], name=op.f("fk_chunks_night_id_nights")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_chunks_run_id_runs")),
        sa.PrimaryKeyConstraint("night_id", "number", name=op.f("pk_chunks")),
    )
    op.create_table(
        "planned_files",
        sa.Column("night_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chunk", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("dossier_code", sa.String(length=64), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("declared_slot", sa.Text(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=40), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("read", sa.JSON(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["night_id"], ["nights.run_id"], name=op.f("fk_planned_files_night_id_nights")
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["runs.run_id"], name=op.f("fk_planned_files_taken_by_runs")),
        sa.PrimaryKeyConstraint("night_id", "position", name=op.f("pk_planned_files")),
    )
    op.create_index("ix_planned_files_chunk", "planned_files", ["night_id", "chunk"], unique=False)
    op.create_index(
        "ix_planned_files_untold",
        "planned_files",
        ["night_id", "position"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NOT NULL AND told_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NOT NULL AND told_at IS NULL"),
    )
