"""Before papers are taken in: does the store do what the settings ask of it?"""

from __future__ import annotations

import logging

from storage.objects import ObjectStore
from storage.probing import require_kept

log = logging.getLogger("sohoa")


def require_protection(store: ObjectStore) -> None:
    """Warns of a protection that was asked for and could not be tried.

    Raises:
        StoreRefused: one that was asked for is missing.
        StoreOutOfReach: the store does not answer.
    """
    abilities = store.abilities()
    require_kept(abilities)
    for entry in abilities.doubtful:
        log.warning(
            "the settings ask for %s, and nobody knows whether the store does it: %s",
            entry.name.value,
            entry.why,
        )
