"""The ledger, the same on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import IntegrityError

from dossiers.errors import LedgerOutOfReach, SettingsRefused
from dossiers.reasons import Reason
from dossiers.register import ComponentRow, DossierRecord, DossierStatus, Level
from storage import (
    checks_table,
    contents_table,
    documents_table,
    files_table,
    liveness,
    quarantine_table,
    register_table,
    runs_table,
    same_papers_table,
)
from storage import ledger as ledger_module
from storage.files_table import FileOutcome, Numbers, Role, Sighting
from storage.instants import now
from storage.ledger import Ledger, open_ledger
from storage.quarantine_table import Refusal
from storage.schema import documents, metadata
from tests.dossiers.papers import stored

CODE = "H40.12-250805-0001"
RECORD = DossierRecord(
    dossier_code=CODE,
    procedure_code="1.001193",
    unit_code="H40.12",
    level=Level.COMMUNE,
    received_on=date(2025, 8, 5),
    status=DossierStatus.RECEIVED,
)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'private' / 'ledger.sqlite'}"


@pytest.fixture
def ledger(url: str) -> Iterator[Ledger]:
    ledger = open_ledger(url)
    yield ledger
    ledger.close()


def sighting(path: str = "a/b.pdf", *, size: int = 1) -> Sighting:
    return Sighting(
        path=path, dossier_code=CODE, role=Role.COMPONENT, declared_slot=None, bytes=size, modified_ns=1
    )


def begin(ledger: Ledger) -> str:
    with ledger.transaction() as connection:
        return runs_table.begin_run(connection)


def claim(ledger: Ledger, run: str, seen: Sighting | None = None) -> files_table.FileRow | None:
    with ledger.transaction() as connection:
        return files_table.claim(connection, seen or sighting(), run)


def run_of_a_dead_process(url: str) -> str:
    """A run that another process began and never ended: it is gone by now."""
    script = (
        "import sys; from storage.ledger import open_ledger; from storage import runs_table\n"
        "ledger = open_ledger(sys.argv[1])\n"
        "with ledger.transaction() as connection: print(runs_table.begin_run(connection))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, url],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return done.stdout.strip()


def test_the_migrations_build_what_the_schema_says(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def undo_0005(connection: Connection) -> None:
    """A ledger as it was before nights were shared."""
    for table in ("planned_files", "chunks", "nights", "locks", "register_drops", "register_absences"):
        connection.execute(text(f"DROP TABLE {table}"))
    for column in ("alive_until", "part_of"):
        connection.execute(text(f"ALTER TABLE runs DROP COLUMN {column}"))


def undo_0004(connection: Connection) -> None:
    """A ledger as it was before it told what was done."""
    undo_0005(connection)
    for table in ("events", "seals", "sweeps", "checked_objects"):
        connection.execute(text(f"DROP TABLE {table}"))
    connection.execute(text("DROP INDEX ix_files_claimed_content"))
    for column in ("waits_for", "transient", "refused_under", "first_refused_at", "tries", "released_at"):
        connection.execute(text(f"ALTER TABLE files DROP COLUMN {column}"))
    connection.execute(text("DROP INDEX ix_runs_night"))
    for column in ("is_complete", "night"):
        connection.execute(text(f"ALTER TABLE runs DROP COLUMN {column}"))


def undo_0003(connection: Connection) -> None:
    """A ledger as it was before anything was kept for counting."""
    for table in ("judgements", "lacks", "register_shrinkages", "published_reports"):
        connection.execute(text(f"DROP TABLE {table}"))
    connection.execute(text("DROP INDEX ix_dossiers_slow"))
    connection.execute(text("ALTER TABLE register_imports DROP COLUMN imported_by"))


def undo_0002(connection: Connection) -> None:
    """A ledger as it was before papers were compared between dossiers."""
    connection.execute(text("DROP TABLE paper_marks"))
    connection.execute(text("DROP INDEX ix_documents_review_reason"))
    connection.execute(text("ALTER TABLE documents DROP COLUMN review_reason"))
    connection.execute(text("DROP TABLE ownership_checks"))
    one_mark = "dossier_code VARCHAR(64) PRIMARY KEY, mark VARCHAR(32) NOT NULL"
    connection.execute(text(f"CREATE TABLE ownership_checks ({one_mark})"))


def test_an_older_ledger_keeps_its_register(url: str) -> None:
    ledger = open_ledger(url)
    with ledger.transaction() as connection:
        register_table.upsert_dossiers(connection, [RECORD])
        register_table.record_import(
            connection, file="r.csv", sha256="0" * 64, kind="dossiers", rows=1, imported_at=now()
        )
        undo_0004(connection)
        undo_0003(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    ledger.close()
    again = open_ledger(url)
    with again.reading() as connection:
        assert register_table.dossier(connection, CODE) == RECORD
        assert [source.imported_by for source in register_table.sources(connection)] == [""]
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    again.close()


def test_an_older_ledger_learns_which_papers_are_the_same(url: str) -> None:
    ledger = open_ledger(url)
    with ledger.transaction() as connection:
        for code in (CODE, "H40.12-250805-0002"):
            documents_table.replace_documents(connection, code, [stored(1, file="a")])
        found = same_papers_table.same_elsewhere(connection, CODE)
        undo_0004(connection)
        undo_0003(connection)
        undo_0002(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    ledger.close()
    again = open_ledger(url)
    with again.reading() as connection:
        assert [other.id for other in found[1]] == ["H40.12-250805-0002/01"]
        assert same_papers_table.same_elsewhere(connection, CODE) == found
        assert {code for code, _ in checks_table.waiting(connection)} == {CODE, "H40.12-250805-0002"}
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    again.close()


def test_an_older_ledger_knows_which_papers_wait_for_a_person(url: str) -> None:
    papers = [stored(1), stored(2, None, review_reason="no_slot"), stored(3, None)]
    ledger = open_ledger(url)
    with ledger.transaction() as connection:
        documents_table.replace_documents(connection, CODE, papers)
        undo_0004(connection)
        undo_0003(connection)
        undo_0002(connection)
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    ledger.close()
    again = open_ledger(url)
    with again.reading() as connection:
        rows = connection.execute(select(documents.c.number, documents.c.review_reason)).all()
        assert sorted(map(tuple, rows)) == [(1, None), (2, "no_slot"), (3, None)]
    again.close()


def test_a_ledger_that_cannot_be_upgraded_is_left_closed(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite"
    ledger = open_ledger(f"sqlite:///{file}")
    with ledger.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    ledger.close()
    with pytest.raises(LedgerOutOfReach) as refused:
        open_ledger(f"sqlite:///{file}")
    assert "already exists" in refused.value.message
    assert file not in {opened.resolve() for opened in Path("/proc/self/fd").iterdir()}


def test_opening_at_once_builds_the_tables_once(url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        ledgers = list(pool.map(open_ledger, [url] * 4))
    for ledger in ledgers:
        with ledger.reading() as connection:
            assert register_table.register_state(connection) == "0"
        ledger.close()


def test_rows_are_added_updated_or_unchanged(ledger: Ledger) -> None:
    changed = RECORD.model_copy(update={"status": DossierStatus.RESOLVED, "resolved_on": date(2025, 8, 9)})
    for record, expected in ((RECORD, (1, 0, 0)), (RECORD, (0, 0, 1)), (changed, (0, 1, 0))):
        with ledger.transaction() as connection:
            done = register_table.upsert_dossiers(connection, [record])
        assert (done.added, done.updated, done.unchanged) == expected
    with ledger.reading() as connection:
        assert register_table.dossier(connection, CODE) == changed


def test_component_rows_come_back_in_the_order_of_the_register(ledger: Ledger) -> None:
    rows = [ComponentRow(dossier_code=CODE, slot=slot) for slot in ("zz", "aa", "mm")]
    with ledger.transaction() as connection:
        register_table.upsert_dossiers(connection, [RECORD])
        register_table.upsert_component_rows(connection, rows)
    with ledger.reading() as connection:
        assert list(register_table.rows_of(connection, CODE)) == rows


def test_a_failed_transaction_leaves_nothing(ledger: Ledger) -> None:
    def fail_half_way() -> None:
        with ledger.transaction() as connection:
            register_table.upsert_dossiers(connection, [RECORD])
            raise TimeoutError

    with pytest.raises(TimeoutError):
        fail_half_way()
    with ledger.reading() as connection:
        assert register_table.dossier(connection, CODE) is None


def test_a_file_is_claimed_by_one_run_at_a_time(ledger: Ledger) -> None:
    first, second = begin(ledger), begin(ledger)
    assert claim(ledger, first) is not None
    assert claim(ledger, second) is None
    with ledger.transaction() as connection:
        runs_table.finish_run(connection, first)
    assert claim(ledger, second) is not None


def test_of_many_runs_at_once_exactly_one_gets_the_file(ledger: Ledger) -> None:
    runs = [begin(ledger) for _ in range(6)]

    with ThreadPoolExecutor(6) as pool:
        rows = list(pool.map(lambda run: claim(ledger, run), runs))
    assert len([row for row in rows if row is not None]) == 1


def test_what_a_dead_process_claimed_is_taken_over_with_its_numbers(ledger: Ledger, url: str) -> None:
    dead = run_of_a_dead_process(url)
    row = claim(ledger, dead)
    assert row is not None
    with ledger.transaction() as connection:
        first = documents_table.reserve_numbers(connection, CODE, 2)
        files_table.keep_numbers(connection, row.id, first, 2)
    taken = claim(ledger, begin(ledger))
    assert taken is not None
    assert taken.id == row.id
    with ledger.reading() as connection:
        assert files_table.kept_numbers(connection, row.id) == Numbers(1, 2)


def test_another_file_of_the_same_name_does_not_inherit_the_numbers(ledger: Ledger, url: str) -> None:
    row = claim(ledger, run_of_a_dead_process(url))
    assert row is not None
    with ledger.transaction() as connection:
        files_table.keep_numbers(connection, row.id, 1, 1)
    taken = claim(ledger, begin(ledger), sighting(size=2))
    assert taken is not None
    with ledger.reading() as connection:
        assert files_table.kept_numbers(connection, taken.id) is None


def test_the_same_file_for_another_dossier_does_not_inherit_the_numbers(ledger: Ledger, url: str) -> None:
    row = claim(ledger, run_of_a_dead_process(url))
    assert row is not None
    with ledger.transaction() as connection:
        files_table.keep_numbers(connection, row.id, 3, 1)
    taken = claim(ledger, begin(ledger), replace(sighting(), dossier_code="000.00.00.H40-250101-0002"))
    assert taken is not None
    with ledger.reading() as connection:
        assert files_table.kept_numbers(connection, taken.id) is None


def test_a_file_recorded_for_one_dossier_is_not_recorded_for_another(ledger: Ledger) -> None:
    first, second = begin(ledger), begin(ledger)
    row = claim(ledger, first)
    assert row is not None
    with ledger.transaction() as connection:
        files_table.finish(connection, row.id, FileOutcome.STORED, sha256="f" * 64)
        runs_table.finish_run(connection, first)
    other = claim(ledger, second, replace(sighting(), dossier_code="000.00.00.H40-250101-0002"))
    assert other is not None
    assert other.outcome is FileOutcome.CLAIMED


def test_giving_a_claim_back_forgets_nothing_that_was_stored(ledger: Ledger) -> None:
    first = begin(ledger)
    row = claim(ledger, first)
    assert row is not None
    with ledger.transaction() as connection:
        files_table.finish(connection, row.id, FileOutcome.STORED, sha256="f" * 64)
        files_table.release(connection, row.id)
        runs_table.finish_run(connection, first)
    left = claim(ledger, begin(ledger))
    assert left is not None
    assert (left.id, left.outcome) == (row.id, FileOutcome.STORED)


def test_however_many_wait_with_a_connection_the_next_one_has_its_own(ledger: Ledger) -> None:
    """Workers hold theirs while the store is away; SQLAlchemy's own limit is fifteen."""
    with ExitStack() as stack:
        looking = [stack.enter_context(ledger.reading()) for _ in range(20)]
        assert all(connection.execute(select(1)).scalar() == 1 for connection in looking)


