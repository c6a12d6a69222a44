"""A night whose place in Prefect's limit is lost while the server is away goes on."""

from __future__ import annotations

import threading
from uuid import uuid4

import prefect.flow_engine
import pytest

from flows.deployed import nightly

PATIENCE_SECONDS = 120


@pytest.mark.usefixtures("prefect_server")
def test_a_place_that_cannot_be_renewed_ends_no_night() -> None:
    """The server knows no such place: Prefect itself would cancel the run once it has tried three times."""
    assert nightly.nightly.name == "nightly"  # its module says so
    place = uuid4()
    with prefect.flow_engine.maintain_concurrency_lease(place, 300, raise_on_lease_renewal_failure=True):
        (renewing,) = [thread for thread in threading.enumerate() if str(place) in thread.name]
        renewing.join(PATIENCE_SECONDS)
        assert not renewing.is_alive()
