"""Which objects a sampled verification hashes: drawn by SHA-256, so that anybody can draw them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from itertools import chain

from dossiers.manifest import manifest_key
from dossiers.sampling import draw, is_drawn
from flows.workspace import Workspace
from storage import documents_table
from storage.chunks import chunks

Chosen = Callable[[str], bool]
"""Whether an object, by its key, is in the sample."""


def chosen_by(workspace: Workspace, sample: str, seed: str, apart: Iterable[str]) -> Chosen:
    """The sample: so many of the objects that the ledger names (`500`), or a share of all (`5%`).

    Args:
        workspace: the open ledger and store.
        sample: how many.
        seed: which.
        apart: the keys of what lies in no dossier.
    """
    if sample.endswith("%"):
        return partial(is_drawn, seed=seed, share=Decimal(sample[:-1]) / 100)
    drawn = frozenset(draw(chain(apart, _in_dossiers(workspace)), seed=seed, size=int(sample)))
    return drawn.__contains__


def _in_dossiers(workspace: Workspace) -> Iterator[str]:
    """The keys of what the ledger names of dossiers."""
    with workspace.ledger.reading() as connection:
        codes = documents_table.codes_in_order(connection)
    for some in chunks(codes):
        with workspace.ledger.reading() as connection:
            found = documents_table.documents_of(connection, some)
        for code, documents in found.items():
            yield manifest_key(code)
            yield from {entry.key for document in documents for entry in document.held}
