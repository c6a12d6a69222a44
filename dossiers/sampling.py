"""A random sample that anybody can draw again: the order is that of SHA-256, not of a library's generator."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from heapq import nsmallest

METHOD = "sha256(seed + '/' + dossier_code), smallest first"
"""How a sample is drawn, for whoever checks it: `printf '%s/%s' SEED CODE | sha256sum`."""


def draw(codes: Iterable[str], *, seed: str, size: int) -> tuple[str, ...]:
    """So many of the dossiers, whatever their order; all of them where there are no more."""
    return tuple(nsmallest(size, codes, key=lambda code: (_rank(seed, code), code)))


def _rank(seed: str, code: str) -> bytes:
    return hashlib.sha256(f"{seed}/{code}".encode(errors="surrogateescape")).digest()
