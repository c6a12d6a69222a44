"""Finding the same paper in other dossiers, and what waits for a person; changes may wait for a look."""

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
    op.add_column("documents", sa.Column("review_reason", sa.String(length=64)))
    op.create_index(op.f("ix_documents_review_reason"), "documents", ["review_reason"], unique=False)
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
        sa.column("review_reason", sa.String),
        sa.column("manifest_entry", sa.JSON),
    )
    codes = connection.execute(sa.select(documents.c.dossier_code).distinct()).scalars().all()
    for code in codes:
        own = documents.c.dossier_code == code
        for number, entry in connection.execute(
            sa.select(documents.c.number, documents.c.manifest_entry).where(own)
        ).all():
            document = StoredDocument.model_validate(entry)
            rows = [{"dossier_code": code, "number": number, "mark": mark} for mark in marks_of(document)]
            if rows:
                connection.execute(sa.insert(marks), rows)
            if document.review_reason is not None:
                reason = sa.update(documents).where(own, documents.c.number == number)
                connection.execute(reason.values(review_reason=document.review_reason))
        connection.execute(sa.insert(checks).values(dossier_code=code, mark=uuid4().hex))
