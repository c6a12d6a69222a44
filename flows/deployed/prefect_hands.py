"""Chunks of a night as runs of the deployment `digitize-chunk`: whoever works on its queue comes for them."""

from __future__ import annotations

import httpx
from prefect.deployments import run_deployment
from prefect.exceptions import PrefectException

from dossiers.errors import SohoaError
from flows.deployed.digitizing import FLOW

_DEPLOYMENT = f"{FLOW}/{FLOW}"


class PrefectHands:
    """Asks Prefect's workers (`flows.night.hands.Hands`); nothing but a number travels with a run.

    The runs are shown below the night's own: who cancels that cancels them, too. A night that crashes leaves
    them running; they notice in the ledger that it is over.
    """

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        """Starts a run, and does not wait for it.

        Raises:
            SohoaError: Prefect's server did not take it.
        """
        try:
            run_deployment(
                _DEPLOYMENT,
                parameters={"night_id": night_id, "number": number},
                timeout=0,
                flow_run_name=f"chunk-{number}-{attempt}",
                idempotency_key=f"{night_id}-{number}-{attempt}",
            )
        except (PrefectException, httpx.HTTPError) as error:
            raise SohoaError(
                f"Prefect did not take a chunk: {type(error).__name__}.",
                "Is digitize-chunk deployed (prefect deploy --all), and does its server answer?",
            ) from error
