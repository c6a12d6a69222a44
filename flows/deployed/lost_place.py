"""Prefect's place for a night may be lost; the night goes on.

A run that holds a place of its deployment's limit renews it every few minutes, and Prefect 3.8.8 cancels the
run where that fails: a server that is away for some minutes, or whose database is, would end the night on all
machines (`prefect.flow_engine`, `maintain_concurrency_lease(…, raise_on_lease_renewal_failure=True)`; no
setting changes it). What keeps a second night off is the ledger's lock, not Prefect's limit.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from uuid import UUID

import prefect.flow_engine
from prefect.concurrency._leases import maintain_concurrency_lease


def outlive_lost_places() -> None:
    """From now on a flow run of this process logs that its place was lost, and goes on."""
    prefect.flow_engine.maintain_concurrency_lease = _kept_while_it_can_be  # type: ignore[attr-defined, assignment]


def _kept_while_it_can_be(
    lease_id: UUID, seconds: float, **_as_strictly: bool
) -> AbstractContextManager[None]:
    return maintain_concurrency_lease(lease_id, seconds)
