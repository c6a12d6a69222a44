"""The tables of the ledger. Migrations in `storage/migrations` build them; a test holds both equal."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# What the register says. Nothing here comes from a scan.
dossiers = Table(
    "dossiers",
    metadata,
    Column("dossier_code", String(64), primary_key=True),
    Column("procedure_code", String(32), nullable=False),
    Column("unit_code", String(64), nullable=False),
    Column("level", String(16), nullable=False),
    Column("field", Text, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("received_on", Date, nullable=False, index=True),
    Column("due_on", Date),
    Column("resolved_on", Date, index=True),
    Column("status", String(16), nullable=False),
    Column("facts", Text, nullable=False),
    Column("closed_on", Date),
    Column("supplement_asked_on", Date),
    Column("supplemented_on", Date),
)

component_rows = Table(
    "component_rows",
    metadata,
    Column("dossier_code", ForeignKey("dossiers.dossier_code"), primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("form", String(16)),
    Column("digitised_on", Date),
    Column("reused", Boolean, nullable=False),
    Column("evidence", Text, nullable=False),
)

units = Table(
    "units",
    metadata,
    Column("unit_code", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("parent_code", String(64), nullable=False),
    Column("level", String(16)),
)

register_imports = Table(
    "register_imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
)

# A process that works on the inbox; it is alive as long as `host`, `pid` and `process_started` agree.
runs = Table(
    "runs",
    metadata,
    Column("run_id", String(40), primary_key=True),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("process_started", String(32), nullable=False),
    Column("note", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
)

# One row per file of the inbox and content. Uniqueness of content covers completed work only: a file that
# was started and never finished, or refused, never blocks its own next try (paperless-ng #75).
files = Table(
    "files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("dossier_code", String(64)),
    Column("role", String(16), nullable=False),
    Column("declared_slot", Text),
    Column("bytes", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("sha256", String(64)),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(32)),
    Column("detail", Text),
    Column("run_id", ForeignKey("runs.run_id"), nullable=False),
    Column("claimed_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Column("register_state", String(64)),
    Column("first_number", Integer),
    Column("number_count", Integer),
    Column("pages", JSON),
    Index("ix_files_path", "path"),
    Index(
        "uq_files_open_path",
        "path",
        unique=True,
        sqlite_where=text("outcome IN ('claimed', 'quarantined')"),
        postgresql_where=text("outcome IN ('claimed', 'quarantined')"),
    ),
    Index(
        "uq_files_stored_content",
        "dossier_code",
        "role",
        "sha256",
        unique=True,
        sqlite_where=text("outcome = 'stored'"),
        postgresql_where=text("outcome = 'stored'"),
    ),
)

documents = Table(
    "documents",
    metadata,
    Column("dossier_code", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("slot", Text),
    Column("state", String(16), nullable=False),
    Column("review_reason", String(64), index=True),
    Column("manifest_entry", JSON, nullable=False),
)

# Which personal numbers stand on which document, to find the dossiers that share one. Said by the documents'
# own entries too: written and dropped with them.
personal_numbers = Table(
    "personal_numbers",
    metadata,
    Column("dossier_code", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("personal_number", String(12), primary_key=True, index=True),
    Column("is_applicant", Boolean, nullable=False),
)

# What documents that are the same paper have in common (dossiers/reuse.py), to find those of other dossiers.
# Said by the documents' own entries too: written and dropped with them.
paper_marks = Table(
    "paper_marks",
    metadata,
    Column("dossier_code", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("mark", String(64), primary_key=True, index=True),
)

# Dossiers whose papers have to be judged anew: theirs changed, or papers that tell of them. A row names one
# change; it is never written twice, so that runs do not wait for each other.
ownership_checks = Table(
    "ownership_checks",
    metadata,
    Column("dossier_code", String(64), primary_key=True),
    Column("mark", String(32), primary_key=True),
)

# The last number given to a document of a dossier: numbers are never used again.
numbers = Table(
    "numbers",
    metadata,
    Column("dossier_code", String(64), primary_key=True),
    Column("last_number", Integer, nullable=False),
)
