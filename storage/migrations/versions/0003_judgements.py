"""What reports count, who imported a register and what shrank by it, and the issues of reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


# Dossiers that are open, or took more than 60 days (storage/schema.py, SLOW_DOSSIERS).
_SLOW_ON_SQLITE = (
    "status = 'received' OR status = 'in_progress'"
    " OR CAST(julianday(resolved_on) AS INTEGER) - CAST(julianday(received_on) AS INTEGER) > 60"
    " OR CAST(julianday(closed_on) AS INTEGER) - CAST(julianday(received_on) AS INTEGER) > 60"
)
_SLOW_ON_POSTGRESQL = (
    "status = 'received' OR status = 'in_progress'"
    " OR (resolved_on - DATE '2000-01-01') - (received_on - DATE '2000-01-01') > 60"
    " OR (closed_on - DATE '2000-01-01') - (received_on - DATE '2000-01-01') > 60"
)


def upgrade() -> None:
    """Builds the tables; judgements are made when somebody counts."""
    op.create_index(
        "ix_dossiers_slow",
        "dossiers",
        ["received_on", "status", "resolved_on", "closed_on"],
        unique=False,
        sqlite_where=sa.text(_SLOW_ON_SQLITE),
        postgresql_where=sa.text(_SLOW_ON_POSTGRESQL),
    )
    op.create_table(
        "judgements",
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("unit_code", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("procedure_code", sa.String(length=32), nullable=False),
        sa.Column("ending", sa.SmallInteger(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("rule_set", sa.Text(), nullable=False),
        sa.Column("facts", sa.Integer(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=True),
        sa.Column("digitised", sa.Integer(), nullable=False),
        sa.Column("undetermined", sa.Integer(), nullable=False),
        sa.Column("unassigned", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("received_on", "dossier_code", name=op.f("pk_judgements")),
        sqlite_with_rowid=False,
    )
    op.create_index("uq_judgements_dossier_code", "judgements", ["dossier_code"], unique=True)
    op.create_index("ix_judgements_ended_on", "judgements", ["ended_on"], unique=False)
    op.create_table(
        "lacks",
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("received_on", "dossier_code", "slot", name=op.f("pk_lacks")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_lacks_dossier_code", "lacks", ["dossier_code"], unique=False)
    op.add_column("register_imports", sa.Column("imported_by", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "register_shrinkages",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "month", "how", name=op.f("pk_register_shrinkages")),
    )
    op.create_table(
        "published_reports",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("period_first", sa.Date(), nullable=False),
        sa.Column("period_last", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule_sets", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_reports")),
    )
    op.create_index("ix_published_reports_issued_at", "published_reports", ["issued_at"], unique=False)
