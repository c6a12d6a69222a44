"""Announced changes of manifests: they wait for a look for as long as somebody may still make them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage import checks_table, files_table, runs_table
from storage.files_table import Role, Sighting
from storage.instants import now
from storage.ledger import Ledger, open_ledger

CODE, OTHER = "H40.12-250805-0001", "H40.12-250805-0002"
CHANGE = "0123456789abcdef0123"
ANNOUNCE = """
import sys
from storage import checks_table
from storage.ledger import open_ledger

ledger = open_ledger(sys.argv[1])
with ledger.transaction() as connection:
    checks_table.announce(connection, sys.argv[2], sys.argv[3])
print("announced", flush=True)
sys.stdin.read()
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'ledger.sqlite'}"


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    ledger = open_ledger(url)
    yield ledger
    ledger.close()


def announced(ledger: Ledger) -> list[str]:
    """The dossiers with an announced change, after those that ended were forgotten."""
    with ledger.transaction() as connection:
        checks_table.forget_ended(connection, CODE)
    with ledger.reading() as connection:
        return sorted(
            check[0] for check in checks_table.waiting(connection) if checks_table.is_announced(check)
        )


def test_a_change_waits_until_its_process_has_ended(ledger: Ledger, url: str) -> None:
    command = [sys.executable, "-c", ANNOUNCE, url, CODE, CHANGE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "announced\n"
        assert announced(ledger) == [CODE]
        process.kill()
    assert announced(ledger) == []


def test_a_file_waits_until_its_run_has_ended(ledger: Ledger) -> None:
    sighting = Sighting(f"{CODE}/1.png", CODE, Role.COMPONENT, None, 1, 1)
    with ledger.transaction() as connection:
        run_id = runs_table.begin_run(connection)
        row = files_table.claim(connection, sighting, run_id)
        assert row is not None
        checks_table.announce(connection, CODE, row.id)
    assert announced(ledger) == [CODE]
    with ledger.transaction() as connection:
        runs_table.finish_run(connection, run_id, is_complete=False)
    assert announced(ledger) == []


def test_a_change_on_another_machine_is_taken_for_ended_after_half_an_hour(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere, ledger.transaction() as connection:
        elsewhere.setattr(checks_table, "process_mark", lambda: "elsewhere-4194304-1")
        checks_table.announce(connection, CODE, CHANGE)
    assert announced(ledger) == [CODE]
    later = now() + timedelta(minutes=31)
    monkeypatch.setattr(checks_table, "now", lambda: later)
    assert announced(ledger) == []


def test_what_was_carried_out_waits_no_more_and_nothing_else_is_forgotten(ledger: Ledger) -> None:
    with ledger.transaction() as connection:
        for change in (CHANGE, "another", 17):
            checks_table.announce(connection, OTHER, change)
        checks_table.announce(connection, OTHER, CHANGE)
        checks_table.ask_for(connection, [CODE])
    for change, left in ((CHANGE, 2), ("another", 1), (17, 0)):
        with ledger.transaction() as connection:
            checks_table.carried_out(connection, OTHER, change)
        assert announced(ledger) == [OTHER] * left
    with ledger.reading() as connection:
        assert {code for code, _ in checks_table.waiting(connection)} == {CODE}
