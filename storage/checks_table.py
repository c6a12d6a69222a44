"""Dossiers whose papers have to be judged anew, in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select

from storage.chunks import chunks
from storage.schema import documents, ownership_checks

_ANNOUNCED = "manifest-"

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


def announce(connection: Connection, code: str, change: object) -> None:
    """A change of the dossier's manifest begins: it stands in the store before it stands in the ledger.

    `carried_out` belongs into the transaction of the change. Who is killed before that transaction holds
    leaves the manifest to the next look, which writes it as the ledger tells.
    """
    carried_out(connection, code, change)
    connection.execute(insert(ownership_checks).values(dossier_code=code, mark=f"{_ANNOUNCED}{change}"))


def carried_out(connection: Connection, code: str, change: object) -> None:
    """The change was made: store and ledger agree as soon as this transaction holds."""
    checked(connection, [(code, f"{_ANNOUNCED}{change}")])


def is_announced(check: Check) -> bool:
    """Whether it is a change of the manifest that was not carried out."""
    return check[1].startswith(_ANNOUNCED)


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
