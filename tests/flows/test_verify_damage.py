"""`sohoa verify` finds planted damage of every kind, and nothing else, in a directory and on Ceph RGW."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage.objects import ObjectStore
from tests.flows.filled import CODES, copied, filled, local_office, served_office, store_of
from tests.flows.wire import wire
from tests.office import Office
from tests.services import Gateway, Postgres

FIRST, SECOND, THIRD, FOURTH, FIFTH, LAST = CODES
Found = tuple[str, str, str]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return filled(local_office(tmp_path_factory.mktemp("whole")))


@pytest.fixture
def office(whole: Office, tmp_path: Path) -> Office:
    """A copy of the filled office, to be damaged."""
    return copied(whole, tmp_path)


def archive(code: str) -> str:
    return f"dossiers/{code}/{code}.01.pdf"


def manifest(code: str) -> str:
    return f"dossiers/{code}/manifest.json"


def issued(store: ObjectStore) -> str:
    return next(entry.key for entry in store.list("reports/2") if entry.key.endswith(".html"))


def put(store: ObjectStore, key: str, content: bytes) -> None:
    store.put(key, content, sha256=hashlib.sha256(content).hexdigest(), media_type="application/pdf")


def flip(store: ObjectStore, key: str) -> None:
    content = store.get(key)
    put(store, key, bytes([content[0] ^ 1]) + content[1:])


def sql(office: Office, statement: str, **values: object) -> None:
    engine = create_engine(office.ledger_url)
    with engine.begin() as connection:
        assert connection.execute(text(statement), values).rowcount > 0
    engine.dispose()


def change_manifest(store: ObjectStore, key: str) -> None:
    content = json.loads(store.get(key))
    content["documents"][0]["slot"] = "other"
    put(store, key, json.dumps(content).encode())


def flip_a_byte(_office: Office, store: ObjectStore) -> set[Found]:
    flip(store, archive(FIRST))
    return {("error", "altered", archive(FIRST))}


def truncate(_office: Office, store: ObjectStore) -> set[Found]:
    put(store, archive(FIRST), store.get(archive(FIRST))[:-1])
    return {("error", "altered", archive(FIRST))}


def delete(_office: Office, store: ObjectStore) -> set[Found]:
    store.delete(archive(FIRST))
    return {("error", "missing", archive(FIRST))}


def swap_two(_office: Office, store: ObjectStore) -> set[Found]:
    one, other = archive(FIRST), archive(SECOND)
    contents = store.get(one), store.get(other)
    put(store, one, contents[1])
    put(store, other, contents[0])
    return {("error", "altered", one), ("error", "altered", other)}


def swap_two_manifests(_office: Office, store: ObjectStore) -> set[Found]:
    one, other = manifest(FIRST), manifest(SECOND)
    contents = store.get(one), store.get(other)
    put(store, one, contents[1])
    put(store, other, contents[0])
    return {("error", "unrecorded", one), ("error", "unrecorded", other)}


def edit_a_manifest(_office: Office, store: ObjectStore) -> set[Found]:
    change_manifest(store, manifest(THIRD))
    return {("error", "unrecorded", manifest(THIRD))}


def break_a_manifest(_office: Office, store: ObjectStore) -> set[Found]:
    put(store, manifest(THIRD), b"{")
    return {("error", "altered", manifest(THIRD))}


def delete_a_manifest(_office: Office, store: ObjectStore) -> set[Found]:
    store.delete(manifest(THIRD))
    return {("error", "missing", manifest(THIRD))}


def add_strangers(_office: Office, store: ObjectStore) -> set[Found]:
    keys = [f"dossiers/{FIRST}/stray.bin", "dossiers/stray", "dossiers/H40.99/x.pdf", "audit/x", "reports/x"]
    for key in keys:
        put(store, key, b"x")
    return {("warning", "orphan", key) for key in keys}


def change_a_row(office: Office, _store: ObjectStore) -> set[Found]:
    sql(office, "UPDATE documents SET slot = 'other' WHERE dossier_code = :code AND number = 1", code=FOURTH)
    return {("error", "unrecorded", manifest(FOURTH))}


def drop_a_row(office: Office, _store: ObjectStore) -> set[Found]:
    sql(office, "DELETE FROM documents WHERE dossier_code = :code AND number = 2", code=FOURTH)
    return {("error", "unrecorded", manifest(FOURTH))}


def drop_a_dossier(office: Office, _store: ObjectStore) -> set[Found]:
    sql(office, "DELETE FROM documents WHERE dossier_code = :code", code=LAST)
    return {("error", "unrecorded", manifest(LAST))}


def drop_a_number(office: Office, _store: ObjectStore) -> set[Found]:
    sql(office, "DELETE FROM personal_numbers WHERE dossier_code = :code", code=FIFTH)
    return {("error", "unrecorded", manifest(FIFTH))}


def drop_a_file(office: Office, _store: ObjectStore) -> set[Found]:
    sql(office, "DELETE FROM files WHERE dossier_code = :code AND role = 'result'", code=FIFTH)
    return {("error", "unrecorded", manifest(FIFTH))}


def reset_the_numbers(office: Office, _store: ObjectStore) -> set[Found]:
    sql(office, "UPDATE numbers SET last_number = 1 WHERE dossier_code = :code", code=FIFTH)
    return {("error", "unrecorded", manifest(FIFTH))}


def alter_an_issue(_office: Office, store: ObjectStore) -> set[Found]:
    key = issued(store)
    flip(store, key)
    return {("error", "altered", key)}


def alter_an_index(_office: Office, store: ObjectStore) -> set[Found]:
    """What an index names is named by nobody, where the index itself cannot be trusted."""
    folder = issued(store).rpartition("/")[0]
    flip(store, f"{folder}/issue.json")
    beside = {entry.key for entry in store.list(f"{folder}/")} - {f"{folder}/issue.json"}
    return {("error", "altered", f"{folder}/issue.json"), *(("warning", "orphan", key) for key in beside)}


Damage = Callable[[Office, ObjectStore], set[Found]]
KINDS: list[Damage] = [
    *(flip_a_byte, truncate, delete, swap_two, swap_two_manifests, edit_a_manifest, break_a_manifest),
    *(delete_a_manifest, add_strangers, change_a_row, drop_a_row, drop_a_dossier, drop_a_number),
    *(drop_a_file, reset_the_numbers, alter_an_issue, alter_an_index),
]
# Those that do not touch each other's objects.
TOGETHER: list[Damage] = [
    *(swap_two, edit_a_manifest, add_strangers, change_a_row, drop_a_number, drop_a_dossier, alter_an_issue)
]


def found_in(office: Office, *options: str) -> set[Found]:
    answer = office.sohoa("verify", "--json", *options)
    found = [(entry["severity"], entry["what"], entry["key"]) for entry in answer.json["damage"]]
    assert len(found) == len(set(found))
    has_errors = any(severity == "error" for severity, _, _ in found)
    assert answer.code == (8 if has_errors else 0)
    return set(found)


def test_an_unharmed_store_is_clean_and_everything_is_counted(office: Office) -> None:
    answer = office.sohoa("verify", "--json")
    assert (answer.code, answer.json["damage"]) == (0, [])
    assert answer.json["checked"] == len(list(store_of(office).list("")))
    assert set(answer.json["unverified"].values()) == {0}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_kind_of_damage_is_found_and_nothing_else(office: Office, kind: Damage) -> None:
    expected = kind(office, store_of(office))
    assert found_in(office) == expected


@pytest.mark.service
def test_damage_on_real_servers_is_found_and_nothing_else(
    tmp_path: Path, rgw: Gateway, postgres: Postgres
) -> None:
    office = filled(served_office(tmp_path, rgw, postgres), CODES)
    assert found_in(office) == set()
    store = store_of(office)
    expected = set().union(*(kind(office, store) for kind in TOGETHER))
    assert found_in(office) == expected


def test_a_sample_is_reproducible_and_says_what_it_left_out(office: Office) -> None:
    store = store_of(office)
    total = len(list(store.list("")))
    for sample in ("20", "30%"):
        answers = [office.sohoa("verify", "--sample", sample, "--seed", "7", "--json").json for _ in range(2)]
        assert answers[0] == answers[1]
        left_out = answers[0]["unverified"]["not_in_sample"]
        assert 0 < answers[0]["checked"] < total
        assert answers[0]["checked"] + left_out == total
        assert answers[0]["sampled"] == {"sample": sample, "seed": "7"}
    drawn = office.sohoa("verify", "--sample", "20", "--json").json["sampled"]["seed"]
    assert drawn
    for code in CODES:
        flip(store, archive(code))
    few = found_in(office, "--sample", "50%", "--seed", "7")
    assert few == found_in(office, "--sample", "50%", "--seed", "7")
    assert 0 < len(few) < len(CODES)
    assert len(found_in(office, "--sample", "100%")) == len(CODES)


@pytest.mark.parametrize("options", [("--sample", "x"), ("--sample", "101%"), ("--seed", "7")])
def test_what_is_no_sample_is_wrong_usage(office: Office, options: tuple[str, ...]) -> None:
    assert office.sohoa("verify", *options).code == 2


def test_what_was_found_whole_lately_is_left_out_when_asked(office: Office) -> None:
    assert found_in(office) == set()
    answer = office.sohoa("verify", "--older-than", "30", "--json").json
    assert answer["unverified"]["checked_lately"] == len(CODES) * 9 + 3
    flip(store_of(office), archive(FIRST))
    assert found_in(office, "--older-than", "30") == set()
    assert found_in(office) == {("error", "altered", archive(FIRST))}
    # What was found damaged is looked at again, however lately that was.
    assert found_in(office, "--older-than", "30") == {("error", "altered", archive(FIRST))}
    sql(office, "UPDATE checked_objects SET checked_at = '2020-01-01 00:00:00'")
    assert office.sohoa("verify", "--older-than", "30", "--json").json["unverified"]["checked_lately"] == 0


def test_an_object_that_cannot_be_read_is_named_and_never_fine(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a store gives out everything but one object."""
    monkeypatch.setenv("SOHOA_STORE__RETRY_SECONDS", "0")
    assert found_in(office) == set()
    link = office.store / archive(FIRST)
    link.unlink()
    link.symlink_to("/proc/self/mem")  # a regular file whose bytes cannot be read: EIO
    answer = office.sohoa("verify", "--json")
    assert answer.code == 5
    assert answer.json["damage"] == [{"severity": "warning", "what": "unverified", "key": archive(FIRST)}]
    assert answer.json["unverified"]["unreadable"] == 1


