"""The store, dossier by dossier, beside those that the ledger knows: both in the order of their keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from dossiers.manifest import DOSSIERS_PREFIX, dossier_prefix
from storage.objects import ObjectEntry, ObjectStore


@dataclass(frozen=True, slots=True)
class DossierObjects:
    """What the store holds of one dossier; nothing, where only the ledger knows it."""

    code: str
    present: dict[str, ObjectEntry]


@dataclass(frozen=True, slots=True)
class Stray:
    """An object below `dossiers/` that lies in no dossier."""

    entry: ObjectEntry


def stored_dossiers(store: ObjectStore, codes: Sequence[str] = ()) -> Iterator[DossierObjects | Stray]:
    """Every dossier of the store, and those of these codes of which it holds nothing.

    Args:
        store: the store.
        codes: of the dossiers that the ledger knows, in the order of their keys.
    """
    waiting = list(reversed(codes))
    for found in _in_store(store):
        if isinstance(found, DossierObjects):
            while waiting and dossier_prefix(waiting[-1]) < dossier_prefix(found.code):
                yield DossierObjects(waiting.pop(), {})
            if waiting and waiting[-1] == found.code:
                waiting.pop()
        yield found
    yield from (DossierObjects(code, {}) for code in reversed(waiting))


def _in_store(store: ObjectStore) -> Iterator[DossierObjects | Stray]:
    for code, entries in groupby(store.list(DOSSIERS_PREFIX), key=_code):
        if code is None:
            yield from map(Stray, entries)
        else:
            yield DossierObjects(code, {entry.key: entry for entry in entries})


def _code(entry: ObjectEntry) -> str | None:
    code, slash, _ = entry.key.removeprefix(DOSSIERS_PREFIX).partition("/")
    return code if slash else None


def batches(
    found: Iterable[DossierObjects | Stray], size: int
) -> Iterator[tuple[list[DossierObjects], list[Stray]]]:
    """So many at once, strays apart."""
    waiting = iter(found)
    while some := list(islice(waiting, size)):
        yield (
            [entry for entry in some if isinstance(entry, DossierObjects)],
            [entry for entry in some if isinstance(entry, Stray)],
        )
