"""The audit trail: every step is in it, nobody's data is, and whatever is done to it shows."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from config import fault_points
from config.fault_points import FaultPoint
from dossiers.audit import Event, Step
from flows.figures.issuing import issue_night
from flows.upkeep import sealing
from flows.upkeep.sealing import seal_of_yesterday, seal_trail
from flows.upkeep.verifying_trail import verify_trail
from flows.workspace import open_workspace
from storage import events_table
from storage.account import account
from storage.instants import now
from storage.ledger import open_ledger
from storage.opening import open_store
from tests.flows.typed_papers import APPLICATION, CERTIFICATE, typed
from tests.office import Answer, Office
from tests.services import Gateway, Postgres
from tests.storage.tampering import allow_changes

CODE, OTHER, GONE = (f"H40.12-250805-{number:04d}" for number in (1, 2, 3))
SECRETS = ("Hoa Mai", "000190000017", "don-cua-ba-mai", "vì bà Mai nói thế", "Thanh Khê")


class Killed(BaseException):
    """A process that ends between two lines."""


@pytest.fixture
def killed_at() -> Iterator[Callable[[FaultPoint], None]]:
    """Ends this process, as far as it is ours, at a fault point."""

    def kill_at(point: FaultPoint) -> None:
        def happens(reached: FaultPoint) -> None:
            if reached is point:
                raise Killed

        fault_points.inject(happens)

    yield kill_at
    fault_points.inject(lambda _point: None)


def trail(office: Office, *options: str) -> list[dict[str, Any]]:
    return office.sohoa("audit", "show", "--limit", "10000", "--json", *options).json["events"]


def verified(office: Office) -> Answer:
    return office.sohoa("audit", "verify", "--json")


def sealed(office: Office) -> dict[str, bytes]:
    return {key: content for key, content in office.everything().items() if key.startswith("audit/")}


def numbers(content: bytes) -> list[int]:
    return [json.loads(line)["number"] for line in content.splitlines()]


# --- what stands in it


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office in which everything was done once."""
    root = tmp_path_factory.mktemp("worked")
    office = Office(root, (root / "store").as_uri(), f"sqlite:///{root / 'ledger.sqlite'}").prepare()
    office.register({"dossier_code": CODE}, {"dossier_code": OTHER}, {"dossier_code": GONE})
    form = typed(office.inbox / CODE / f"{SECRETS[2]}.pdf", APPLICATION.format(SECRETS[1]))
    (office.inbox / OTHER).mkdir()
    shutil.copy(form, office.inbox / OTHER)
    shutil.copy(form, office.inbox / CODE / "lần nữa.pdf")
    typed(office.inbox / CODE / "ket-qua" / "b.pdf", CERTIFICATE.format(""))
    (office.inbox / CODE / f"{SECRETS[2]}-hong.pdf").write_bytes(b"")
    assert office.sohoa("batch").code == 6
    decided = f"{CODE}/01"
    for _ in range(2):
        assert office.sohoa("review", "reject", decided, "--reason", SECRETS[3]).code == 0
    reason = ("--stage", "store", "--reason", SECRETS[3])
    assert office.sohoa("rerun", "--dossier", CODE, *reason).code == 0
    register = (root / "register.csv").read_text(encoding="utf-8")
    shrunk = root / "so-cua-ba-mai.csv"
    lines = register.splitlines()
    lines[3] = lines[3].replace(",received,", ",deleted,")
    shrunk.write_text("\n".join(lines), encoding="utf-8")
    assert office.sohoa("register", "import", "--confirm-shrinking", shrunk).code == 0
    with open_workspace(office.settings) as workspace:
        issue_night(workspace, None)
    assert office.sohoa("rebuild").code == 0
    return office


def test_every_step_and_decision_has_its_event(worked: Office) -> None:
    steps = {event["step"] for event in trail(worked)}
    of_others = {Step.RELEASE, Step.VERIFY, Step.EXPORT, Step.PURGE, Step.BACK_UP, Step.RESTORE}
    assert steps == {step.value for step in Step} - of_others - {Step.GIVE_BACK}


def test_the_way_of_a_file_stands_in_its_order(worked: Office) -> None:
    (recorded,) = (event for event in trail(worked, "--dossier", OTHER) if event["step"] == Step.RECORD.value)
    run, file = recorded["run_id"], f"file {recorded['details']['file']}"
    mine = [
        event
        for event in trail(worked, "--dossier", OTHER)
        if event["run_id"] == run and event["subject"] in {file, f"{OTHER}/01", OTHER}
    ]
    assert [event["step"] for event in mine] == [
        "claim",
        "read",
        "classify",
        "archive",
        "publish",
        "record",
        "settle",
    ]
    assert {event["actor"] for event in mine} == {account()}
    assert [event["happened_at"] for event in mine[:6]] == sorted(event["happened_at"] for event in mine[:6])
    read = mine[1]["details"]
    assert read["pages"] == {"text_layer": 1}
    assert read["sha256"] == recorded["details"]["sha256"]
    contents = worked.contents()
    objects = mine[4]["details"]["objects"]
    assert {key.rpartition(".")[2] for key in objects} == {"pdf", "json"}
    assert objects == {key: sha256(contents[key]).hexdigest() for key in objects}


