"""A night says on its page what got worse since the last one, and writes the metrics."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from config.fault_points import FaultPoint
from dossiers.errors import StoreOutOfReach
from flows.deployed.nightly import nightly
from tests.flows.prefect.conftest import trace
from tests.office import Office

pytestmark = pytest.mark.service


@pytest.mark.usefixtures("prefect_server")
def test_a_night_shows_what_got_worse(here: Office) -> None:
    file = here.root / "sohoa.prom"
    settings = f'[alerts]\nquarantine_grew = 2\n[metrics]\nfile = "{file}"\n'
    here.config.write_text(here.config.read_text(encoding="utf-8") + settings, encoding="utf-8")
    nightly(return_state=True)
    for number in range(2):
        (here.inbox / f"NGUYEN-VAN-AN.{number:02}.pdf").write_bytes(b"no paper at all")

    seen = trace(nightly(return_state=True))

    (row,) = seen.artifacts["alerts"]
    assert row["alert"] == "quarantine-grew"
    assert row["what"] == "The quarantine grew by 2 files since the last night, of 2 taken in hand."
    assert 'sohoa_night_state_info{state="CompletedWithQuarantine"} 1' in file.read_text(encoding="utf-8")
    assert "NGUYEN" not in seen.everything + file.read_text(encoding="utf-8")


@pytest.mark.usefixtures("prefect_server")
@pytest.mark.parametrize("lost_at", [FaultPoint.RUN_BEGUN, FaultPoint.FINGERPRINTED])
def test_a_night_that_is_stopped_tells_what_still_waits(
    here: Office, lost_at: FaultPoint, once: Callable[[FaultPoint, Callable[[], object]], None]
) -> None:
    def lose_the_store() -> None:
        raise StoreOutOfReach("The store does not answer.")

    file = here.root / "sohoa.prom"
    here.config.write_text(
        here.config.read_text(encoding="utf-8") + f'[metrics]\nfile = "{file}"\n', encoding="utf-8"
    )
    here.register({})
    for number in range(3):
        path = here.inbox / f"H40.12-250805-0001.{number:02}.pdf"
        path.write_bytes(b"%PDF-1.7\n")
        os.utime(path, (0, path.stat().st_mtime - 7200))
    once(lost_at, lose_the_store)

    assert nightly(return_state=True).type == "FAILED"

    told = dict(line.split(" ") for line in file.read_text(encoding="utf-8").splitlines() if line[0] != "#")
    assert int(told["sohoa_queue_files"]) >= 1
    assert int(told["sohoa_queue_oldest_seconds"]) >= 7200
