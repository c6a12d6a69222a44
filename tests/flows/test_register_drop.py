"""The drop of register exports: each once, in order of arrival; what disappears is told, nothing deleted."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from config.fault_points import FaultPoint
from config.sections import RegisterDropSettings
from dossiers.errors import RegisterRefused, SettingsRefused
from flows.register.drop import Drop, DropFile
from flows.register.remembering import of_refusal
from flows.register.syncing import sync_register
from flows.workspace import open_workspace
from storage import drops_table, register_table
from storage.instants import now
from storage.ledger import open_ledger
from tests.flows.faults.dying import KILLED, killing_at, process_that
from tests.flows.test_register_guard import MONTH, Row, row, write
from tests.office import SAMPLES, Answer, Office
from tests.services import Gateway

ARRIVED = 1_756_000_000  # seconds since the epoch
WAITS_FOR_A_LOCK = text("SELECT 1 FROM pg_locks WHERE NOT granted")


@pytest.fixture
def dropping(office: Office) -> Office:
    """An office to which a province drops its exports."""
    (office.root / "drop").mkdir()
    with office.config.open("a", encoding="utf-8") as config:
        config.write(f'[register_drop]\nplace = "{office.root / "drop"}"\n')
    return office


def drop(office: Office, name: str, rows: list[Row], *, at: int = 0) -> Path:
    """Drops an export; `at` says when it arrived."""
    written = write(office, rows, f"drop/{name}")
    os.utime(written, (ARRIVED + at, ARRIVED + at))
    return written


def setting(office: Office, line: str) -> None:
    """One more line of `[register_drop]`, which comes last."""
    with office.config.open("a", encoding="utf-8") as config:
        config.write(f"{line}\n")


def sync(office: Office, code: int = 0) -> Any:
    answer = office.sohoa("register", "sync", "--json")
    assert answer.code == code, answer.err + answer.out
    return answer.json


def outcomes(summary: Any) -> dict[str, str]:
    return {file["file"]: file["outcome"] for file in summary["files"]}


def known_codes(office: Office) -> frozenset[str]:
    ledger = open_ledger(office.ledger_url)
    with ledger.reading() as connection:
        codes = register_table.known_codes(connection)
    ledger.close()
    return codes


def absent(office: Office) -> list[str]:
    answer = office.sohoa("register", "absent", "--json")
    assert answer.code == 0
    return [entry["dossier_code"] for entry in answer.json["dossiers"]]


def code_of(number: int) -> str:
    return MONTH[number]["dossier_code"]


def without(*numbers: int) -> list[Row]:
    return [line for number, line in enumerate(MONTH) if number not in numbers]


def test_each_export_comes_in_once_in_the_order_of_arrival(dropping: Office) -> None:
    late = [{**line, "status": "resolved", "resolved_on": "2024-02-02"} for line in MONTH]
    drop(dropping, "a.csv", late, at=2)
    drop(dropping, "b.csv", MONTH, at=1)
    (dropping.root / "drop" / "below").mkdir()
    drop(dropping, "below/c.csv", [row(50, unit="H40.31")], at=3)
    first = sync(dropping)
    assert list(outcomes(first).items()) == [
        ("b.csv", "imported"),
        ("a.csv", "imported"),
        ("below/c.csv", "imported"),
    ]
    assert [(file["added"], file["updated"]) for file in first["files"]] == [(40, 0), (0, 40), (1, 0)]
    again = sync(dropping)
    assert (again["files"], again["remembered"]) == ([], 3)
    assert sorted(path.name for path in (dropping.root / "drop").rglob("*.csv")) == [
        "a.csv",
        "b.csv",
        "c.csv",
    ]


def test_what_did_not_change_is_not_read_again(dropping: Office) -> None:
    """Whoever touches neither size nor time is believed: no byte of it is asked for."""
    file = drop(dropping, "a.csv", MONTH)
    sync(dropping)
    content = file.read_bytes()
    file.write_bytes(bytes(len(content)))
    os.utime(file, (ARRIVED, ARRIVED))
    assert sync(dropping)["remembered"] == 1
    file.write_bytes(content.replace(b"in_progress", b"received   "))
    assert sync(dropping)["files"][0]["updated"] == 40


def test_what_grows_or_is_unfinished_or_nobodys_waits(dropping: Office) -> None:
    place = dropping.root / "drop"
    drop(dropping, "a.csv.part", MONTH)
    for name in ("~$a.xlsx", "Thumbs.db", ".a.csv"):
        (place / name).write_bytes(b"x")
    assert outcomes(sync(dropping)) == {"a.csv.part": "waiting"}
    (place / "a.csv.part").rename(place / "a.csv")
    assert outcomes(sync(dropping)) == {"a.csv": "imported"}


class Growing(Drop):
    """A place where an export goes on growing when somebody begins to read it."""

    @contextmanager
    def fetched(self, file: DropFile) -> Iterator[Path | None]:
        with super().fetched(file) as path:
            assert path is not None
            with path.open("ab") as more:
                more.write(b"\n")
            yield path


def test_an_export_that_changes_while_it_is_read_does_not_come_in(dropping: Office) -> None:
    drop(dropping, "a.csv", MONTH)
    settings = dropping.settings
    growing = Growing(settings.register_drop, settings.register_files.max_bytes)
    with open_workspace(settings) as workspace:
        summary = sync_register(workspace, drop=growing)
    assert [file.outcome.value for file in summary.files] == ["waiting"]
    assert known_codes(dropping) == frozenset()
    assert outcomes(sync(dropping)) == {"a.csv": "imported"}


class TooLarge(Drop):
    """A place where an export grows beyond what is read."""

    @contextmanager
    def fetched(self, file: DropFile) -> Iterator[Path | None]:
        file.lying.path.write_text("more")
        raise RegisterRefused("It is too large.", "Export it in several files.")
        yield None


def test_an_export_that_changes_while_it_is_refused_waits(dropping: Office) -> None:
    drop(dropping, "a.csv", MONTH)
    settings = dropping.settings
    with open_workspace(settings) as workspace:
        summary = sync_register(workspace, drop=TooLarge(settings.register_drop, 1))
    assert [file.outcome.value for file in summary.files] == ["waiting"]


class ChangingLater(Drop):
    """A place where components get another row between their two readings."""

    @contextmanager
    def fetched(self, file: DropFile) -> Iterator[Path | None]:
        if file.name == "b.csv":
            components = Path(self._place) / "a.csv"
            components.write_text(f"{components.read_text()}{code_of(1)},result,copy\n")
        with super().fetched(file) as path:
            yield path


def test_what_came_in_stays_told_where_the_rest_of_it_has_to_wait(dropping: Office) -> None:
    components = dropping.root / "drop" / "a.csv"
    components.write_text(f"dossier_code,slot,form\n{code_of(0)},result,original\n")
    os.utime(components, (ARRIVED, ARRIVED))
    drop(dropping, "b.csv", MONTH, at=1)
    settings = dropping.settings
    changing = ChangingLater(settings.register_drop, settings.register_files.max_bytes)
    with open_workspace(settings) as workspace:
        summary = sync_register(workspace, drop=changing)
    assert [(file.outcome.value, len(file.rejected)) for file in summary.files] == [
        ("imported", 1),
        ("imported", 0),
    ]
    assert [(file["file"], file["added"]) for file in sync(dropping)["files"]] == [("a.csv", 2)]


def test_a_refused_file_is_told_each_time_and_tried_when_it_changed(dropping: Office) -> None:
    file = dropping.root / "drop" / "x.csv"
    file.write_text("nothing;of;a;register\n1;2;3;4\n")
    first = sync(dropping, code=3)
    assert outcomes(first) == {"x.csv": "refused"}
    assert first["files"][0]["refusal"]["code"] == "register_refused"
    again = sync(dropping, code=3)
    assert (again["files"], [entry["file"] for entry in again["refused_before"]]) == ([], ["x.csv"])
    drop(dropping, "x.csv", MONTH)
    assert outcomes(sync(dropping)) == {"x.csv": "imported"}


def test_a_shrinking_export_is_never_confirmed_by_a_sync(dropping: Office) -> None:
    drop(dropping, "a.csv", MONTH)
    sync(dropping)
    truncated = drop(dropping, "b.csv", MONTH[:20], at=9)
    refused = sync(dropping, code=3)["files"][0]
    assert refused["refusal"]["code"] == "register_shrinks"
    assert "--confirm-shrinking" in refused["refusal"]["message"]
    assert absent(dropping) == []
    by_hand = dropping.sohoa("register", "import", truncated, "--confirm-shrinking")
    assert by_hand.code == 0
    settled = sync(dropping)
    assert (settled["refused_before"], settled["remembered"]) == ([], 2)


def test_what_a_person_confirmed_is_listed_and_not_asked_for_again(dropping: Office) -> None:
    drop(dropping, "a.csv", MONTH)
    sync(dropping)
    refused = drop(dropping, "b.csv", without(3, 5, 7), at=1)
    assert outcomes(sync(dropping, code=3)) == {"b.csv": "refused"}
    refused.unlink()
    halves = [
        write(dropping, without(3, 5, 7)[:20], "1.csv"),
        write(dropping, without(3, 5, 7)[20:], "2.csv"),
    ]
    assert dropping.sohoa("register", "import", *halves, "--confirm-shrinking").code == 0
    assert absent(dropping) == [code_of(3), code_of(5), code_of(7)]
    drop(dropping, "c.csv", [*without(3, 5, 7), row(70)], at=2)
    assert outcomes(sync(dropping)) == {"c.csv": "imported"}
    drop(dropping, "d.csv", without(0, 1, 2), at=3)  # what comes back stands for nothing that is missing
    assert outcomes(sync(dropping, code=3)) == {"d.csv": "refused"}


class Busy(Drop):
    """A place where a person imports the very file that a sync is about to refuse."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.settings.register_drop, office.settings.register_files.max_bytes)
        self._office = office

    def has_changed(self, file: DropFile) -> bool:
        by_hand = self._office.root / "drop" / file.name
        assert self._office.sohoa("register", "import", by_hand, "--confirm-shrinking").code == 0
        return super().has_changed(file)