def test_what_did_not_go_through_says_why(worked: Office) -> None:
    ended = Counter((event["step"], event["outcome"]) for event in trail(worked) if event["outcome"] != "ok")
    assert ended[("quarantine", "empty")] == 1
    assert ended[("record", "duplicate")] == 1
    assert ended[("decide", "reject")] == 1, "the same decision again changes nothing"
    assert ended[("rerun", "unchanged")] == 2


def test_the_register_s_events_tell_what_came(worked: Office) -> None:
    first, second = (event for event in trail(worked) if event["step"] == Step.IMPORT_REGISTER.value)
    file = worked.root / "so-cua-ba-mai.csv"
    assert second["details"]["sha256"] == sha256(file.read_bytes()).hexdigest()
    assert (first["details"]["added"], second["details"]["updated"]) == (3, 1)
    (confirmed,) = trail(worked, "--step", "confirm_shrinking")
    assert confirmed["details"]["months"] == [{"month": "2025-08", "how": "counted", "from": 3, "to": 2}]


def test_nothing_of_a_person_is_in_the_trail(worked: Office) -> None:
    assert worked.sohoa("batch").code == 6
    assert sealed(worked)
    written = "\n".join(
        [json.dumps(trail(worked), ensure_ascii=False), *sealed(worked)]
        + [content.decode() for content in sealed(worked).values()]
    )
    assert [secret for secret in SECRETS if secret in written or secret.upper() in written] == []


def test_people_read_it_in_their_language(worked: Office) -> None:
    shown = worked.sohoa("audit", "show", "--document", f"{CODE}/01", "--step", "decide")
    assert "người quyết định" in shown.out
    assert "reject" in shown.out
    english = worked.config.read_text(encoding="utf-8") + '[report]\nlanguage = "en"\n'
    (worked.root / "english.toml").write_text(english, encoding="utf-8")
    shown = worked.sohoa("--config", worked.root / "english.toml", "audit", "show", "--limit", "3")
    assert "Object" in shown.out
    assert "newest 3" in shown.err
    assert "Không có việc nào" in worked.sohoa("audit", "show", "--to", "2020-01-01").err


def test_wrong_questions_are_refused(worked: Office) -> None:
    assert worked.sohoa("audit", "show", "--document", "x").code == 2
    assert worked.sohoa("audit", "show", "--from", "2026-02-02", "--to", "2026-02-01").code == 2
    assert worked.sohoa("audit", "show", "--step", "x").code == 2


# --- sealing


def done(office: Office, *subjects: str) -> None:
    """Notes some events, each in a transaction of its own."""
    ledger = open_ledger(office.ledger_url)
    for subject in subjects:
        with ledger.transaction() as connection:
            events_table.note(connection, Event(step=Step.READ, subject=subject, run_id="r"))
    ledger.close()


def test_a_run_seals_what_is_new_and_nothing_twice(office: Office) -> None:
    done(office, "a", "b")
    assert sealed(office) == {}
    assert office.sohoa("batch").code == 0
    first = sealed(office)
    assert [numbers(content) for content in first.values()] == [[1, 2]]
    assert office.sohoa("batch").code == 0
    assert sealed(office) == first
    done(office, "c")
    assert office.sohoa("batch").code == 0
    assert {**sealed(office), **first} == sealed(office)
    assert sorted(numbers(content) for content in sealed(office).values()) == [[1, 2], [3]]
    assert verified(office).json["sealed"] == 3


@pytest.mark.parametrize("stored", [True, False])
def test_a_killed_sealing_is_finished_by_the_next_run(
    office: Office,
    killed_at: Callable[[FaultPoint], None],
    stored: bool,
) -> None:
    done(office, "a", "b")
    killed_at(FaultPoint.EVENTS_SEALED)
    with pytest.raises(Killed), open_workspace(office.settings) as workspace:
        seal_trail(workspace)
    first = sealed(office)
    assert len(first) == 1
    if not stored:  # as if it had been killed before the object was there
        shutil.rmtree(office.store / "audit")
    assert verified(office).code == 0
    fault_points.inject(lambda _point: None)
    done(office, "c")
    assert office.sohoa("batch").code == 0
    assert sealed(office).items() >= first.items()
    assert sorted(numbers(content) for content in sealed(office).values()) == [[1, 2], [3]]
    assert verified(office).code == 0


