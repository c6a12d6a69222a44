"""Which documents of other dossiers are the same paper, in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, and_, delete, insert, select

from dossiers.manifest import StoredDocument
from dossiers.reuse import Elsewhere, marks_of
from storage.chunks import chunks
from storage.schema import documents, paper_marks


def replace_marks(
    connection: Connection, code: str, given: Sequence[int], entries: Sequence[StoredDocument]
) -> frozenset[str]:
    """Writes the marks of these entries over those of the documents `given`.

    Returns:
        The dossiers that share one of the old marks or of the new ones.
    """
    table = paper_marks
    mine = (table.c.dossier_code == code, table.c.number.in_(given))
    before = dossiers_with_papers_of(connection, [code])
    connection.execute(delete(table).where(*mine))
    rows = [
        {"dossier_code": code, "number": entry.number, "mark": mark}
        for entry in entries
        for mark in sorted(marks_of(entry))
    ]
    if rows:
        connection.execute(insert(table), rows)
    return before | dossiers_with_papers_of(connection, [code])


def dossiers_with_papers_of(connection: Connection, codes: Iterable[str]) -> frozenset[str]:
    """The other dossiers that hold a paper of one of these, too."""
    mine, theirs = paper_marks.alias("mine"), paper_marks.alias("theirs")
    found: set[str] = set()
    for code in codes:
        query = (
            select(theirs.c.dossier_code)
            .distinct()
            .join(mine, mine.c.mark == theirs.c.mark)
            .where(mine.c.dossier_code == code, theirs.c.dossier_code != code)
        )
        found.update(connection.execute(query).scalars())
    return frozenset(found)


def same_elsewhere(connection: Connection, code: str) -> dict[int, list[Elsewhere]]:
    """By the number of a document of the dossier: the documents of other dossiers that are the same paper."""
    mine, theirs = paper_marks.alias("mine"), paper_marks.alias("theirs")
    pairs = (
        select(mine.c.number.label("mine"), theirs.c.dossier_code, theirs.c.number)
        .distinct()
        .join(theirs, mine.c.mark == theirs.c.mark)
        .where(mine.c.dossier_code == code, theirs.c.dossier_code != code)
        .subquery()
    )
    query = select(pairs.c.mine, pairs.c.dossier_code, documents.c.manifest_entry).join(
        documents,
        and_(documents.c.dossier_code == pairs.c.dossier_code, documents.c.number == pairs.c.number),
    )
    found: dict[int, list[Elsewhere]] = {}
    for number, other_code, entry in connection.execute(query):
        found.setdefault(number, []).append(Elsewhere(other_code, StoredDocument.model_validate(entry)))
    return found


def with_marks(
    connection: Connection, code: str, marks: Mapping[int, Collection[str]]
) -> dict[int, list[Elsewhere]]:
    """The same for documents that are not recorded yet, by their own numbers and marks."""
    table, holders = paper_marks, documents
    query = select(table.c.mark, table.c.dossier_code, table.c.number, holders.c.manifest_entry).join(
        holders, and_(holders.c.dossier_code == table.c.dossier_code, holders.c.number == table.c.number)
    )
    by_mark: dict[str, dict[tuple[str, int], Elsewhere]] = {}
    for chunk in chunks(sorted({mark for own in marks.values() for mark in own})):
        rows = connection.execute(query.where(table.c.mark.in_(chunk), table.c.dossier_code != code))
        for mark, other_code, number, entry in rows:
            other = Elsewhere(other_code, StoredDocument.model_validate(entry))
            by_mark.setdefault(mark, {})[other_code, number] = other
    found = {
        number: {key: other for mark in own for key, other in by_mark.get(mark, {}).items()}
        for number, own in marks.items()
    }
    return {number: list(others.values()) for number, others in found.items() if others}