def test_a_recorded_file_is_left_to_the_living_run_that_moves_it(ledger: Ledger) -> None:
    """Only of a dead run it is known that it will not come to move the file."""
    first, second = begin(ledger), begin(ledger)
    row = claim(ledger, first)
    assert row is not None
    with ledger.transaction() as connection:
        files_table.finish(connection, row.id, FileOutcome.STORED, sha256="f" * 64)
    assert claim(ledger, second) is None
    with ledger.transaction() as connection:
        runs_table.finish_run(connection, first)
    left = claim(ledger, second)
    assert left is not None
    assert (left.id, left.outcome) == (row.id, FileOutcome.STORED)
    with ledger.transaction() as connection:
        files_table.settle(connection, left.id)
    anew = claim(ledger, second)
    assert anew is not None
    assert (anew.id != row.id, anew.outcome) == (True, FileOutcome.CLAIMED)


def night_of(ledger: Ledger, run: str) -> int:
    with ledger.reading() as connection:
        return runs_table.night_of(connection, run)


def test_a_night_goes_on_until_a_run_comes_to_its_end(ledger: Ledger, url: str) -> None:
    def night(run: str) -> int:
        return night_of(ledger, run)

    killed, stopped = run_of_a_dead_process(url), begin(ledger)
    with ledger.transaction() as connection:
        runs_table.finish_run(connection, stopped, is_complete=False)
    last = begin(ledger)
    assert [night(run) for run in (killed, stopped, last)] == [1, 1, 1]
    with ledger.transaction() as connection:
        runs_table.finish_run(connection, last)
    rebuilt = begin(ledger)
    assert night(rebuilt) == 2
    with ledger.transaction() as connection:
        runs_table.keep_nights_above(connection, rebuilt, 7)
        runs_table.finish_run(connection, rebuilt)
    assert night(begin(ledger)) == 9


