"""`sohoa verify` while others work, and of a store that answers but fails at some of its objects."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.sections import RetentionSettings
from dossiers.errors import StoreOutOfReach
from dossiers.issues import is_index
from flows.figures.issuing import issue_night
from flows.upkeep.damage import Damage, What
from flows.upkeep.purging import purge
from flows.upkeep.verification import verify_store
from flows.upkeep.verification_request import Request
from flows.upkeep.verification_result import Verification
from flows.workspace import Workspace, open_workspace
from storage.local import LocalStore
from storage.objects import ByteStream
from storage.retrying import Patience, RetryingStore
from tests.flows.filled import CODES, copied, filled, local_office
from tests.office import Office

LONG_AGO = datetime(2025, 10, 2, 3, tzinfo=UTC)
CANNOT_BE_READ = "/proc/self/mem"  # a regular file whose bytes cannot be read: EIO
REGISTER = (
    "dossier_code,procedure_code,unit_code,level,field,channel,received_on,status,resolved_on\n"
    f"{CODES[0]},1.001193,H40.12,commune,Hộ tịch,direct,2025-08-05,resolved,2025-08-20\n"
)


class Met(LocalStore):
    """A directory whose readers are told of, before they get anything."""

    def __init__(self, root: Path, before: Callable[[str], None]) -> None:
        super().__init__(root)
        self._before = before

    def open(self, key: str) -> AbstractContextManager[ByteStream]:
        self._before(key)
        return super().open(key)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with an issue of long ago and one of today, and a dossier whose retention can end."""
    office = filled(local_office(tmp_path_factory.mktemp("whole")))
    register = office.root / "register.csv"
    register.write_text(REGISTER, encoding="utf-8")
    assert office.sohoa("register", "import", register).code == 0
    with open_workspace(office.settings) as workspace:
        issue_night(workspace, None, moment=LONG_AGO)
        issue_night(workspace, None)
    return office


@pytest.fixture
def office(whole: Office, tmp_path: Path) -> Office:
    return copied(whole, tmp_path)


@contextmanager
def working(office: Office, before: Callable[[str], None], seconds: float = 0) -> Iterator[Workspace]:
    with open_workspace(office.settings) as workspace:
        yield replace(workspace, store=RetryingStore(Met(office.store, before), Patience(seconds)))


def verified_while(
    office: Office, meets: Callable[[str], bool], act: Callable[[Workspace], object]
) -> Verification:
    """What is found where somebody acts as soon as one of these keys is to be read."""
    met: list[str] = []

    def before(key: str) -> None:
        if meets(key) and not met:
            met.append(key)
            with open_workspace(office.settings) as another:
                act(another)

    with working(office, before) as workspace:
        found = verify_store(workspace, Request(workers=1))
    assert met
    return found


def purging(**days: int) -> Callable[[Workspace], object]:
    def act(workspace: Workspace) -> None:
        settings = workspace.settings.model_copy(update={"retention": RetentionSettings(**days)})
        purge(replace(workspace, settings=settings), really=True)

    return act


def of_long_ago(key: str) -> bool:
    return key.startswith("reports/2025-10/")


def test_a_night_that_issues_meanwhile_is_no_damage(office: Office) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    found = verified_while(office, is_index, lambda another: issue_night(another, None, moment=tomorrow))
    assert (found.damage, found.exit_code) == ((), 0)


@pytest.mark.parametrize("at", ["issue.json", "report.json"])
def test_an_issue_that_is_purged_meanwhile_is_no_damage(office: Office, at: str) -> None:
    def meets(key: str) -> bool:
        return of_long_ago(key) and key.endswith(at)

    found = verified_while(office, meets, purging(report=30))
    assert not any(map(of_long_ago, office.everything()))
    assert (found.damage, found.exit_code) == ((), 0)


def test_a_paper_that_is_purged_meanwhile_is_no_damage(office: Office) -> None:
    archive = f"dossiers/{CODES[0]}/{CODES[0]}.01.pdf"
    found = verified_while(office, lambda key: key == archive, purging(archive=30))
    assert archive not in office.everything()
    assert (found.damage, found.exit_code) == ((), 0)


def test_what_is_lost_while_a_night_issues_is_damage(office: Office) -> None:
    lost = next(key for key in office.everything() if of_long_ago(key) and is_index(key))
    tomorrow = datetime.now(UTC) + timedelta(days=1)

    def act(another: Workspace) -> None:
        another.store.delete(lost)
        issue_night(another, None, moment=tomorrow)

    found = verified_while(office, is_index, act)
    assert Damage.error(What.MISSING, lost) in found.damage
    assert {entry.key for entry in found.damage if entry.severity == "error"} == {lost}


def test_objects_that_cannot_be_read_cost_one_wait_together_and_hold_no_ledger(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    manifest = f"dossiers/{CODES[0]}/manifest.json"
    papers = {f"dossiers/{code}/{code}.01.pdf" for code in CODES[1:4]}
    for key in papers:
        (office.store / key).unlink()
        (office.store / key).symlink_to(CANNOT_BE_READ)
    reads: list[str] = []

    def before(key: str) -> None:
        if key == manifest:
            reads.append(key)
            with closing(sqlite3.connect(office.root / "ledger.sqlite", timeout=0)) as another:
                another.execute("BEGIN IMMEDIATE")
                another.rollback()
            raise StoreOutOfReach("500")

    with working(office, before, seconds=0.5) as workspace:
        found = verify_store(workspace, Request(workers=1))

    assert set(found.damage) == {Damage.warning(What.UNVERIFIED, key) for key in {manifest, *papers}}
    assert found.exit_code == 5
    assert len(reads) > 2
    assert sum("trying again" in record.getMessage() for record in caplog.records) == 1
