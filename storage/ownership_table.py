"""Whose papers they are, in the ledger: personal numbers by dossier."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, insert, select

from dossiers.manifest import StoredDocument
from dossiers.states import Standing
from storage.schema import personal_numbers


def replace_numbers(
    connection: Connection, code: str, given: Sequence[int], entries: Sequence[StoredDocument]
) -> frozenset[str]:
    """Writes the personal numbers of these entries over those of the documents `given`.

    A paper that was withdrawn tells nothing about anybody.

    Returns:
        The dossiers in which a paper bore the number of somebody who was an applicant of this one.
    """
    table = personal_numbers
    told_before = dossiers_with_applicant_of(connection, code)
    connection.execute(delete(table).where(table.c.dossier_code == code, table.c.number.in_(given)))
    rows = [
        {
            "dossier_code": code,
            "number": entry.number,
            "personal_number": personal_number,
            "is_applicant": personal_number == entry.applicant_number,
        }
        for entry in entries
        if entry.standing is not Standing.WITHDRAWN
        for personal_number in entry.personal_numbers
    ]
    if rows:
        connection.execute(insert(table), rows)
    return told_before


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