def test_what_a_person_imports_meanwhile_is_not_refused(dropping: Office) -> None:
    drop(dropping, "a.csv", MONTH)
    sync(dropping)
    drop(dropping, "b.csv", MONTH[:20], at=1)
    with open_workspace(dropping.settings) as workspace:
        assert sync_register(workspace, drop=Busy(dropping)).refused == ()
    assert sync(dropping)["remembered"] == 2


def test_components_and_names_that_come_too_early_are_read_again(dropping: Office) -> None:
    place = dropping.root / "drop"
    for at, name in enumerate(("components.csv", "register.csv", "units.csv")):
        (place / name).write_bytes((SAMPLES / name).read_bytes())
        os.utime(place / name, (ARRIVED + at, ARRIVED + at))
    summary = sync(dropping)
    assert outcomes(summary) == dict.fromkeys(("components.csv", "register.csv", "units.csv"), "imported")
    assert not any(file["rejected"] for file in summary["files"])
    assert {(file["added"], file["unchanged"]) for file in summary["files"]} == {(7, 0), (29, 0), (8, 0)}


def test_what_is_read_again_overwrites_nothing_that_came_later(dropping: Office) -> None:
    """Dossiers whose unit got its name late, and components that waited for dossiers."""

    def named(rows: list[Row], **changes: str) -> list[Row]:
        return [{**line, "unit_code": "Xã Một", **changes} for line in rows]

    def components(name: str, form: str, at: int) -> None:
        file = dropping.root / "drop" / name
        rows = "".join(f"{code_of(number)},result,{form}\n" for number in (0, 35))
        file.write_text(f"dossier_code,slot,form\n{rows}")
        os.utime(file, (ARRIVED + at, ARRIVED + at))

    drop(dropping, "1.csv", named(MONTH[:30]), at=1)
    units = dropping.root / "drop" / "2.csv"
    units.write_text("unit_code,name,level\nH40.12,Xã Một,commune\n")
    os.utime(units, (ARRIVED + 2, ARRIVED + 2))
    drop(dropping, "3.csv", named(MONTH[1:30], status="resolved", resolved_on="2024-02-02"), at=3)
    components("4.csv", "original", at=4)
    components("5.csv", "copy", at=5)
    sync(dropping, code=3)
    drop(dropping, "6.csv", [row(35, field="Đất đai")], at=6)
    again = {file["file"]: file["added"] for file in sync(dropping)["files"]}
    assert again == {"6.csv": 1, "5.csv": 1, "4.csv": 0}
    ledger = open_ledger(dropping.ledger_url)
    with ledger.reading() as connection:
        first, second = register_table.dossiers_of(connection, [code_of(0), code_of(1)])
        forms = register_table.rows_by_dossier(connection, [code_of(0), code_of(35)])
    ledger.close()
    assert [(one.unit_code, one.status) for one in (first, second)] == [
        ("H40.12", "in_progress"),
        ("H40.12", "resolved"),
    ]
    assert [rows[0].form for rows in forms.values()] == ["copy", "copy"]


