"""What a ledger says, table by table, as far as the store and the register can tell it again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_engine, inspect, text

# The history of runs, what is being worked on, and when the store was looked after: the store does not tell.
NOT_TOLD = frozenset(
    {
        *("alembic_version", "runs", "sweeps", "checked_objects", "ownership_checks"),
        *("locks", "nights", "chunks", "planned_files", "register_drops", "register_absences"),
    }
)
# Of files: those that are no longer in the inbox because they are stored, and whose papers they are.
_FILES = """SELECT dossier_code, role, declared_slot, bytes, sha256, outcome FROM files
    WHERE outcome = 'stored' AND dossier_code IS NOT NULL ORDER BY 1, 2, 5"""
_OWN_WORDS = {
    "files": _FILES,
    "register_imports": "SELECT file, sha256, kind, rows FROM register_imports ORDER BY 2, 3",
    "events": "SELECT * FROM events WHERE number <= (SELECT max(last_number) FROM seals) ORDER BY 1",
}
Tables = dict[str, list[tuple[Any, ...]]]


def tables_of(url: str) -> Tables:
    """The rows of every table, sorted."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            names = sorted(set(inspect(connection).get_table_names()) - NOT_TOLD)
            queries = {name: _OWN_WORDS.get(name, f"SELECT * FROM {name}") for name in names}  # noqa: S608
            return {
                name: sorted((tuple(row) for row in connection.execute(text(query))), key=repr)
                for name, query in queries.items()
            }
    finally:
        engine.dispose()
