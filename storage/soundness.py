"""Whether the rows of the ledger about dossiers fit together: a disk or a hand may have changed some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, select

from dossiers.manifest import Manifest, StoredDocument
from dossiers.states import Standing
from storage.files_table import FileOutcome, Role
from storage.schema import documents, files, numbers, personal_numbers

_Rows = Mapping[str, Collection[tuple[object, ...]]]


def unsound(connection: Connection, manifests: Mapping[str, Manifest]) -> frozenset[str]:
    """The dossiers whose other rows contradict their documents' entries.

    Looked at are what the entries say twice (slot, state, reason, personal numbers), the last number given,
    and that the file of every paper is known as stored.

    Args:
        connection: of the ledger, in one look with the manifests.
        manifests: as the ledger tells them, by dossier code.
    """
    codes = [code for code, manifest in manifests.items() if manifest.documents]
    columns, personal, stored = (
        _columns_of(connection, codes),
        _personal_numbers_of(connection, codes),
        _stored_files_of(connection, codes),
    )
    last = _rows(connection, codes, numbers.c.dossier_code, numbers.c.last_number)
    return frozenset(
        code
        for code in codes
        if columns[code] != [_twice(entry) for entry in manifests[code].documents]
        or personal[code] != {row for entry in manifests[code].documents for row in _personal(entry)}
        or not {_file(entry) for entry in manifests[code].documents} <= stored[code]
        or last[code][:1] < [(max(entry.number for entry in manifests[code].documents),)]
    )


def _twice(entry: StoredDocument) -> tuple[object, ...]:
    return (entry.number, entry.slot, entry.state.value, entry.review_reason)


def _columns_of(connection: Connection, codes: Sequence[str]) -> Mapping[str, list[tuple[object, ...]]]:
    columns = [documents.c[name] for name in ("number", "slot", "state", "review_reason")]
    return _rows(connection, codes, documents.c.dossier_code, *columns)


def _personal(entry: StoredDocument) -> set[tuple[object, ...]]:
    if entry.standing is Standing.WITHDRAWN:
        return set()
    return {(entry.number, number, number == entry.applicant_number) for number in entry.personal_numbers}


def _personal_numbers_of(
    connection: Connection, codes: Sequence[str]
) -> Mapping[str, set[tuple[object, ...]]]:
    columns = [personal_numbers.c[name] for name in ("number", "personal_number", "is_applicant")]
    return _sets(_rows(connection, codes, personal_numbers.c.dossier_code, *columns))


def _file(entry: StoredDocument) -> tuple[object, ...]:
    return (Role.of(entry.declared_slot).value, entry.objects.original.sha256)


def _stored_files_of(connection: Connection, codes: Sequence[str]) -> Mapping[str, set[tuple[object, ...]]]:
    columns = [files.c[name] for name in ("role", "sha256")]
    is_stored = files.c.outcome == FileOutcome.STORED.value
    return _sets(_rows(connection, codes, files.c.dossier_code, *columns, where=is_stored))


def _rows(
    connection: Connection,
    codes: Sequence[str],
    code: ColumnElement[str],
    *columns: ColumnElement[object],
    where: ColumnElement[bool] | None = None,
) -> defaultdict[str, list[tuple[object, ...]]]:
    """The rows by dossier, each in the order of its first column."""
    query = select(code, *columns).where(code.in_(codes)).order_by(columns[0])
    found: defaultdict[str, list[tuple[object, ...]]] = defaultdict(list)
    for owner, *values in connection.execute(query if where is None else query.where(where)):
        found[owner].append(tuple(values))
    return found


def _sets(rows: _Rows) -> defaultdict[str, set[tuple[object, ...]]]:
    return defaultdict(set, {code: set(values) for code, values in rows.items()})