def test_components_wait_for_dossiers_of_a_later_day(dropping: Office) -> None:
    components = dropping.root / "drop" / "components.csv"
    components.write_text(f"dossier_code,slot,form\n{code_of(0)},result,original\n")
    assert len(sync(dropping, code=3)["files"][0]["rejected"]) == 1
    assert sync(dropping)["files"] == []
    drop(dropping, "a.csv", MONTH)
    assert [(file["file"], file["added"]) for file in sync(dropping)["files"]] == [
        ("a.csv", 40),
        ("components.csv", 1),
    ]


def test_a_dossier_that_disappears_is_told_by_unit_and_month_and_stays(dropping: Office) -> None:
    drop(dropping, "a.csv", MONTH)
    sync(dropping)
    drop(dropping, "b.csv", without(5), at=1)
    told = sync(dropping)
    assert told["files"][0]["absent"] == 1
    assert told["absent"]["counts"] == [{"unit_code": "H40.12", "month": "2024-01-01", "dossiers": 1}]
    (entry,) = told["absent"]["dossiers"]
    assert (entry["dossier_code"], entry["export"], entry["exports"]) == (code_of(5), "b.csv", 1)
    assert code_of(5) in known_codes(dropping)
    since = entry["since"]

    drop(dropping, "c.csv", without(5, 6), at=2)
    again = sync(dropping)["absent"]["dossiers"]
    assert {(one["dossier_code"], one["exports"]) for one in again} == {(code_of(5), 2), (code_of(6), 1)}
    assert next(one["since"] for one in again if one["dossier_code"] == code_of(5)) == since

    drop(dropping, "d.csv", without(6), at=3)
    sync(dropping)
    assert absent(dropping) == [code_of(6)]
    lines = dropping.sohoa("register", "absent").out
    assert f"{code_of(6)}: absent since" in lines
    by_hand = write(dropping, [{**MONTH[6], "status": "received"}])
    assert dropping.sohoa("register", "import", by_hand).code == 0
    assert absent(dropping) == []


