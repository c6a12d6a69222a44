"""The seam to whoever works for a night: Prefect's workers, a Dask cluster, processes of a test."""

from __future__ import annotations

from typing import Protocol


class Hands(Protocol):
    """Asks somebody, somewhere, to come for a chunk (flows/night/work.py)."""

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        """Asks, and does not wait for an answer: whoever comes claims the chunk in the ledger.

        The same chunk may be handed more than once, with another `attempt`: whoever comes second finds it
        claimed and goes.

        Raises:
            SohoaError: nobody can be asked now; the same is tried again later.
        """
