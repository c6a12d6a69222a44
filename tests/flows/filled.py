"""Offices whose store is full already: dossiers, an issued report, sealed events; no paper has to be read."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.stored_papers import MadePaper, store_papers
from flows.figures.issuing import issue_night
from flows.workspace import open_workspace
from storage.objects import ObjectStore
from storage.opening import open_store
from tests.office import Office
from tests.services import Gateway, Postgres

CODES = tuple(f"H40.12-250805-{number:04d}" for number in range(1, 7))
APPLICANT = "000200000001"


def filled(office: Office, codes: tuple[str, ...] = CODES) -> Office:
    """Registers the dossiers, stores three papers in each, and publishes a report."""
    office.register(*({"dossier_code": code} for code in codes))
    with open_workspace(office.settings) as workspace:
        for code in codes:
            papers = [
                MadePaper(slot="to_khai", personal_numbers=(APPLICANT,)),
                MadePaper(size=5000),
                MadePaper(slot="result", declared_slot="result", review_reason="wrong_dossier"),
            ]
            store_papers(workspace, code, papers)
        issue_night(workspace, None)
    return office


def copied(whole: Office, root: Path) -> Office:
    """A copy of a filled office with a directory and SQLite."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copytree(whole.store, root / "store")
    shutil.copy(whole.root / "ledger.sqlite", root)
    return local_office(root)


def local_office(root: Path) -> Office:
    """An office with a directory and SQLite."""
    root.mkdir(parents=True, exist_ok=True)
    ledger = f"sqlite:///{root / 'ledger.sqlite'}"
    return Office(root, (root / "store").as_uri(), ledger).prepare()


def served_office(root: Path, rgw: Gateway, postgres: Postgres) -> Office:
    """An office with Ceph RGW and PostgreSQL."""
    root.mkdir(parents=True, exist_ok=True)
    bucket = f"s3://{rgw.new_bucket()}/so-hoa"
    return Office(root, bucket, postgres.new_database(), rgw.endpoint_url).prepare()


def store_of(office: Office) -> ObjectStore:
    """The store, to look into or to damage."""
    return open_store(office.settings.store)
