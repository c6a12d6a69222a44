"""Documents in the ledger: the manifest's entries, and the numbers given so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from dossiers.manifest import Manifest, StoredDocument, dossier_prefix
from storage import judgements_table
from storage.checks_table import ask_for
from storage.ownership_table import replace_numbers
from storage.same_papers_table import replace_marks
from storage.schema import documents, numbers


def lock_dossier(connection: Connection, code: str) -> None:
    """Holds the dossier until the transaction ends: its manifest is written by one at a time.

    SQLite's transactions hold the whole ledger already.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(code, 0))))


def knows_dossier(connection: Connection, code: str) -> bool:
    """Whether any number was ever given in this dossier."""
    return connection.execute(select(numbers).where(numbers.c.dossier_code == code)).first() is not None


def reserve_numbers(connection: Connection, code: str, count: int) -> int:
    """Takes the next `count` numbers of a dossier for good; returns the first of them."""
    lock_dossier(connection, code)
    if not knows_dossier(connection, code):
        connection.execute(insert(numbers).values(dossier_code=code, last_number=0))
    last = connection.execute(
        select(numbers.c.last_number).where(numbers.c.dossier_code == code)
    ).scalar_one()
    connection.execute(update(numbers).where(numbers.c.dossier_code == code).values(last_number=last + count))
    return int(last) + 1


def keep_above(connection: Connection, code: str, number: int) -> None:
    """Makes sure that the dossier's next number is above this one."""
    if not knows_dossier(connection, code):
        connection.execute(insert(numbers).values(dossier_code=code, last_number=number))
    connection.execute(
        update(numbers)
        .where(numbers.c.dossier_code == code, numbers.c.last_number < number)
        .values(last_number=number)
    )


def replace_documents(
    connection: Connection, code: str, entries: Sequence[StoredDocument], *, without: Sequence[int] = ()
) -> None:
    """Writes the entries of these numbers over those that are there; drops the numbers of `without`.

    The dossier has to be judged anew, and those of which its papers tell; what was counted of it is dropped.
    """
    given = [*(entry.number for entry in entries), *without]
    if not given:
        return
    judgements_table.drop(connection, [code])
    connection.execute(
        delete(documents).where(documents.c.dossier_code == code, documents.c.number.in_(given))
    )
    if entries:
        connection.execute(
            insert(documents),
            [
                {
                    "dossier_code": code,
                    "number": entry.number,
                    "slot": entry.slot,
                    "state": entry.state.value,
                    "review_reason": entry.review_reason,
                    "manifest_entry": entry.model_dump(mode="json"),
                }
                for entry in entries
            ],
        )
    related = replace_numbers(connection, code, given, entries) | replace_marks(
        connection, code, given, entries
    )
    ask_for(connection, {code, *related})


def reassign_documents(connection: Connection, code: str, entries: Sequence[StoredDocument]) -> None:
    """Writes what these documents serve as; what was read of them is as before."""
    if entries:
        judgements_table.drop(connection, [code])
    for entry in entries:
        connection.execute(
            update(documents)
            .where(documents.c.dossier_code == code, documents.c.number == entry.number)
            .values(
                slot=entry.slot,
                review_reason=entry.review_reason,
                manifest_entry=entry.model_dump(mode="json"),
            )
        )


def document(connection: Connection, code: str, number: int) -> StoredDocument | None:
    """One document of a dossier; None where there is no such number."""
    entry = connection.execute(
        select(documents.c.manifest_entry).where(
            documents.c.dossier_code == code, documents.c.number == number
        )
    ).scalar()
    return None if entry is None else StoredDocument.model_validate(entry)


def manifest(connection: Connection, code: str) -> Manifest:
    """The manifest of a dossier as the ledger knows it."""
    return manifests_of(connection, [code])[code]


def manifests_of(connection: Connection, codes: Sequence[str]) -> dict[str, Manifest]:
    """The manifests of these dossiers as the ledger knows them; empty ones of those that have no papers."""
    found = documents_of(connection, codes)
    query = select(numbers).where(numbers.c.dossier_code.in_(codes))
    given = {row.dossier_code: int(row.last_number) for row in connection.execute(query)}
    return {code: _manifest(code, found.get(code, ()), given.get(code, 0)) for code in codes}


def _manifest(code: str, entries: Sequence[StoredDocument], given: int) -> Manifest:
    highest = max((entry.number for entry in entries), default=0)
    return Manifest(
        dossier_code=code, documents=tuple(entries), last_number=given if given > highest else None
    )


def codes_in_order(connection: Connection) -> list[str]:
    """The dossiers that have papers, in the order of their keys in the store."""
    codes = connection.execute(select(documents.c.dossier_code).distinct()).scalars()
    return sorted(codes, key=dossier_prefix)


def last_codes(connection: Connection, count: int) -> list[str]:
    """The last dossiers with papers, by code."""
    query = select(documents.c.dossier_code).distinct().order_by(documents.c.dossier_code.desc())
    return list(connection.execute(query.limit(count)).scalars())


def count(connection: Connection) -> int:
    """How many documents there are."""
    return int(connection.execute(select(func.count()).select_from(documents)).scalar_one())


def documents_of(connection: Connection, codes: Sequence[str]) -> dict[str, list[StoredDocument]]:
    """The documents of these dossiers, each by number; dossiers without any are left out."""
    query = select(documents.c.dossier_code, documents.c.manifest_entry)
    query = query.where(documents.c.dossier_code.in_(codes)).order_by(documents.c.number)
    found: dict[str, list[StoredDocument]] = {}
    for code, entry in connection.execute(query):
        found.setdefault(code, []).append(StoredDocument.model_validate(entry))
    return found


def waiting_documents(connection: Connection) -> Iterator[tuple[str, StoredDocument]]:
    """Every document that a person must decide, with its dossier's code, by code and number."""
    query = (
        select(documents.c.dossier_code, documents.c.manifest_entry)
        .where(documents.c.review_reason.is_not(None))
        .order_by(documents.c.dossier_code, documents.c.number)
    )
    for code, entry in connection.execute(query):
        yield code, StoredDocument.model_validate(entry)


def all_documents(connection: Connection) -> Iterator[tuple[str, StoredDocument]]:
    """Every document with its dossier's code, by code and number."""
    query = select(documents.c.dossier_code, documents.c.manifest_entry).order_by(
        documents.c.dossier_code, documents.c.number
    )
    for code, entry in connection.execute(query):
        yield code, StoredDocument.model_validate(entry)