def test_reports_say_what_the_exports_hold_no_more(dropping: Office) -> None:
    drop(dropping, "a.csv", MONTH)
    drop(dropping, "b.csv", without(5), at=1)
    sync(dropping)

    def report(*options: str) -> Answer:
        return dropping.sohoa("report", "--from", "2024-01-01", "--to", "2024-01-31", *options)

    (entry,) = report("--format", "json").json["shrunk"]
    assert (entry["month"], entry["how"], entry["before"], entry["after"], entry["file"]) == (
        "2024-01-01",
        "absent",
        40,
        39,
        "b.csv",
    )
    told = "Tháng 01/2024: 40 còn 39 hồ sơ (−1), hồ sơ không còn trong tệp xuất mới của tỉnh"
    assert told in " ".join(report().out.split())
    drop(dropping, "c.csv", MONTH, at=2)
    (dropping.root / "drop" / "c.csv").write_bytes(
        (dropping.root / "drop" / "a.csv").read_bytes().replace(b"in_progress", b"received")
    )
    sync(dropping)
    assert report("--format", "json").json["shrunk"] == []


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([row(500, received_on="2024-04-01")], id="another quarter"),
        pytest.param([row(number, unit="H40.31") for number in range(30)], id="another unit"),
        pytest.param([row(number, field="Người có công") for number in range(200, 230)], id="another field"),
        pytest.param([{**line, "status": "resolved"} for line in MONTH[:5]], id="changes alone"),
        pytest.param([line for line in MONTH if line["received_on"] >= "2024-01-20"], id="the last days"),
    ],
)
def test_an_export_says_nothing_of_what_it_does_not_cover(dropping: Office, rows: list[Row]) -> None:
    drop(dropping, "a.csv", MONTH)
    sync(dropping)
    drop(dropping, "b.csv", rows, at=1)
    sync(dropping)
    assert absent(dropping) == []


def test_a_unit_is_asked_for_a_field_only_if_the_export_has_it_of_that_unit(dropping: Office) -> None:
    land = [row(number, field="Đất đai") for number in range(100, 131)]
    other = [row(number, unit="H40.31", field="Đất đai") for number in range(31)]
    drop(dropping, "a.csv", [*MONTH, *land, *other])
    sync(dropping)
    drop(dropping, "b.csv", [*without(5), *other], at=1)
    sync(dropping)
    assert absent(dropping) == [code_of(5)]


