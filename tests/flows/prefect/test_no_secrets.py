"""What Prefect keeps of runs holds no secret, whether they fail over it or go well."""

from __future__ import annotations

import pytest
from prefect.client.schemas.objects import StateType

from flows.deployed.manual_upkeep import verify
from flows.deployed.nightly import nightly
from tests.flows.prefect.conftest import trace
from tests.office import Office

SECRET = "Bimat-7351"  # noqa: S105 - planted

pytestmark = pytest.mark.usefixtures("prefect_server")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SOHOA_LEDGER__URL", f"postgresql+psycopg://u:{SECRET}@127.0.0.1:1/d"),
        pytest.param("SOHOA_LEDGER__URL", f"postgresql+psycopg://u:x@h:{SECRET}/d", marks=pytest.mark.slow),
        pytest.param("SOHOA_STORE__URL", f"s3://u:{SECRET}@[bucket", marks=pytest.mark.slow),
        pytest.param("SOHOA_BATCH__WORKERS", SECRET, marks=pytest.mark.slow),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_run_that_fails_over_a_secret_does_not_keep_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    state = nightly(return_state=True)
    assert state.type == StateType.FAILED
    assert SECRET not in trace(state).everything


def test_a_run_that_goes_well_keeps_no_key(here: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    here.register({})
    for state in (nightly(return_state=True), verify(return_state=True)):
        assert state.type == StateType.COMPLETED
        assert SECRET not in trace(state).everything
