"""`sohoa backup` and `sohoa restore`: ledger and store together, rehearsed on both kinds of each."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from benchmarks.stored_papers import MadePaper, store_papers
from flows.upkeep.sealing import seal_trail
from flows.workspace import open_workspace
from tests.flows.filled import CODES, copied, filled, local_office, served_office, store_of
from tests.flows.ledger_tables import tables_of
from tests.office import Answer, Office
from tests.services import Gateway, Postgres

FIRST = CODES[0]
New = Callable[[str], Office]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return sealed(filled(local_office(tmp_path_factory.mktemp("whole")), CODES[:2]))


@pytest.fixture
def office(whole: Office, tmp_path: Path) -> Office:
    return copied(whole, tmp_path / "office")


def sealed(office: Office) -> Office:
    with open_workspace(office.settings) as workspace:
        seal_trail(workspace)
    return office


def backup(office: Office, *options: str) -> Answer:
    return office.sohoa("backup", "--out", backups(office), *options, "--json")


def backups(office: Office) -> Path:
    return office.root / "backups"


def contents(office: Office) -> dict[str, bytes]:
    store = store_of(office)
    return {entry.key: store.get(entry.key) for entry in store.list("")}


def figures(office: Office) -> object:
    answer = office.sohoa("report", "--from", "2020-01-01", "--to", "2030-12-31", "--format", "json")
    return {key: value for key, value in answer.json.items() if key != "generated_at"}


def restored_equal(office: Office, other: Office) -> None:
    """What stands after a restore in another place is what stood before the backup."""
    assert figures(other) == figures(office)
    after, before = tables_of(other.ledger_url), tables_of(office.ledger_url)
    for name in before:
        if name not in {"events", "seals"}:
            assert after[name] == before[name], name
    held = contents(other)
    assert {key: held.get(key) for key in contents(office)} == contents(office)
    assert other.sohoa("verify").code == 0


def rehearse(office: Office, other: Office) -> None:
    made = backup(office)
    assert (made.code, made.json["lacking"]) == (0, [])
    assert made.json["objects"] == len(contents(office))
    answer = other.sohoa("restore", backups(office), "--json")
    assert answer.code == 0, answer.err
    assert answer.json["objects"] == made.json["objects"]
    assert answer.json["verification"]["damage"] == []
    restored_equal(office, other)


def test_a_directory_and_sqlite_come_back(office: Office, tmp_path: Path) -> None:
    rehearse(office, local_office(tmp_path / "other"))


@pytest.mark.service
def test_ceph_and_postgresql_come_back(tmp_path: Path, rgw: Gateway, postgres: Postgres) -> None:
    office = sealed(filled(served_office(tmp_path / "office", rgw, postgres), CODES[:2]))
    rehearse(office, served_office(tmp_path / "other", rgw, postgres))
    # An empty ledger may have its tables already.
    opened = served_office(tmp_path / "opened", rgw, postgres)
    assert opened.sohoa("status", FIRST).code == 3
    assert opened.sohoa("restore", backups(office)).code == 0
    assert local_office(tmp_path / "wrong").sohoa("restore", backups(office)).code == 4


def test_an_object_is_copied_once(office: Office, tmp_path: Path) -> None:
    first = backup(office).json
    # Two copies of the newest issue and the issue itself are the same bytes.
    assert 0 < first["copied"] <= first["objects"]
    with open_workspace(office.settings) as workspace:
        store_papers(workspace, FIRST, [MadePaper(size=100)])
    second = backup(office).json
    assert second["copied"] == 3
    assert second["objects"] == first["objects"] + 3
    # The older one still stands for itself.
    other = local_office(tmp_path / "other")
    answer = other.sohoa("restore", backups(office) / first["folder"], "--json")
    assert (answer.code, answer.json["objects"]) == (0, first["objects"])


def test_what_was_stored_after_the_ledgers_copy_is_beyond_the_backup(office: Office, tmp_path: Path) -> None:
    """A batch goes on while a backup is taken: the manifest in the store is newer than the copy."""
    made = backup(office).json
    index = (backups(office) / made["folder"] / "index.jsonl").read_text(encoding="utf-8")
    entry = next(json.loads(line) for line in index.splitlines() if f"{FIRST}/manifest.json" in line)
    before = contents(office)
    with open_workspace(office.settings) as workspace:
        store_papers(workspace, FIRST, [MadePaper()])
    assert contents(office)[entry["key"]] != before[entry["key"]]
    other = local_office(tmp_path / "other")
    assert other.sohoa("restore", backups(office)).code == 0
    held = contents(other)
    assert {key: held[key] for key in before} == before


def test_nothing_is_restored_over_anything(office: Office, tmp_path: Path) -> None:
    backup(office)
    before = contents(office)
    assert office.sohoa("restore", backups(office)).code == 3
    with_ledger = local_office(tmp_path / "ledger")
    shutil.copy(office.root / "ledger.sqlite", with_ledger.root)
    assert with_ledger.sohoa("restore", backups(office)).code == 3
    assert not list(store_of(with_ledger).list(""))
    with_store = local_office(tmp_path / "store")
    content = b"x"
    store_of(with_store).put(
        "dossiers/x/y.pdf", content, sha256=hashlib.sha256(content).hexdigest(), media_type="application/pdf"
    )
    assert with_store.sohoa("restore", backups(office)).code == 3
    assert not (with_store.root / "ledger.sqlite").exists()
    assert contents(office) == before
    assert office.sohoa("restore", tmp_path / "nothing").code == 3


def test_a_restore_that_was_ended_goes_on(office: Office, tmp_path: Path) -> None:
    """The ledger comes last: what a killed restore left is a part of the store, and no ledger."""
    backup(office)
    other = local_office(tmp_path / "other")
    for key, content in list(contents(office).items())[:7]:
        store_of(other).put(
            key, content, sha256=hashlib.sha256(content).hexdigest(), media_type="application/pdf"
        )
    assert other.sohoa("restore", backups(office)).code == 0
    restored_equal(office, other)


def test_damage_is_named_and_the_rest_is_backed_up(office: Office, tmp_path: Path) -> None:
    altered, missing = f"dossiers/{FIRST}/{FIRST}.01.pdf", f"dossiers/{FIRST}/{FIRST}.02.pdf"
    (office.store / altered).write_bytes(b"other")
    (office.store / missing).unlink()
    made = backup(office)
    assert made.code == 8
    assert {(entry["what"], entry["key"]) for entry in made.json["lacking"]} == {
        ("altered", altered),
        ("missing", missing),
    }
    other = local_office(tmp_path / "other")
    answer = other.sohoa("restore", backups(office), "--json")
    assert (answer.code, answer.json["lacking"]) == (8, 2)
    found = {(entry["what"], entry["key"]) for entry in answer.json["verification"]["damage"]}
    assert found == {("missing", altered), ("missing", missing)}


@pytest.mark.parametrize("what", ["ledger.sqlite", "index.jsonl", "backup.json", "objects"])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    office: Office, tmp_path: Path, what: str
) -> None:
    folder = backups(office) / backup(office).json["folder"]
    if what == "objects":
        next(path for path in (backups(office) / "objects").rglob("*") if path.is_file()).unlink()
    else:
        (folder / what).write_bytes((folder / what).read_bytes()[:-40])
    other = local_office(tmp_path / "other")
    assert other.sohoa("restore", backups(office)).code == 8
    assert not (other.root / "ledger.sqlite").exists()


def test_an_altered_object_of_a_backup_is_found_and_copied_again(office: Office, tmp_path: Path) -> None:
    backup(office)
    pool = backups(office) / "objects"
    victim = next(path for path in pool.glob("??/*") if path.stat().st_size == 5000)  # a paper's
    victim.write_bytes(victim.read_bytes()[:-1] + b"?")
    other = local_office(tmp_path / "other")
    assert other.sohoa("restore", backups(office)).code == 8
    assert not (other.root / "ledger.sqlite").exists()
    again = backup(office, "--check")
    assert (again.code, again.json["copied"]) == (0, 1)
    assert local_office(tmp_path / "third").sohoa("restore", backups(office)).code == 0


def test_a_backup_is_for_its_owner_alone_and_nothing_is_left_beside_it(office: Office) -> None:
    before = os.umask(0)
    try:
        folder = backup(office).json["folder"]
    finally:
        os.umask(before)
    everything = [backups(office), *backups(office).rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in everything if path.is_file()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in everything if path.is_dir()} == {0o700}
    assert sorted(path.name for path in (backups(office) / folder).iterdir()) == [
        *("backup.json", "index.jsonl", "ledger.sqlite")
    ]
    assert sorted(path.name for path in backups(office).iterdir()) == [folder, "objects"]


def test_what_a_killed_backup_left_is_gone_after_the_next(office: Office) -> None:
    ask = [sys.executable, "-c", "import os; print(os.getpid())"]
    dead = int(subprocess.run(ask, capture_output=True, check=True).stdout)
    left = backups(office) / f".backup.part-{dead}"
    left.mkdir(parents=True)
    (left / "ledger.sqlite").write_bytes(b"the ledger, half of it")
    assert backup(office).code == 0
    assert not left.exists()


def test_the_trail_tells_of_both(office: Office, tmp_path: Path) -> None:
    backup(office)
    other = local_office(tmp_path / "other")
    other.sohoa("restore", backups(office))
    for place, step in ((office, "back_up"), (other, "restore")):
        engine = create_engine(place.ledger_url)
        with engine.connect() as connection:
            query = text("SELECT subject, outcome FROM events WHERE step = :step")
            rows = connection.execute(query, {"step": step}).all()
        engine.dispose()
        assert [tuple(row) for row in rows] == [("ledger and store", "ok")]
    assert other.sohoa("audit", "verify").code == 0
