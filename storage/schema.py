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
    SmallInteger,
    String,
    Table,
    Text,
    false,
    literal_column,
    or_,
    text,
)

from storage.days import day_number

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

# Dossiers that are open, or took long: what a period carries in from long before it is among them. The words
# stand in the index and in the queries alike: SQLite takes a partial index only for the very same condition.
SLOW_AFTER_DAYS = 60
_taken = [
    day_number(dossiers.c[ended]) - day_number(dossiers.c.received_on) > literal_column(str(SLOW_AFTER_DAYS))
    for ended in ("resolved_on", "closed_on")
]
SLOW_DOSSIERS = or_(
    dossiers.c.status == literal_column("'received'"),
    dossiers.c.status == literal_column("'in_progress'"),
    *_taken,
)
Index(
    "ix_dossiers_slow",
    *(dossiers.c[name] for name in ("received_on", "status", "resolved_on", "closed_on")),
    sqlite_where=SLOW_DOSSIERS,
    postgresql_where=SLOW_DOSSIERS,
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
    Column("imported_by", Text, nullable=False, server_default=""),
)

# Months whose dossiers became fewer by an import: every later report on them says so.
register_shrinkages = Table(
    "register_shrinkages",
    metadata,
    Column("import_id", Integer, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("how", String(16), primary_key=True),
    Column("before", Integer, nullable=False),
    Column("after", Integer, nullable=False),
)

# What reports count: one row a dossier, from the register, the catalogue and its papers by dossiers/facts.py.
# A row is dropped in the transaction that changes its dossier and judged again when somebody counts. What a
# report groups by stands here too, and the rows lie in the order of reception: a report reads its period.
judgements = Table(
    "judgements",
    metadata,
    Column("received_on", Date, primary_key=True),
    Column("dossier_code", String(64), primary_key=True),
    Column("unit_code", String(64), nullable=False),
    Column("level", String(16), nullable=False),
    Column("field", Text, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("procedure_code", String(32), nullable=False),
    Column("ending", SmallInteger, nullable=False),
    Column("ended_on", Date),
    Column("rule_set", Text, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("due", Integer),
    Column("digitised", Integer, nullable=False),
    Column("undetermined", Integer, nullable=False),
    Column("unassigned", Integer, nullable=False),
    # Under which catalogue, rule sets and version of the judging: another basis is judged again.
    Column("basis", String(16), nullable=False),
    Index("uq_judgements_dossier_code", "dossier_code", unique=True),
    Index("ix_judgements_ended_on", "ended_on"),
    sqlite_with_rowid=False,
)

# What a dossier lacks: each due paper or result that is not digitised, or of which nobody knows if it is due.
lacks = Table(
    "lacks",
    metadata,
    Column("received_on", Date, primary_key=True),
    Column("dossier_code", String(64), primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("position", SmallInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Index("ix_lacks_dossier_code", "dossier_code"),
    sqlite_with_rowid=False,
)

# The issues of reports that lie in the store.
published_reports = Table(
    "published_reports",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("period_first", Date, nullable=False),
    Column("period_last", Date, nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("as_of", DateTime(timezone=True), nullable=False),
    Column("rule_sets", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("run_id", String(40)),
    Index("ix_published_reports_issued_at", "issued_at"),
)

# A process that works on the inbox; whether it is alive: storage/runs_table.py.
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
    # By the database's clock: after it the run is taken for dead.
    Column("alive_until", DateTime(timezone=True)),
    # The run in whose night it takes part, as one of many.
    Column("part_of", String(40)),
    Column("finished_at", DateTime(timezone=True)),
    Column("is_complete", Boolean, nullable=False, server_default=false()),
    # Counts the runs that came to their end: those that did not belong to the next one's night.
    Column("night", Integer, nullable=False, server_default="0", index=True),
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
    # The dossier that a batch scan in quarantine cannot go on without.
    Column("waits_for", String(64)),
    # How a file came into quarantine, and what would let it out (storage/quarantine_table.py).
    Column("transient", Boolean),
    Column("refused_under", Text),
    Column("first_refused_at", DateTime(timezone=True)),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("released_at", DateTime(timezone=True)),
    Index("ix_files_path", "path"),
    Index(
        "ix_files_claimed_content",
        "sha256",
        sqlite_where=text("outcome = 'claimed'"),
        postgresql_where=text("outcome = 'claimed'"),
    ),
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
