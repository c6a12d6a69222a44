"""Finding the same paper in other dossiers; several changes of a dossier may wait for a look."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from dossiers.manifest import StoredDocument
from dossiers.reuse import marks_of

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Builds the index of marks from the documents that are there; every dossier waits for a look."""
    marks = op.create_table(
        "paper_marks",
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("dossier_code", "number", "mark", name=op.f("pk_paper_marks")),
    )
    op.create_index(op.f("ix_paper_marks_mark"), "paper_marks", ["mark"], unique=False)
    op.drop_table("ownership_checks")
    checks = op.create_table(
        "ownership_checks",
        sa.Column("dossier_code", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("dossier_code", "mark", name=op.f("pk_ownership_checks")),
    )
    _fill(marks, checks)


def _fill(marks: sa.Table, checks: sa.Table) -> None:
    connection = op.get_bind()
    documents = sa.table(
        "documents",
        sa.column("dossier_code", sa.String),
        sa.column("number", sa.Integer),
        sa.column("manifest_entry", sa.JSON),
    )
    codes = set()
    for code, number, entry in connection.execute(sa.select(documents)).all():
        codes.add(code)
        found = marks_of(StoredDocument.model_validate(entry))
        rows = [{"dossier_code": code, "number": number, "mark": mark} for mark in found]
        if rows:
            connection.execute(sa.insert(marks), rows)
    for code in codes:
        connection.execute(sa.insert(checks).values(dossier_code=code, mark=uuid4().hex))
