"""Whose papers they are, in the ledger: personal numbers by dossier, and the dossiers still to be asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select

from dossiers.manifest import StoredDocument
from storage.schema import ownership_checks, personal_numbers


def replace_numbers(
    connection: Connection, code: str, given: Sequence[int], entries: Sequence[StoredDocument]
) -> None:
    """Writes the personal numbers of these entries over those of the documents `given`.

    The dossier waits for a look from now on: in the same transaction, so that nothing ended can forget it.
    """
    table = personal_numbers
    connection.execute(delete(table).where(table.c.dossier_code == code, table.c.number.in_(given)))
    rows = [
        {
            "dossier_code": code,
            "number": entry.number,
            "personal_number": personal_number,
            "is_applicant": personal_number == entry.applicant_number,
        }
        for entry in entries
        for personal_number in entry.personal_numbers
    ]
    if rows:
        connection.execute(insert(table), rows)
    connection.execute(delete(ownership_checks).where(ownership_checks.c.dossier_code == code))
    connection.execute(insert(ownership_checks).values(dossier_code=code, mark=uuid4().hex))


def applicants_elsewhere(connection: Connection, code: str, numbers: Collection[str]) -> frozenset[str]:
    """Those of the numbers that are the applicant's of another dossier."""
    if not numbers:
        return frozenset()
    table = personal_numbers
    query = select(table.c.personal_number).where(
        table.c.personal_number.in_(numbers), table.c.is_applicant, table.c.dossier_code != code
    )
    return frozenset(connection.execute(query).scalars())


def dossiers_with_applicant_of(connection: Connection, code: str) -> frozenset[str]:
    """The other dossiers in which a paper bears the number of an applicant of this one."""
    mine, theirs = personal_numbers.alias("mine"), personal_numbers.alias("theirs")
    query = (
        select(theirs.c.dossier_code)
        .join(mine, mine.c.personal_number == theirs.c.personal_number)
        .where(mine.c.dossier_code == code, mine.c.is_applicant, theirs.c.dossier_code != code)
    )
    return frozenset(connection.execute(query).scalars())


def unchecked(connection: Connection) -> dict[str, str]:
    """The dossiers that wait for a look, with the mark of their last change."""
    return {row.dossier_code: row.mark for row in connection.execute(select(ownership_checks))}


def checked(connection: Connection, marks: Mapping[str, str]) -> None:
    """These were looked at; one that changed meanwhile has another mark and goes on waiting."""
    table = ownership_checks
    for code, mark in marks.items():
        connection.execute(delete(table).where(table.c.dossier_code == code, table.c.mark == mark))
