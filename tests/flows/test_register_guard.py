"""The guard of the denominators: an import that makes a month smaller asks, and is told in later reports."""

from __future__ import annotations

import csv
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from dossiers.periods import Period
from dossiers.register_guard import Shrinkage
from flows.register.importing import import_register
from flows.workspace import open_workspace
from storage import guard_table, register_table
from storage.account import account
from storage.ledger import open_ledger
from tests.office import Answer, Office

ROOT = Path(__file__).parents[2]
FIRST = date(2024, 1, 1)
JANUARY = Period(first=FIRST, last=date(2024, 1, 31))
Row = dict[str, str]


def row(number: int, *, unit: str = "H40.12", field: str = "Hộ tịch", **changes: str) -> Row:
    day = FIRST + timedelta(days=number % 31)
    return {
        "dossier_code": f"{unit}-{day:%y%m%d}-{number:05d}",
        "procedure_code": "1.001193",
        "unit_code": unit,
        "level": "commune",
        "field": field,
        "channel": "direct",
        "received_on": day.isoformat(),
        "status": "in_progress",
        **changes,
    }


def write(office: Office, rows: list[Row], name: str = "export.csv") -> Path:
    path = office.root / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def bring(office: Office, rows: list[Row], *options: str) -> Answer:
    return office.sohoa("register", "import", write(office, rows), "--json", *options)


@contextmanager
def looking(office: Office) -> Iterator[Connection]:
    ledger = open_ledger(office.ledger_url)
    with ledger.reading() as connection:
        yield connection
    ledger.close()


def registered(office: Office, period: Period = JANUARY) -> int:
    with looking(office) as connection:
        return guard_table.counted(connection, period)


MONTH = [row(number) for number in range(40)]


