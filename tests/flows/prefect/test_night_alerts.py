"""A night says on its page what got worse since the last one, and writes the metrics."""

from __future__ import annotations

import pytest

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
