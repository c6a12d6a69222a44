"""Dossiers whose papers have to be judged anew, in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select

from storage.chunks import chunks
from storage.schema import documents, ownership_checks

Check = tuple[str, str]
"""The code of a dossier, and the mark of one change."""


def ask_for(connection: Connection, codes: Iterable[str]) -> None:
    """These dossiers wait for a look from now on: in the transaction of the change, so nothing forgets it."""
    rows = [{"dossier_code": code, "mark": uuid4().hex} for code in sorted(codes)]
    if rows:
        connection.execute(insert(ownership_checks), rows)


def ask_where_papers_are(connection: Connection, codes: Iterable[str]) -> None:
    """The same for those of these dossiers that have papers: the register says something new of them."""
    for chunk in chunks(sorted(set(codes))):
        stored = select(documents.c.dossier_code).distinct().where(documents.c.dossier_code.in_(chunk))
        ask_for(connection, connection.execute(stored).scalars().all())


def waiting(connection: Connection, codes: Collection[str] | None = None) -> frozenset[Check]:
    """The changes that wait for a look, of these dossiers (None: of all)."""
    table = ownership_checks
    query = select(table.c.dossier_code, table.c.mark)
    if codes is not None:
        query = query.where(table.c.dossier_code.in_(codes))
    return frozenset((row.dossier_code, row.mark) for row in connection.execute(query))


def checked(connection: Connection, checks: Collection[Check]) -> None:
    """These were looked at; a dossier that changed meanwhile has another mark and goes on waiting.

    In one order for all, so that two who looked at the same ones never wait for each other.
    """
    table = ownership_checks
    for code, mark in sorted(checks):
        connection.execute(delete(table).where(table.c.dossier_code == code, table.c.mark == mark))