@pytest.fixture(scope="module")
def ledger_of_the_month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of an office that imported a month of forty dossiers."""
    root = tmp_path_factory.mktemp("month")
    ledger = root / "ledger.sqlite"
    office = Office(
        root=root, store_url=(root / "store").as_uri(), ledger_url=f"sqlite:///{ledger}"
    ).prepare()
    answer = bring(office, MONTH)
    assert (answer.code, answer.json["shrunk"]) == (0, [])
    return ledger


@pytest.fixture
def month(office: Office, ledger_of_the_month: Path) -> list[Row]:
    """The dossiers that the office has imported."""
    shutil.copy(ledger_of_the_month, office.root)
    return MONTH


def test_dossiers_that_are_deleted_ask_first(office: Office, month: list[Row]) -> None:
    changed = [{**month[0], "status": "deleted"}]
    refused = bring(office, changed)
    assert refused.code == 3
    assert refused.json["error"]["code"] == "register_shrinks"
    assert "2024-01: 39 dossiers instead of 40" in refused.json["error"]["message"]
    assert "--confirm-shrinking" in refused.json["error"]["hint"]
    assert registered(office) == 40
    taken = bring(office, changed, "--confirm-shrinking")
    assert taken.code == 0
    assert registered(office) == 39


def test_a_reception_put_into_another_month_asks_for_the_month_it_leaves(
    office: Office, month: list[Row]
) -> None:
    refused = bring(office, [{**month[0], "received_on": "2024-02-01"}])
    assert refused.code == 3
    assert "2024-01: 39 dossiers instead of 40" in refused.json["error"]["message"]


def test_what_comes_for_what_goes_makes_no_month_smaller(office: Office, month: list[Row]) -> None:
    assert bring(office, [{**month[0], "status": "deleted"}, row(77)]).code == 0
    assert registered(office) == 40


def test_a_truncated_export_asks_and_deletes_nothing(office: Office, month: list[Row]) -> None:
    refused = bring(office, month[:20])
    assert refused.code == 3
    assert "the export holds 20 of the 40" in refused.json["error"]["message"]
    taken = bring(office, month[:20], "--confirm-shrinking")
    assert taken.json["shrunk"] == [
        {
            "month": "2024-01-01",
            "before": 40,
            "after": 20,
            "how": "exported",
            "only_changes": False,
            "file": None,
            "imported_at": None,
            "suppressed": False,
        }
    ]
    assert registered(office) == 40


def test_nothing_of_a_refused_import_is_written(office: Office, month: list[Row]) -> None:
    new = [{**row(number, unit="H40.31")} for number in range(5)]
    assert bring(office, [*month[:20], *new]).code == 3
    with looking(office) as connection:
        assert len(register_table.known_codes(connection)) == 40
        assert len(register_table.sources(connection)) == 1


def test_an_export_that_lacks_hardly_anything_is_told_and_goes_in(office: Office, month: list[Row]) -> None:
    taken = bring(office, month[:39])
    assert taken.code == 0
    assert [(entry["before"], entry["after"]) for entry in taken.json["shrunk"]] == [(40, 39)]


@pytest.mark.usefixtures("month")
def test_small_months_are_told_and_go_in(office: Office) -> None:
    rows = [row(number, unit="H40.31") for number in range(19)]
    assert bring(office, rows).code == 0
    taken = bring(office, rows[:3])
    assert (taken.code, taken.json["shrunk"][0]["after"]) == (0, 3)


def test_exports_of_one_unit_or_one_field_are_whole(office: Office, month: list[Row]) -> None:
    other_unit = [row(number, unit="H40.31") for number in range(30)]
    other_field = [row(number + 100, field="Người có công") for number in range(30)]
    assert bring(office, [*month, *other_unit, *other_field]).code == 0
    for part in (other_unit, other_field, [*other_unit, row(999, unit="H40.31")]):
        taken = bring(office, part)
        assert (taken.code, taken.json["shrunk"]) == (0, [])


def test_an_export_of_changed_dossiers_alone_is_told_and_goes_in(office: Office, month: list[Row]) -> None:
    changed = [{**line, "resolved_on": "2024-02-02", "status": "resolved"} for line in month[:5]]
    taken = bring(office, changed)
    assert taken.code == 0
    assert [(entry["after"], entry["only_changes"]) for entry in taken.json["shrunk"]] == [(5, True)]


def test_an_export_of_the_last_days_lacks_nothing_before_them(office: Office, month: list[Row]) -> None:
    last_days = [line for line in month if line["received_on"] >= "2024-01-10"]
    taken = bring(office, [*last_days, row(500, received_on="2024-02-01")])
    assert (taken.code, taken.json["shrunk"]) == (0, [])


def test_importing_the_same_again_asks_nothing(office: Office, month: list[Row]) -> None:
    more = [*month, *(row(number) for number in range(100, 160))]
    assert bring(office, more).code == 0
    again = bring(office, month)
    assert (again.code, again.json["files"][0]["unchanged"]) == (0, 40)


def test_files_imported_together_are_one_export(office: Office, month: list[Row]) -> None:
    halves = [write(office, month[:20], "a.csv"), write(office, month[20:], "b.csv")]
    assert office.sohoa("register", "import", *halves).code == 0


def test_later_reports_tell_what_shrank(office: Office, month: list[Row]) -> None:
    assert bring(office, [{**month[0], "status": "deleted"}], "--confirm-shrinking").code == 0
    with looking(office) as connection:
        told = guard_table.shrinkages(connection, Period(first=date(2024, 1, 31), last=date(2024, 3, 1)))
        later = guard_table.shrinkages(connection, Period(first=date(2024, 2, 1), last=date(2024, 3, 1)))
    assert [(entry.month, entry.before, entry.after, entry.file) for entry in told] == [
        (FIRST, 40, 39, "export.csv")
    ]
    assert told[0].imported_at is not None
    assert later == ()


def test_the_word_is_for_what_was_shown(office: Office, month: list[Row]) -> None:
    """While somebody is asked another import comes in, and what was allowed is not what would happen."""
    shown: list[Shrinkage] = []
    with open_workspace(office.settings) as workspace:

        def agree(shrinkages: tuple[Shrinkage, ...]) -> bool:
            shown.extend(shrinkages)
            other = write(office, [{**month[1], "status": "deleted"}], "other.csv")
            import_register(workspace, [other], confirm=lambda _: True)
            return True

        refused = write(office, [{**month[0], "status": "deleted"}], "mine.csv")
        with pytest.raises(Exception, match="38 dossiers instead of 39"):
            import_register(workspace, [refused], confirm=agree)
    assert [(entry.before, entry.after) for entry in shown if entry.needs_word] == [(40, 39)]
    assert registered(office) == 39


@pytest.mark.usefixtures("month")
def test_each_import_says_who(office: Office) -> None:
    with looking(office) as connection:
        (source,) = register_table.sources(connection)
    assert source.imported_by == account()


@pytest.mark.parametrize(("answer", "code", "left"), [("n", 3, 40), ("y", 0, 39)])
def test_a_person_at_a_terminal_is_asked(
    office: Office, month: list[Row], answer: str, code: int, left: int
) -> None:
    file = write(office, [{**month[0], "status": "deleted"}])
    here, terminal = pty.openpty()
    os.write(here, f"{answer}\n".encode())
    command = [sys.executable, "-m", "flows.cli", "--config", office.config, "register", "import", file]
    done = subprocess.run(
        command, stdin=terminal, stdout=subprocess.PIPE, stderr=terminal, cwd=ROOT, check=False
    )
    os.close(terminal)
    asked = os.read(here, 4096).decode()
    os.close(here)
    assert "2024-01: 39 dossiers instead of 40." in asked
    assert "Import all the same?" in asked
    assert done.returncode == code
    assert registered(office) == left
