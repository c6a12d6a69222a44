"""What nights and batches tell, compared with those before them: once each, and what is true."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, update

from dossiers.alerts import Alert
from dossiers.periods import VIETNAM
from flows.aftermath import tell_after
from flows.batch import summarise
from flows.night.night import COMPLETED, night_run
from flows.workspace import open_workspace
from storage import nights_table
from storage.instants import now
from storage.ledger import open_ledger
from storage.schema import files
from tests.flows.cron import a_day_of_batches
from tests.office import Office

LIMITS = "[alerts]\nquarantine_grew = 2\nsilent_unit_days = 3\n[batch]\nworkers = 1\n"


@pytest.fixture
def alerting(office: Office) -> Office:
    office.config.write_text(office.config.read_text(encoding="utf-8") + LIMITS, encoding="utf-8")
    return office


def received(office: Office, **days_ago_of_units: int) -> None:
    today = now().astimezone(VIETNAM).date()
    office.register(
        *(
            {
                "dossier_code": f"{unit}-1",
                "unit_code": unit,
                "received_on": (today - timedelta(days=days)).isoformat(),
            }
            for unit, days in days_ago_of_units.items()
        )
    )


def refusable(office: Office, unit: str, *numbers: int) -> None:
    folder = office.inbox / f"{unit}-1"
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number}.pdf").write_bytes(b"no paper at all: %d" % number)


def a_night(office: Office, *, is_killed: bool = False) -> list[str]:
    """A night that takes in nothing; what it tells."""
    told: list[str] = []

    def tell(alerts: tuple[Alert, ...]) -> None:
        if is_killed:
            raise KeyboardInterrupt
        told.extend(alert.kind.value for alert in alerts)

    with open_workspace(office.settings) as workspace:
        with night_run(workspace) as night:
            summary = summarise(workspace, night.run_id, night.started_at, [])
            night.end(COMPLETED, summary)
        with suppress(KeyboardInterrupt):
            tell_after(workspace, summary, tell)
    return told


def test_a_batch_tells_what_got_worse_since_the_last_one(
    alerting: Office, caplog: pytest.LogCaptureFixture
) -> None:
    received(alerting, SENDS=5, SILENT=5, NEW=1)
    refusable(alerting, "SENDS", 1)
    first = alerting.sohoa("batch")
    assert "quarantine-grew" not in caplog.text, "there was no night before"
    assert "1 unit with papers to send sent none for 3 days: SILENT." in caplog.text
    caplog.clear()
    refusable(alerting, "SENDS", 2, 3)

    second = alerting.sohoa("batch")

    assert (first.code, second.code) == (6, 6)
    assert "The quarantine grew by 2 files since the last night, of 2 taken in hand." in caplog.text
    assert "SILENT" not in caplog.text, "that was told already"


def test_a_batch_by_hand_takes_no_message_from_the_next_night(alerting: Office) -> None:
    received(alerting, SENDS=1)
    assert a_night(alerting) == []
    refusable(alerting, "SENDS", 1, 2)
    alerting.sohoa("batch")
    assert a_night(alerting, is_killed=True) == []
    assert a_night(alerting) == ["quarantine-grew"]
    assert a_night(alerting) == []


def test_a_day_of_batches_hides_no_night(alerting: Office) -> None:
    received(alerting, SENDS=1, SILENT=5)
    assert a_night(alerting) == ["unit-silent"]
    a_day_of_batches(alerting)
    refusable(alerting, "SENDS", 1, 2)
    alerting.sohoa("batch")
    assert a_night(alerting) == ["quarantine-grew"], "who is silent was told already"


def test_what_was_refused_before_is_new_to_nobody(alerting: Office, caplog: pytest.LogCaptureFixture) -> None:
    received(alerting, SENDS=1)
    refusable(alerting, "SENDS", 1, 2)
    alerting.sohoa("batch")
    other = alerting.root / "other"
    other.mkdir()
    alerting.sohoa("batch", "--inbox", other)
    away = alerting.inbox / "SENDS-1"
    shutil.move(away, alerting.root / "not mounted")
    alerting.sohoa("batch")
    shutil.move(alerting.root / "not mounted", away)
    alerting.sohoa("batch")
    assert "quarantine-grew" not in caplog.text


def test_ratios_are_judged_over_what_was_received_lately(alerting: Office) -> None:
    received(alerting, TODAY=0, RECENT=5, ALSO=31, LAST=200)
    alerting.sohoa("batch")
    ledger = open_ledger(alerting.ledger_url)
    with ledger.reading() as connection:
        (row,) = nights_table.last(connection, 2)
    ledger.close()
    assert row.summary is not None
    told = row.summary[nights_table.TOLD]["indicators"]["co_so_hoa_tphs"]
    assert (row.summary["indicators"]["co_so_hoa_tphs"]["denominator"], told["denominator"]) == (4, 2)


def test_a_file_that_is_only_tried_again_is_no_sign_of_its_unit(
    alerting: Office, caplog: pytest.LogCaptureFixture
) -> None:
    received(alerting, SILENT=20)
    refusable(alerting, "SILENT", 1)
    alerting.sohoa("batch")
    assert "unit-silent" not in caplog.text
    ledger = open_ledger(alerting.ledger_url)
    with ledger.transaction() as connection:
        _as_of_last_month(connection)
    ledger.close()
    assert alerting.sohoa("quarantine", "release", "--all").code == 0

    alerting.sohoa("batch")

    assert "sent none for 3 days: SILENT." in caplog.text


def _as_of_last_month(connection: Connection) -> None:
    then = datetime.now(UTC) - timedelta(days=15)
    connection.execute(update(files).values(claimed_at=then, first_refused_at=then))