def test_two_runs_that_seal_at_once_do_not_overlap(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PIECE_EVENTS", 2)
    done(office, *"abcdefg")
    with (
        open_workspace(office.settings) as one,
        open_workspace(office.settings) as other,
        ThreadPoolExecutor(2) as pool,
    ):
        list(pool.map(seal_trail, (one, other)))
    assert sorted(numbers(content) for content in sealed(office).values()) == [[1, 2], [3, 4], [5, 6], [7]]
    assert verified(office).json["damage"] == []


def test_one_file_seals_only_what_an_earlier_day_left(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(office, "a")
    with open_workspace(office.settings) as workspace:
        assert seal_of_yesterday(workspace) == 0
        monkeypatch.setattr(sealing, "now", lambda: now() + timedelta(days=1))
        assert seal_of_yesterday(workspace) == 1
        assert seal_of_yesterday(workspace) == 0


# --- damage


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with events 1 to 3 and 4 to 6 sealed, and 7 to 9 not yet."""
    root = tmp_path_factory.mktemp("sound")
    office = Office(root, (root / "store").as_uri(), f"sqlite:///{root / 'ledger.sqlite'}").prepare()
    _fill(office)
    return root


def _fill(office: Office) -> None:
    done(office, "a", "b", "c")
    assert office.sohoa("batch").code == 0
    done(office, "d", "e", "f")
    assert office.sohoa("batch").code == 0
    done(office, "g", "h", "i")


@pytest.fixture
def damaged(sound: Path, office: Office) -> Office:
    """A copy of it, to be damaged."""
    shutil.copytree(sound / "store", office.store, dirs_exist_ok=True)
    shutil.copy(sound / "ledger.sqlite", office.root)
    return office


def tamper(office: Office, *statements: str) -> None:
    ledger = open_ledger(office.ledger_url)
    with ledger.transaction() as connection:
        allow_changes(connection)
        for statement in statements:
            connection.exec_driver_sql(statement)
    ledger.close()


def found(office: Office) -> list[tuple[str, int, int]]:
    ledger = open_ledger(office.ledger_url)
    damage = verify_trail(ledger, open_store(office.settings.store)).damage
    ledger.close()
    return [(entry.what.value, entry.first, entry.last) for entry in damage]


_COPY = "actor, happened_at, step, subject, outcome, run_id, dossier_code, version, details, previous, hash"


def _renumbered(old: int, new: int) -> str:
    return f"UPDATE events SET number = {new} WHERE number = {old}"  # noqa: S608 - numbers of ours


def _copied(number: int) -> str:
    """The third event once more, under another number."""
    return f"INSERT INTO events (number, {_COPY}) SELECT {number}, {_COPY} FROM events WHERE number = 3"  # noqa: S608


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], []),
        (["UPDATE events SET actor = 'nobody' WHERE number = 2"], [("changed", 2, 2)]),
        (
            ["UPDATE events SET details = '{}', outcome = 'x' WHERE number IN (4, 5, 8)"],
            [("changed", 4, 5), ("changed", 8, 8)],
        ),
        (["UPDATE events SET happened_at = 'nonsense' WHERE number = 9"], [("changed", 9, 9)]),
        (["DELETE FROM events WHERE number IN (2, 3)"], [("removed", 2, 3)]),
        (["DELETE FROM events WHERE number = 8"], [("removed", 8, 8)]),
        (["DELETE FROM events WHERE number >= 5"], [("cut_off", 5, 6)]),
        (["DELETE FROM events"], [("cut_off", 1, 6)]),
        ([_copied(0)], [("inserted", 0, 0)]),
        ([_copied(10)], [("inserted", 10, 10)]),
        (
            [_renumbered(2, -2), _renumbered(3, 2), _renumbered(-2, 3)],
            [("removed", 2, 2), ("changed", 2, 2), ("inserted", 3, 3)],
        ),
        (["UPDATE seals SET sha256 = '0' WHERE first_number = 4"], [("seal_altered", 4, 6)]),
        (["DELETE FROM seals WHERE first_number = 4"], [("seal_unrecorded", 4, 6)]),
        (
            ["DELETE FROM seals WHERE first_number = 4", "DELETE FROM events WHERE number > 3"],
            [("cut_off", 4, 6), ("seal_unrecorded", 4, 6)],
        ),
        (["DELETE FROM seals WHERE first_number = 1"], [("seal_unrecorded", 1, 3)]),
        (
            ["UPDATE seals SET last_number = 999 WHERE first_number = 4"],
            [("cut_off", 10, 999), ("seal_altered", 4, 999)],
        ),
        (["UPDATE seals SET sealed_at = NULL"], []),
    ],
)
def test_damage_in_the_ledger_is_named(
    damaged: Office, statements: list[str], expected: list[tuple[str, int, int]]
) -> None:
    tamper(damaged, *statements)
    assert found(damaged) == expected


def _first_piece(office: Office) -> Path:
    return office.store / min(sealed(office))


def _with(change: Callable[[bytes], bytes]) -> Callable[[Office], None]:
    def do(office: Office) -> None:
        piece = _first_piece(office)
        piece.chmod(0o600)
        piece.write_bytes(change(piece.read_bytes()))

    return do


def _lose(office: Office) -> None:
    _first_piece(office).unlink()


def _stray(office: Office) -> None:
    (office.store / "audit" / "notes.txt").write_text("x")


def _foreign(office: Office) -> None:
    """A piece of another ledger."""
    piece = _first_piece(office)
    shutil.copy(piece, piece.with_name("000000000002-000000000004.jsonl"))


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        (_with(lambda content: content.replace(b"ok", b"no", 1)), [("seal_altered", 1, 3)]),
        (_with(lambda content: content[:-1]), [("seal_altered", 1, 3)]),
        (_with(lambda content: content.split(b"\n", 1)[1]), [("seal_altered", 1, 3)]),
        (_with(lambda content: content + content), [("seal_altered", 1, 3)]),
        (_with(lambda _content: b""), [("seal_altered", 1, 3)]),
        (_with(lambda _content: b"\xff\x00"), [("seal_altered", 1, 3)]),
        (_lose, [("seal_missing", 1, 3)]),
        (_stray, [("seal_unrecorded", 0, 0)]),
        (_foreign, [("seal_unrecorded", 2, 4)]),
    ],
)
def test_damage_in_the_store_is_named(
    damaged: Office, do: Callable[[Office], None], expected: list[tuple[str, int, int]]
) -> None:
    do(damaged)
    assert found(damaged) == expected


def test_damage_is_told_to_people(damaged: Office) -> None:
    tamper(damaged, "DELETE FROM events WHERE number = 2")
    answer = damaged.sohoa("audit", "verify")
    assert answer.code == 8
    assert damaged.sohoa("verify").code == 0, "the objects of the store are whole"
    assert answer.err.splitlines() == ["removed: việc 2: bị bớt"]


@pytest.mark.service
def test_damage_is_found_on_postgresql_and_rgw(tmp_path: Path, rgw: Gateway, postgres: Postgres) -> None:
    bucket = rgw.new_bucket()
    office = Office(tmp_path, f"s3://{bucket}/a", postgres.new_database(), rgw.endpoint_url).prepare()
    _fill(office)
    assert found(office) == []
    tamper(
        office,
        "UPDATE events SET happened_at = 'infinity' WHERE number = 1",
        "DELETE FROM events WHERE number = 5",
        _copied(10),
    )
    assert found(office) == [("changed", 1, 1), ("removed", 5, 5), ("inserted", 10, 10)]
    for entry in rgw.client.list_objects_v2(Bucket=bucket, Prefix="a/audit/")["Contents"]:
        rgw.client.put_object(Bucket=bucket, Key=entry["Key"], Body=b"{}\n")
    answer = verified(office)
    assert answer.code == 8
    assert [entry["what"] for entry in answer.json["damage"]].count("seal_altered") == 2


# --- a lost ledger


def lose_ledger(office: Office) -> None:
    for file in office.root.glob("ledger.sqlite*"):
        file.unlink()


def test_a_lost_ledger_goes_on_where_the_sealed_events_end(damaged: Office) -> None:
    before = trail(damaged)[:6]
    lose_ledger(damaged)
    damaged.register({})
    assert damaged.sohoa("rebuild").code == 0
    after = trail(damaged)
    assert after[:6] == before
    assert [event["step"] for event in after[6:]] == ["rebuild", "import_register", "rebuild"]
    assert after[6]["details"] == {"brought_back": 6, "events_lost_after": 6}
    assert verified(damaged).json["damage"] == []
    assert verified(damaged).json["sealed"] == 9


def test_what_was_done_to_sealed_events_is_still_found_after_the_ledger_was_lost(damaged: Office) -> None:
    _with(lambda content: content.replace(b'"ok"', b'"no"', 1))(damaged)
    lose_ledger(damaged)
    damaged.register({})
    assert damaged.sohoa("batch").code == 0
    assert found(damaged) == [("changed", 1, 1), ("seal_altered", 1, 3)]


def test_a_piece_that_is_lost_with_the_ledger_leaves_its_numbers_free(damaged: Office) -> None:
    _lose(damaged)
    lose_ledger(damaged)
    damaged.register({})
    assert [event["number"] for event in trail(damaged)] == [4, 5, 6, 7, 8]
    assert found(damaged) == [("removed", 1, 3), ("seal_missing", 1, 3)]
