"""A random sample that anybody can draw again: the order is that of SHA-256, not of a library's generator."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from heapq import nsmallest

METHOD = "sha256(seed + '/' + dossier_code), smallest first"
"""How a sample is drawn, for whoever checks it: `printf '%s/%s' SEED CODE | sha256sum`."""
_DIGEST_BYTES = 32


def draw(codes: Iterable[str], *, seed: str, size: int) -> tuple[str, ...]:
    """So many of the dossiers, whatever their order; all of them where there are no more."""
    return tuple(nsmallest(size, codes, key=lambda code: (_rank(seed, code), code)))


def _rank(seed: str, code: str) -> bytes:
    return hashlib.sha256(f"{seed}/{code}".encode(errors="surrogateescape")).digest()


def is_drawn(key: str, *, seed: str, share: Decimal) -> bool:
    """Whether this one is in a sample of a share of all: its rank lies in the first so many of all ranks."""
    return Decimal(int.from_bytes(_rank(seed, key))) < share * Decimal(256) ** _DIGEST_BYTES
