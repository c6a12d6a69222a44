"""The look at how papers stand, beside others who write: it waits for them, and takes nothing of theirs."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, text

from config.fault_points import FaultPoint
from dossiers.manifest import Manifest, manifest_key
from dossiers.ownership import WRONG_DOSSIER
from flows import publishing
from flows.ownership import recheck
from flows.workspace import Workspace, open_workspace
from storage import checks_table, documents_table, files_table, runs_table, same_papers_table
from storage.files_table import Role, Sighting
from tests.dossiers.test_ownership import HER, HIS, form, paper
from tests.office import Office
from tests.services import Postgres

HERS, HIS_DOSSIER = "H40.12-250805-0001", "H40.12-250805-0002"
PATIENCE_SECONDS = 60


def workspace_with(root: Path, ledger_url: str) -> Iterator[Workspace]:
    office = Office(root, (root / "store").as_uri(), ledger_url).prepare()
    with open_workspace(office.settings) as workspace:
        yield workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    yield from workspace_with(tmp_path, f"sqlite:///{tmp_path / 'ledger.sqlite'}")


@pytest.fixture
def on_postgresql(tmp_path: Path, postgres: Postgres) -> Iterator[Workspace]:
    yield from workspace_with(tmp_path, postgres.new_database())


def forms(workspace: Workspace) -> None:
    with workspace.ledger.transaction() as connection:
        documents_table.replace_documents(connection, HERS, [form(1, HER)])
        documents_table.replace_documents(connection, HIS_DOSSIER, [form(1, HIS)])


def his_paper_comes(connection: Connection) -> None:
    documents_table.replace_documents(connection, HERS, [paper(2, "giay_chung_sinh", HIS)])


def reasons(workspace: Workspace) -> list[str | None]:
    with workspace.ledger.reading() as connection:
        return [entry.review_reason for entry in documents_table.manifest(connection, HERS).documents]


def announced(workspace: Workspace) -> list[str]:
    with workspace.ledger.reading() as connection:
        return [
            code for code, mark in checks_table.waiting(connection) if checks_table.is_announced((code, mark))
        ]


def wait_for_one_who_waits(workspace: Workspace) -> None:
    """Until somebody waits for a dossier that somebody else holds."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        with workspace.ledger.reading() as connection:
            if connection.execute(waiting).scalar_one():
                return
        assert time.monotonic() < deadline, "nobody waits"


@pytest.mark.service
def test_the_last_look_sees_what_the_one_it_waited_for_has_written(
    on_postgresql: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, between, held = on_postgresql, Event(), Event()
    neighbours = same_papers_table.dossiers_with_papers_of

    def between_the_looks(connection: Connection, codes: Collection[str]) -> frozenset[str]:
        if not between.is_set():
            between.set()
            assert held.wait(PATIENCE_SECONDS)
        return neighbours(connection, codes)

    forms(workspace)
    monkeypatch.setattr(same_papers_table, "dossiers_with_papers_of", between_the_looks)
    with ThreadPoolExecutor(max_workers=1) as pool:
        look = pool.submit(recheck, workspace)
        assert between.wait(PATIENCE_SECONDS)
        with workspace.ledger.transaction() as connection:
            documents_table.lock_dossier(connection, HERS)
            his_paper_comes(connection)
            held.set()
            wait_for_one_who_waits(workspace)
        look.result(PATIENCE_SECONDS)
    assert reasons(workspace) == [None, WRONG_DOSSIER]


def test_a_look_that_was_cut_off_leaves_its_manifest_to_the_next(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(point: FaultPoint) -> None:
        if point is FaultPoint.MANIFEST_UNCOMMITTED:
            raise InterruptedError

    forms(workspace)
    with workspace.ledger.transaction() as connection:
        his_paper_comes(connection)
    with monkeypatch.context() as broken:
        broken.setattr(publishing, "passed", stumble)
        with pytest.raises(InterruptedError):
            recheck(workspace)
    assert (reasons(workspace), announced(workspace)) == ([None, None], [HERS])
    recheck(workspace)
    manifest = Manifest.from_bytes(workspace.store.get(manifest_key(HERS)))
    assert (
        [entry.review_reason for entry in manifest.documents] == reasons(workspace) == [None, WRONG_DOSSIER]
    )


def test_a_file_under_way_goes_on_being_announced(workspace: Workspace) -> None:
    """A report looks between the numbers of a file and its manifest: who is killed then must be found."""
    forms(workspace)
    with workspace.ledger.transaction() as connection:
        run_id = runs_table.begin_run(connection)
        row = files_table.claim(
            connection, Sighting(f"{HERS}/2.png", HERS, Role.COMPONENT, None, 1, 1), run_id
        )
        assert row is not None
        checks_table.announce(connection, HERS, row.id)
    recheck(workspace)
    assert announced(workspace) == [HERS]
    with workspace.ledger.reading() as connection:
        ahead = documents_table.manifest(connection, HERS)
    told = ahead.model_copy(update={"documents": (*ahead.documents, paper(2, None))})
    publishing.put_manifest(workspace, told.to_bytes(), HERS)
    with workspace.ledger.transaction() as connection:
        runs_table.finish_run(connection, run_id, is_complete=False)
    recheck(workspace)
    assert announced(workspace) == []
    assert workspace.store.get(manifest_key(HERS)) == ahead.to_bytes()