def test_what_runs_beside_a_run_does_not_end_its_night(ledger: Ledger) -> None:
    """One file at noon, while the batch works, is not the end of the batch; nor is a part of it."""
    batch = begin(ledger)
    with ledger.transaction() as connection:
        beside = runs_table.begin_run(connection)
        part = runs_table.begin_run(connection, part_of=batch)
        for run in (beside, part):
            runs_table.finish_run(connection, run)
    killed, following = begin(ledger), begin(ledger)
    assert [night_of(ledger, run) for run in (batch, beside, part, killed, following)] == [1] * 5
    with ledger.transaction() as connection:
        runs_table.finish_run(connection, batch)
    assert night_of(ledger, begin(ledger)) == 2


def test_runs_of_before_a_restart_of_this_machine_are_dead(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of another machine, of its clone, or of a container, are not, for a while."""
    monkeypatch.setattr(liveness, "machine_id", lambda: "here")
    monkeypatch.setattr(liveness, "pid_namespace", lambda: "pid:[4026531836]")
    first = begin(ledger)
    monkeypatch.setattr(liveness, "boot_id", lambda: "another-boot")
    assert not lives(ledger, first, started_at=now(), monkeypatch=monkeypatch)
    before_it = now() - timedelta(hours=1)
    assert lives(ledger, first, started_at=before_it, monkeypatch=monkeypatch), "seen since: it is a clone's"
    monkeypatch.setattr(liveness, "pid_namespace", lambda: "pid:[1]")
    assert lives(ledger, first, started_at=now(), monkeypatch=monkeypatch)
    monkeypatch.setattr(liveness, "machine_id", lambda: "elsewhere")
    assert lives(ledger, first, started_at=now(), monkeypatch=monkeypatch)


def lives(ledger: Ledger, run: str, *, started_at: datetime, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a run still works, to a machine that was started then."""
    monkeypatch.setattr(liveness, "_started_at", lambda: started_at)
    with ledger.reading() as connection:
        return runs_table.is_alive(connection, run)


def test_a_run_lives_as_long_as_it_promised(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also here, where its process may have gone on without having written that the run ended."""
    with ledger.transaction() as connection:
        silent = runs_table.begin_run(connection, promised_seconds=-1)
        beating = runs_table.begin_run(connection, promised_seconds=-1)
        runs_table.renew(connection, beating, 60)
        assert runs_table.living(connection, [silent, beating]) == {beating}
    monkeypatch.setattr(liveness, "pid_namespace", lambda: "pid:[1]")
    with ledger.transaction() as connection:
        assert runs_table.living(connection, [silent, beating]) == {beating}
        assert not runs_table.is_alive(connection, silent)


@pytest.mark.service
def test_a_transaction_that_falls_silent_is_ended_and_holds_up_nobody(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of a process that was frozen while it held a dossier; it learns of it when it wakes up."""
    open_ledger(postgres_url).close()  # makes its tables, which may take longer
    monkeypatch.setattr(ledger_module, "_SILENT_SECONDS", 1)
    opened = open_ledger(postgres_url)

    def wait_for_the_dossier() -> None:
        with opened.transaction() as connection:
            documents_table.lock_dossier(connection, CODE)

    def fall_silent() -> None:
        with opened.transaction() as connection, ThreadPoolExecutor(1) as pool:
            documents_table.lock_dossier(connection, CODE)
            pool.submit(wait_for_the_dossier).result(60)
            documents_table.lock_dossier(connection, CODE)

    with pytest.raises(LedgerOutOfReach):
        fall_silent()
    opened.close()


def test_uniqueness_covers_stored_files_only(ledger: Ledger) -> None:
    """A refused file must not block its own next try (paperless-ng #75)."""
    run = begin(ledger)
    for path in ("a", "b"):
        row = claim(ledger, run, sighting(path))
        assert row is not None
        with ledger.transaction() as connection:
            refusal = Refusal(Reason.CORRUPT, "", transient=False, refused_under="", register_state="0")
            quarantine_table.refuse(connection, row.id, refusal)
    with ledger.reading() as connection:
        assert not contents_table.has_stored(connection, CODE, Role.COMPONENT, "f" * 64)
    rows = [claim(ledger, run, sighting(path)) for path in ("a", "b")]
    assert all(rows)
    with ledger.transaction() as connection:
        files_table.finish(connection, rows[0].id, FileOutcome.STORED, sha256="f" * 64)
    with pytest.raises(IntegrityError), ledger.transaction() as connection:
        files_table.finish(connection, rows[1].id, FileOutcome.STORED, sha256="f" * 64)


def test_numbers_are_given_once_whoever_asks(ledger: Ledger) -> None:
    with ledger.transaction() as connection:
        assert documents_table.reserve_numbers(connection, CODE, 1) == 1

    def reserve(_index: int) -> int:
        with ledger.transaction() as connection:
            return documents_table.reserve_numbers(connection, CODE, 2)

    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(reserve, range(8)))
    assert sorted(given) == list(range(2, 18, 2))


def test_instants_come_back_as_the_same_instant(ledger: Ledger) -> None:
    moment = now()
    with ledger.transaction() as connection:
        register_table.record_import(
            connection, file="r.csv", sha256="0" * 64, kind="dossiers", rows=1, imported_at=moment
        )
    with ledger.reading() as connection:
        (source,) = register_table.sources(connection)
    assert source.imported_at == moment


def test_a_sqlite_ledger_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "private" / "ledger.sqlite"
    open_ledger(f"sqlite:///{file}").close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_sqlite_ledger_keeps_a_write_ahead_log(tmp_path: Path) -> None:
    ledger = open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    with ledger.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    ledger.close()


@pytest.mark.parametrize("wrong", ["nonsense", "sqlite://", "mysql://h/d", "postgresql://h/d"])
def test_an_url_we_cannot_serve_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsRefused):
        open_ledger(wrong)


def test_a_server_that_does_not_answer_is_out_of_reach_without_the_password() -> None:
    with pytest.raises(LedgerOutOfReach) as caught:
        open_ledger("postgresql+psycopg://me:geheim@127.0.0.1:9/x")
    assert "geheim" not in caught.value.message


def test_a_file_that_cannot_be_opened_is_out_of_reach(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    with pytest.raises(LedgerOutOfReach):
        open_ledger(f"sqlite:///{tmp_path / 'ledger'}")