def test_a_rejected_row_is_no_dossier_that_disappeared(dropping: Office) -> None:
    drop(dropping, "a.csv", MONTH)
    sync(dropping)
    drop(dropping, "b.csv", [*without(5), {**MONTH[5], "received_on": "yesterday"}], at=1)
    assert len(sync(dropping, code=3)["files"][0]["rejected"]) == 1
    assert absent(dropping) == []


def test_exports_that_hold_no_more_than_changes_are_asked_for_nothing(dropping: Office) -> None:
    setting(dropping, "full_export = false")
    drop(dropping, "a.csv", MONTH)
    drop(dropping, "b.csv", without(5), at=1)
    sync(dropping)
    assert absent(dropping) == []


def test_absence_is_told_after_as_many_exports_as_are_set(dropping: Office) -> None:
    setting(dropping, "missing_after_exports = 2")
    drop(dropping, "a.csv", MONTH)
    drop(dropping, "b.csv", without(5), at=1)
    sync(dropping)
    assert absent(dropping) == []
    drop(dropping, "c.csv", [*without(5), row(70)], at=2)
    sync(dropping)
    assert absent(dropping) == [code_of(5)]


def test_an_imported_export_moves_where_it_shall_and_is_never_overwritten(dropping: Office) -> None:
    setting(dropping, f'done = "{dropping.root / "drop-done"}"')
    (dropping.root / "drop").chmod(0o700)
    for changes in ({}, {"status": "received"}):
        drop(dropping, "latest.csv", [{**line, **changes} for line in MONTH])
        sync(dropping)
    (dropping.root / "drop" / "x.csv").write_text("no register")
    sync(dropping, code=3)
    done = sorted((dropping.root / "drop-done").iterdir())
    assert [path.name for path in done] == ["latest (2).csv", "latest.csv"]
    assert stat.S_IMODE((dropping.root / "drop-done").stat().st_mode) == 0o700
    assert [path.name for path in (dropping.root / "drop").iterdir()] == ["x.csv"]


def test_where_nothing_can_move_it_is_remembered(dropping: Office) -> None:
    (dropping.root / "taken").write_text("a file where a folder should be")
    setting(dropping, f'done = "{dropping.root / "taken" / "done"}"')
    drop(dropping, "a.csv", MONTH)
    first, again = sync(dropping), sync(dropping)
    assert (outcomes(first), first["not_moved"]) == ({"a.csv": "imported"}, 1)
    assert (again["files"], again["remembered"], again["not_moved"]) == ([], 1, 1)


def test_killed_between_import_and_move_the_next_sync_ends_it(dropping: Office) -> None:
    setting(dropping, f'done = "{dropping.root / "drop-done"}"')
    drop(dropping, "a.csv", MONTH)

    def command() -> int:
        return dropping.sohoa("register", "sync").code

    assert process_that(command, happens=killing_at(FaultPoint.REGISTER_IMPORTED)) == KILLED
    assert len(known_codes(dropping)) == 40
    summary = sync(dropping)
    assert (summary["files"], summary["remembered"]) == ([], 1)
    assert [path.name for path in (dropping.root / "drop-done").iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ('place = ""', 4, "No place of register exports is set"),
        ('place = "{root}/nowhere"', 5, "is not there"),
        ('place = "{root}/drop"\ndone = "{root}/drop/done"', 4, "into the drop itself"),
        ('place = "{root}/inbox/exports"', 4, "lie within each other"),
        ('place = "{root}/drop"\ndone = "s3://bucket/done"', 4, "are not two folders"),
        (
            'place = "{root}/drop"\ndone = "{root}/inbox/done"',
            4,
            "done and [inbox] path lie within each other",
        ),
        ('place = "{root}/drop"\ndone = "{root}/store"', 4, "done and [store] url lie within each other"),
    ],
)
def test_a_place_that_cannot_be_used_is_told(office: Office, line: str, code: int, says: str) -> None:
    (office.root / "drop").mkdir()
    setting(office, f"[register_drop]\n{line.format(root=office.root)}")
    answer = office.sohoa("register", "sync")
    assert (answer.code, says in answer.err) == (code, True)


