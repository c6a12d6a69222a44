"""Dossiers whose papers have to be judged anew, in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select

from storage.schema import ownership_checks

Check = tuple[str, str]
"""The code of a dossier, and the mark of one change."""


def ask_for(connection: Connection, codes: Iterable[str]) -> None:
    """These dossiers wait for a look from now on: in the transaction of the change, so nothing forgets it."""
    rows = [{"dossier_code": code, "mark": uuid4().hex} for code in sorted(codes)]
    if rows:
        connection.execute(insert(ownership_checks), rows)


def waiting(connection: Connection) -> frozenset[Check]:
    """The changes that wait for a look."""
    table = ownership_checks
    rows = connection.execute(select(table.c.dossier_code, table.c.mark))
    return frozenset((row.dossier_code, row.mark) for row in rows)


def checked(connection: Connection, checks: Collection[Check]) -> None:
    """These were looked at; a dossier that changed meanwhile has another mark and goes on waiting."""
    table = ownership_checks
    for code, mark in checks:
        connection.execute(delete(table).where(table.c.dossier_code == code, table.c.mark == mark))
