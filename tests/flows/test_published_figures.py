"""The figures that three offices published, from registers of exactly their size (domain notes, section 7).

Hà Tĩnh (2021, 2022, nine months 2023), Đắk Lắk (third quarter 2024), Đô Lương (first quarter 2024). Registers
are made here: what no source says (days, units) is spread evenly, what it says is met to the last dossier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import pytest

from dossiers.indicators import Cohort
from dossiers.operations import OperationsRow
from dossiers.periods import Period
from dossiers.ratios import percentage
from dossiers.register import Channel, ComponentRow, DossierRecord, DossierStatus, Form, Level
from flows.figures.operations import operations_on
from flows.figures.reporting import report_on
from flows.workspace import Workspace, open_workspace
from storage import register_table
from tests.office import Office


@dataclass(frozen=True)
class Published:
    """A year of Hà Tĩnh as published; the days are those of the period."""

    period: Period
    carried_in: int
    direct: int
    linked: int
    online: int
    in_time: int
    late: int
    total: int
    on_time_ratio: str
    returned: int = 0

    @property
    def received(self) -> int:
        return self.direct + self.linked + self.online

    @property
    def resolved(self) -> int:
        return self.in_time + self.late


HA_TINH = (
    Published(Period.parse("2021"), 277, 8466, 3194, 387, 12075, 10, 12324, "99.92"),
    Published(Period.parse("2022"), 239, 12584, 3534, 1214, 16771, 97, 17571, "99.42", returned=8),
    Published(Period.parse("2023-9M"), 695, 7712, 2655, 1939, 12215, 81, 13001, "99.34"),
)
# The digitisation ratios of the same reports: published without numerator and denominator.
WITHOUT_PARTS = ("96.66", "96.64", "85.22")
SUPPLEMENTS = 155


def ha_tinh() -> Iterator[DossierRecord]:
    """One register over the three periods: what is left of one is what the next one carries in."""
    number = 0
    waiting = [_dossier(number := number + 1, date(2020, 12, 20), Channel.DIRECT) for _ in range(277)]
    for year in HA_TINH:
        days = (year.period.last - year.period.first).days
        channels = chain.from_iterable(
            [channel] * count
            for channel, count in (
                (Channel.DIRECT, year.direct),
                (Channel.LINKED, year.linked),
                (Channel.ONLINE, year.online),
            )
        )
        come = [
            _dossier(
                number := number + 1,
                year.period.first + timedelta(days=place * days // (year.received - 1)),
                channel,
            )
            for place, channel in enumerate(channels)
        ]
        there = [*waiting, *come]
        left = len(there) - year.resolved - year.returned
        there, waiting = there[: len(there) - left], there[len(there) - left :]
        for place, record in enumerate(there):
            day = max(record.received_on, year.period.first)
            if place < year.returned:
                yield _ended(record, DossierStatus.RETURNED, closed_on=day)
                continue
            due = day - timedelta(days=1) if place < year.returned + year.late else day
            asked = day if year.returned and place >= len(there) - SUPPLEMENTS else None
            yield _ended(
                record,
                DossierStatus.RESOLVED,
                resolved_on=day,
                due_on=due,
                supplement_asked_on=asked,
                supplemented_on=asked,
            )
    yield from waiting


def _dossier(number: int, day: date, channel: Channel, unit: str = "H27.05") -> DossierRecord:
    return DossierRecord.model_construct(
        dossier_code=f"{unit}-{day:%y%m%d}-{number:06d}",
        procedure_code="1.010801",
        unit_code=unit,
        level=Level.PROVINCE,
        field="Người có công",
        channel=channel,
        received_on=day,
        status=DossierStatus.IN_PROGRESS,
    )


def _ended(record: DossierRecord, status: DossierStatus, **days: date | None) -> DossierRecord:
    return record.model_copy(update={"status": status, **days})


@contextmanager
def office_with(root: Path, records: Sequence[DossierRecord]) -> Iterator[Workspace]:
    """An office whose register holds these dossiers, brought in in one transaction."""
    office = Office(
        root=root, store_url=(root / "store").as_uri(), ledger_url=f"sqlite:///{root / 'l.sqlite'}"
    ).prepare()
    with open_workspace(office.settings) as workspace:
        with workspace.ledger.transaction() as connection:
            register_table.upsert_dossiers(connection, records)
        yield workspace


def operations_of(workspace: Workspace, period: Period) -> tuple[OperationsRow, ...]:
    with workspace.ledger.reading() as connection:
        return operations_on(connection, period)


def agrees(rows: Sequence[OperationsRow]) -> bool:
    return all(check.difference == 0 for row in rows for check in row.checks)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with office_with(tmp_path_factory.mktemp("ha-tinh"), list(ha_tinh())) as workspace:
        yield workspace


@pytest.mark.parametrize("published", HA_TINH, ids=["2021", "2022", "2023-9M"])
def test_ha_tinh(office: Workspace, published: Published) -> None:
    rows = operations_of(office, published.period)
    found = rows[0].operations
    assert found.received == {
        "direct": published.direct,
        "linked": published.linked,
        "online": published.online,
        "post": 0,
    }
    assert (found.carried_in, found.total) == (published.carried_in, published.total)
    assert (found.early + found.on_time, found.late) == (published.in_time, published.late)
    assert percentage(found.early + found.on_time, found.resolved) == published.on_time_ratio
    assert found.returned == published.returned
    assert found.supplements_asked == (SUPPLEMENTS if published.returned else 0)
    assert agrees(rows)


def test_what_ha_tinh_leaves_is_what_it_carries_in(office: Workspace) -> None:
    """239 = 12,324 - 12,085, and 695 = 17,571 - 16,868 - 8 returned; supplements are not subtracted."""
    found = [operations_of(office, year.period)[0].operations for year in HA_TINH]
    assert [operations.carried_in for operations in found[1:]] == [
        operations.left for operations in found[:-1]
    ]
    assert [operations.open for operations in found] == [239, 695, 705]


@pytest.mark.parametrize(("published", "ratio"), list(zip(HA_TINH, WITHOUT_PARTS, strict=True)))
def test_the_digitisation_ratios_of_ha_tinh_cannot_be_checked(published: Published, ratio: str) -> None:
    """Không kiểm chứng được: without parts, a ratio fits whichever denominator the reader takes."""
    for denominator in (published.resolved, published.total):
        fitting = [
            numerator for numerator in range(denominator) if percentage(numerator, denominator) == ratio
        ]
        assert fitting, denominator


DO_LUONG = Period.parse("2024-Q1")


def do_luong() -> Iterator[tuple[DossierRecord, list[ComponentRow]]]:
    """3,351 received, 3,294 of them resolved; one has nothing digitised, seven lack one paper."""
    for number in range(3351):
        day = DO_LUONG.first + timedelta(days=number * 90 // 3350)
        record = _dossier(number, day, Channel.DIRECT, unit=f"000.{number % 33:02d}.15.H41")
        if number < 3294:
            record = _ended(record, DossierStatus.RESOLVED, resolved_on=day, due_on=day)
        digitised = {"to_khai": number > 0, "kem_theo": number > 7}
        if number < 3294:
            digitised["result"] = True
        yield (
            record,
            [
                ComponentRow.model_construct(
                    dossier_code=record.dossier_code,
                    slot=slot,
                    form=Form.ORIGINAL,
                    digitised_on=day if is_digitised else None,
                )
                for slot, is_digitised in digitised.items()
            ],
        )


def test_do_luong(tmp_path: Path) -> None:
    made = list(do_luong())
    with office_with(tmp_path, [record for record, _ in made]) as workspace:
        with workspace.ledger.transaction() as connection:
            register_table.upsert_component_rows(connection, [row for _, rows in made for row in rows])
        report = report_on(workspace, DO_LUONG, cohort=Cohort.RECEIVED, breakdowns=(), with_dossiers=False)
    shown = {name: (ratio.numerator, ratio.denominator, ratio.ratio) for name, ratio in report.total.items()}
    assert shown["co_so_hoa_tphs"] == (3350, 3351, "99.97")
    assert shown["so_hoa_day_du_tphs"] == (3343, 3351, "99.76")
    assert shown["so_hoa_ket_qua"] == (3294, 3294, "100.00")
    everything = report.operations[0].operations
    assert (everything.total, everything.resolved, everything.open) == (3351, 3294, 57)
    assert agrees(report.operations)


DAK_LAK = Period.parse("2024-Q3")
EARLY, ON_TIME, LATE = 183_477, 39_491, 1_219


def dak_lak() -> Iterator[DossierRecord]:
    """224,187 dossiers resolved in the quarter, early, on time and late."""
    for number in range(EARLY + ON_TIME + LATE):
        day = DAK_LAK.first + timedelta(days=number * 91 // (EARLY + ON_TIME + LATE - 1))
        late_by = -1 if number < EARLY else 0 if number < EARLY + ON_TIME else 1
        record = _dossier(number, day, tuple(Channel)[number % 4], unit=f"H15.{number % 200:03d}")
        yield _ended(record, DossierStatus.RESOLVED, resolved_on=day, due_on=day - timedelta(days=late_by))


@pytest.mark.slow
def test_dak_lak(tmp_path: Path) -> None:
    with office_with(tmp_path, list(dak_lak())) as workspace:
        rows = operations_of(workspace, DAK_LAK)
    found = rows[0].operations
    assert (found.early, found.on_time, found.late) == (EARLY, ON_TIME, LATE)
    assert (found.resolved, found.total) == (224_187, 224_187)
    assert percentage(found.early, found.resolved) == "81.84"
    assert percentage(found.on_time, found.resolved) == "17.62"
    assert percentage(found.late, found.resolved) == "0.54"
    assert percentage(found.early + found.on_time, found.resolved) == "99.46"
    assert len(rows) == 201
    assert agrees(rows)
