"""The order of a night: oldest appointment first, dossiers whole, and on one day the units take turns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from dossiers.periods import VIETNAM
from flows.fair_order import in_fair_order
from flows.inbox import InboxFile
from flows.inbox.named import NAMED
from flows.ordering import Line
from storage.files_table import Role, Sighting
from storage.register_table import Appointment
from tests.office import Office

DAYS = [date(2025, 8, day) for day in range(1, 5)]
UNITS = ["H40.12", "H40.13", "H40.14"]


def _file(path: str, code: str | None, *, day: date = DAYS[0]) -> InboxFile:
    scanned = int(datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM).timestamp())
    return InboxFile(path, Sighting(path, code, Role.COMPONENT, None, 1, scanned * 10**9), NAMED)


@st.composite
def _inboxes(draw: st.DrawFn) -> tuple[list[InboxFile], dict[str, Appointment], set[str]]:
    appointments: dict[str, Appointment] = {}
    files: list[InboxFile] = []
    for number in range(draw(st.integers(0, 12))):
        unit = draw(st.sampled_from(UNITS))
        kind = draw(st.sampled_from(["registered", "unknown", "scan"]))
        if kind == "scan":
            files.append(_file(f"{unit}/{number}.pdf", None, day=draw(st.sampled_from(DAYS))))
            continue
        code = f"{unit}-250805-{number:04}"
        if kind == "registered":
            appointments[code] = Appointment(draw(st.sampled_from(DAYS)), unit)
        files += [_file(f"{code}/{page}.pdf", code) for page in range(draw(st.integers(1, 3)))]
    behind = draw(st.sets(st.sampled_from([file.name for file in files]))) if files else set()
    return files, appointments, behind


def _group(file: InboxFile) -> str:
    return file.sighting.dossier_code or file.name


def _day(file: InboxFile, appointments: dict[str, Appointment]) -> date:
    code = file.sighting.dossier_code
    if code is None:
        return datetime.fromtimestamp(file.sighting.modified_ns // 10**9, UTC).astimezone(VIETNAM).date()
    return appointments[code].day if code in appointments else date.max


@given(_inboxes())
def test_the_order_of_a_night(inbox: tuple[list[InboxFile], dict[str, Appointment], set[str]]) -> None:
    files, appointments, behind = inbox
    ordered = in_fair_order(files, appointments, units=frozenset(UNITS), behind=behind)
    assert sorted(file.name for file in ordered) == sorted(file.name for file in files)
    groups = [list(group) for _, group in groupby(ordered, _group)]
    assert len(groups) == len({_group(file) for file in files}), "each dossier whole"
    for group in groups:
        assert group == [file for file in files if _group(file) == _group(group[0])], "by name"
    was_tried = [all(file.name in behind for file in group) for group in groups]
    assert was_tried == sorted(was_tried), "what was tried before, last"
    for tried in (False, True):
        part = [group[0] for group, before in zip(groups, was_tried, strict=True) if before is tried]
        days = [_day(file, appointments) for file in part]
        assert days == sorted(days), "oldest first"
        for _, same in groupby(part, lambda file: _day(file, appointments)):
            _take_turns([_unit(file, appointments) for file in same])


def _unit(file: InboxFile, appointments: dict[str, Appointment]) -> str:
    known = appointments.get(file.sighting.dossier_code or "")
    share = file.name.partition("/")[0]
    return known.unit_code if known else share if share in UNITS else ""


def _take_turns(units: list[str]) -> None:
    """No unit is served a second time before each that still waits was served once more."""
    left = {unit: units.count(unit) for unit in units}
    while left:
        turn, units = units[: len(left)], units[len(left) :]
        assert set(turn) == set(left)
        left = {unit: count - 1 for unit, count in left.items() if count > 1}


def test_batch_scans_go_one_by_one_and_hold_nobody_up() -> None:
    """Of two equal scans the second is a duplicate; a thousand of them are no wall before a dossier."""
    scans = [_file(f"{number}.pdf", None) for number in (1, 2)]
    dossier = [_file(f"A/{number}.pdf", "A") for number in (1, 2)]
    line = Line([scans[0], *dossier, scans[1]])
    assert line.take(3) == [scans[0], dossier[0]]
    line.done(scans[0])
    line.done(dossier[0])
    assert line.take(1) == [dossier[1]]


def test_a_clock_that_is_wrong_by_ten_thousand_years_ends_no_night() -> None:
    """Some file systems hold such a time; the scan comes last."""
    files = [_file("a.pdf", None), _file("b.pdf", None)]
    files[0] = replace(files[0], sighting=replace(files[0].sighting, modified_ns=4 * 10**20))
    assert in_fair_order(files, {}) == files[::-1]


def test_a_night_follows_the_register(office: Office) -> None:
    """By the day of the appointment; where there is none, by that of reception."""
    from flows.batch import plan_batch
    from flows.workspace import open_workspace

    codes = [f"H40.12-250805-000{number}" for number in range(1, 5)]
    office.register(
        {"dossier_code": codes[0], "due_on": "2025-09-01"},
        {"dossier_code": codes[1], "due_on": "2025-08-20"},
        {"dossier_code": codes[2], "received_on": "2025-08-06"},
    )
    for code in codes:
        (office.inbox / code).mkdir()
        for name in ("b.pdf", "a.pdf"):
            (office.inbox / code / name).touch()
    with open_workspace(office.settings) as workspace:
        planned = plan_batch(workspace).to_do
    expected = [f"{codes[number]}/{name}.pdf" for number in (2, 1, 0, 3) for name in "ab"]
    assert [file.name for file in planned] == expected