def test_a_verification_that_was_killed_goes_on_where_it_was(office: Office) -> None:
    """As one leaves it that was killed before it had written everything down."""
    total = office.sohoa("verify", "--json").json["checked"]
    sql(office, "UPDATE sweeps SET finished_at = NULL")
    sql(office, "DELETE FROM checked_objects WHERE key LIKE '%text.json'")
    gone = archive(SECOND)
    store_of(office).delete(gone)
    sql(office, "UPDATE checked_objects SET damage = 'missing' WHERE key = :key", key=gone)
    answer = office.sohoa("verify", "--json")
    assert answer.code == 8
    assert answer.json["checked"] == total
    assert answer.json["resumed"]["objects"] == len(CODES) * 6 + 3 - 1
    assert [entry["key"] for entry in answer.json["damage"]] == [gone]
    assert office.sohoa("verify", "--json").json["resumed"] is None
    sql(office, "UPDATE sweeps SET finished_at = NULL")
    assert office.sohoa("verify", "--fresh", "--json").json["resumed"] is None


@pytest.mark.service
def test_a_store_that_goes_away_midway_ends_it_and_what_was_checked_is_kept(
    tmp_path: Path, rgw: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_STORE__RETRY_SECONDS", "0")
    bucket, ledger = f"s3://{rgw.new_bucket()}", f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    filled(Office(tmp_path, bucket, ledger, rgw.endpoint_url).prepare(), CODES[:2])
    with wire(rgw.endpoint_url, reads=16) as breaking:
        monkeypatch.setenv("SOHOA_STORE__ENDPOINT_URL", breaking.endpoint_url)
        office = Office(tmp_path, bucket, ledger)
        answer = office.sohoa("verify", "--workers", "2", "--json")
    assert (answer.code, answer.json["error"]["code"]) == (5, "store_out_of_reach")
    assert "goes on where it was" in answer.json["error"]["hint"]
    monkeypatch.setenv("SOHOA_STORE__ENDPOINT_URL", rgw.endpoint_url)
    again = office.sohoa("verify", "--json").json
    assert again["damage"] == []
    assert 0 < again["resumed"]["objects"] < again["checked"]
    assert again["checked"] == len(list(store_of(office).list("")))


def test_the_trail_tells_of_every_verification(office: Office) -> None:
    office.sohoa("verify")
    flip(store_of(office), archive(FIRST))
    office.sohoa("verify")
    engine = create_engine(office.ledger_url)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT outcome, details FROM events WHERE step = 'verify' ORDER BY number")
        ).all()
    engine.dispose()
    assert [row.outcome for row in rows] == ["ok", "damaged"]
    assert json.loads(rows[1].details)["damage"] == {"altered": 1}
