"""The first tables: register, runs, files, documents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Builds the tables of storage/schema.py."""
    op.create_table(
        "documents",
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("manifest_entry", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_code", "number", name=op.f("pk_documents")),
    )
    op.create_table(
        "dossiers",
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("procedure_code", sa.String(length=32), nullable=False),
        sa.Column("unit_code", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("supplement_asked_on", sa.Date(), nullable=True),
        sa.Column("supplemented_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("dossier_code", name=op.f("pk_dossiers")),
    )
    op.create_index(op.f("ix_dossiers_received_on"), "dossiers", ["received_on"], unique=False)
    op.create_index(op.f("ix_dossiers_resolved_on"), "dossiers", ["resolved_on"], unique=False)
    op.create_table(
        "numbers",
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_code", name=op.f("pk_numbers")),
    )
    op.create_table(
        "ownership_checks",
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("dossier_code", name=op.f("pk_ownership_checks")),
    )
    op.create_table(
        "personal_numbers",
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("personal_number", sa.String(length=12), nullable=False),
        sa.Column("is_applicant", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint(
            "dossier_code", "number", "personal_number", name=op.f("pk_personal_numbers")
        ),
    )
    op.create_index(
        op.f("ix_personal_numbers_personal_number"), "personal_numbers", ["personal_number"], unique=False
    )
    op.create_table(
        "register_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_imports")),
    )
    op.create_table(
        "runs",
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("process_started", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_runs")),
    )
    op.create_table(
        "units",
        sa.Column("unit_code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_code", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("unit_code", name=op.f("pk_units")),
    )
    op.create_table(
        "component_rows",
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=True),
        sa.Column("digitised_on", sa.Date(), nullable=True),
        sa.Column("reused", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_code"], ["dossiers.dossier_code"], name=op.f("fk_component_rows_dossier_code_dossiers")
        ),
        sa.PrimaryKeyConstraint("dossier_code", "slot", name=op.f("pk_component_rows")),
    )
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("dossier_code", sa.String(length=64), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("declared_slot", sa.Text(), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("modified_ns", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("run_id", sa.String(length=40), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("register_state", sa.String(length=64), nullable=True),
        sa.Column("first_number", sa.Integer(), nullable=True),
        sa.Column("number_count", sa.Integer(), nullable=True),
        sa.Column("pages", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.run_id"], name=op.f("fk_files_run_id_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    op.create_index("ix_files_path", "files", ["path"], unique=False)
    op.create_index(
        "uq_files_open_path",
        "files",
        ["path"],
        unique=True,
        sqlite_where=sa.text("outcome IN ('claimed', 'quarantined')"),
        postgresql_where=sa.text("outcome IN ('claimed', 'quarantined')"),
    )
    op.create_index(
        "uq_files_stored_content",
        "files",
        ["dossier_code", "role", "sha256"],
        unique=True,
        sqlite_where=sa.text("outcome = 'stored'"),
        postgresql_where=sa.text("outcome = 'stored'"),
    )