def test_what_arrived_in_a_bucket_within_a_second_goes_by_name(dropping: Office) -> None:
    """What stands below a second there is no time, but a mark of the content."""
    drop(dropping, "a.csv", MONTH)
    settings = dropping.settings
    (file,) = Drop(settings.register_drop, 1).lying().values()

    def arrival(name: str, modified_ns: int) -> tuple[int, str]:
        seen = replace(file.seen, modified_ns=modified_ns)
        return replace(file, name=name, seen=seen, is_in_bucket=True).arrival

    assert arrival("a", 5_900_000_000) < arrival("b", 5_100_000_000) < arrival("a", 6_000_000_000)


def test_a_whole_bucket_may_be_the_place_of_exports_that_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "000")
    there = {"place": "s3://exports", "endpoint_url": "http://127.0.0.1:9", "region": "x"}
    Drop(RegisterDropSettings(**there), 1)
    with pytest.raises(SettingsRefused, match=r"\[register_drop\] endpoint_url"):
        Drop(RegisterDropSettings(**there | {"endpoint_url": "nowhere"}), 1)


@pytest.mark.service
def test_exports_in_a_bucket_come_in_and_move(office: Office, rgw: Gateway) -> None:
    bucket = rgw.new_bucket()
    places = {"place": f"s3://{bucket}/exports", "done": f"s3://{bucket}/exports-done"}
    setting(office, "[register_drop]")
    for name, value in {**places, "endpoint_url": rgw.endpoint_url}.items():
        setting(office, f'{name} = "{value}"')

    def put(name: str, rows: list[Row]) -> None:
        rgw.client.put_object(Bucket=bucket, Key=f"exports/{name}", Body=write(office, rows).read_bytes())

    put("a.csv", MONTH)
    assert outcomes(sync(office)) == {"a.csv": "imported"}
    assert sync(office)["files"] == []
    assert len(known_codes(office)) == 40
    with open_workspace(office.settings) as workspace, workspace.ledger.reading() as connection:
        assert [source.file for source in register_table.sources(connection)] == ["a.csv"]
    put("b.csv", without(5))
    assert sync(office)["files"][0]["absent"] == 1
    listed = rgw.client.list_objects_v2(Bucket=bucket)["Contents"]
    assert [entry["Key"] for entry in listed] == ["exports-done/a.csv", "exports-done/b.csv"]


@pytest.mark.service
def test_the_same_with_a_ledger_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    office = Office(root=tmp_path, store_url=(tmp_path / "store").as_uri(), ledger_url=postgres_url).prepare()
    (office.root / "drop").mkdir()
    setting(office, f'[register_drop]\nplace = "{office.root / "drop"}"')
    drop(office, "a.csv", MONTH)
    drop(office, "b.csv", without(5, 6), at=1)
    assert [file["absent"] for file in sync(office)["files"]] == [0, 2]
    drop(office, "c.csv", without(6), at=2)
    sync(office)
    assert absent(office) == [code_of(6)]
    report = office.sohoa("report", "--from", "2024-01-01", "--to", "2024-01-31", "--format", "json")
    assert [(entry["how"], entry["after"]) for entry in report.json["shrunk"]] == [("absent", 39)]


@pytest.mark.service
def test_two_syncs_that_refuse_one_file_at_once_remember_it_once(tmp_path: Path, postgres_url: str) -> None:
    office = Office(root=tmp_path, store_url=(tmp_path / "store").as_uri(), ledger_url=postgres_url).prepare()
    (office.root / "drop").mkdir()
    setting(office, f'[register_drop]\nplace = "{office.root / "drop"}"')
    path = drop(office, "a.csv", MONTH)
    settings = office.settings
    (file,) = Drop(settings.register_drop, 1).lying().values()
    refusal = RegisterRefused("It is no register.", "Export it again.")

    with open_workspace(settings) as workspace, ThreadPoolExecutor() as other_sync:

        def refuse() -> None:
            with workspace.ledger.transaction() as connection:
                of_refusal(connection, file, path, refusal, begun=now())

        with workspace.ledger.transaction() as connection:
            of_refusal(connection, file, path, refusal, begun=now())
            other = other_sync.submit(refuse)
            while not other.done() and not connection.execute(WAITS_FOR_A_LOCK).first():
                pass
        other.result()
        with workspace.ledger.reading() as connection:
            assert [one.outcome for one in drops_table.all_dropped(connection).values()] == ["refused"]
