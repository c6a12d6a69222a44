"""An archive to count: dossiers of 600 units, five component rows each, loaded in bulk year by year.

Deterministic: the same numbers make the same register. About one dossier in twelve lacks something.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import psycopg
from sqlalchemy import Connection, insert, text

from storage.chunks import chunks
from storage.ledger import Ledger
from storage.schema import component_rows, dossiers, units

UNITS = 600
FIRST_YEAR = 2021
FIELDS = (
    ("Hộ tịch", "1.001193"),
    ("Hộ tịch", "1.000656"),
    ("Người có công", "1.010801"),
    ("Người có công", "1.010824"),
    ("Bảo trợ xã hội", "1.001776"),
    ("Bảo trợ xã hội", "1.001699"),
    ("Giảm nghèo", "1.014027"),
    ("Việc làm", "1.014748"),
    ("Chứng thực", "2.000635"),
)
_CHANNELS = ("direct", "direct", "online", "online", "post", "linked")
_CLOSED = ("returned", "refused", "withdrawn", "deleted")
_SLOTS = ("to_khai", "giay_1", "giay_2", "giay_3", "result")
_PART = 20_000

Row = dict[str, Any]


def load_units(ledger: Ledger) -> None:
    """The communes of a province, ten to a district."""
    with ledger.transaction() as connection:
        connection.execute(
            insert(units),
            [
                {"unit_code": _unit(number), "name": f"Xã {number}", "parent_code": "", "level": "commune"}
                for number in range(UNITS)
            ],
        )


def load_year(ledger: Ledger, year: int, count: int) -> None:
    """So many dossiers received in a year, the first year being 0; nothing is judged yet."""
    chance = random.Random(766 + year)
    first = date(FIRST_YEAR + year, 1, 1)
    days = (date(FIRST_YEAR + year + 1, 1, 1) - first).days
    for part in chunks(range(count), _PART):
        received = [
            _dossier(number, first + timedelta(days=number * days // count), chance) for number in part
        ]
        rows = [row for dossier in received for row in _rows(dossier, chance)]
        with ledger.transaction() as connection:
            _fill(connection, received, rows)


def settle(ledger: Ledger, url: str) -> None:
    """What a database does by itself in time: statistics of its tables, and in PostgreSQL their upkeep."""
    if url.startswith("postgresql"):
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as server:
            server.execute("VACUUM ANALYZE")
        return
    with ledger.transaction() as connection:
        connection.execute(text("ANALYZE"))


def _unit(number: int) -> str:
    return f"H40.{number // 10:02d}.{number % 10:02d}"


def _fill(connection: Connection, received: Sequence[Row], rows: Sequence[Row]) -> None:
    """COPY where the database has it: ten times as fast as rows one by one."""
    if connection.dialect.name != "postgresql":
        connection.execute(insert(dossiers), received)
        connection.execute(insert(component_rows), rows)
        return
    cursor = connection.connection.cursor()
    for table, values in ((dossiers, received), (component_rows, rows)):
        with cursor.copy(f"COPY {table.name} ({', '.join(values[0])}) FROM STDIN") as copy:
            for value in values:
                copy.write_row(tuple(value.values()))


def _dossier(number: int, day: date, chance: random.Random) -> Row:
    field, procedure = chance.choice(FIELDS)
    unit = _unit(chance.randrange(UNITS))
    luck = chance.random()
    resolved_on = day + timedelta(days=chance.randrange(1, 30)) if luck < 0.96 else None
    closed = chance.choice(_CLOSED) if luck >= 0.98 else None
    return {
        "dossier_code": f"{unit}-{day:%y%m%d}-{number:07d}",
        "procedure_code": procedure,
        "unit_code": unit,
        "level": "commune",
        "field": field,
        "channel": chance.choice(_CHANNELS),
        "received_on": day,
        "due_on": day + timedelta(days=20),
        "resolved_on": resolved_on,
        "status": "resolved" if resolved_on else closed or "in_progress",
        "facts": "",
        "closed_on": day + timedelta(days=5) if closed else None,
        "supplement_asked_on": None,
        "supplemented_on": None,
    }


def _rows(dossier: Row, chance: random.Random) -> Iterator[Row]:
    for position, slot in enumerate(_SLOTS):
        is_there = chance.random() < 0.985 and (slot != "result" or dossier["resolved_on"])
        yield {
            "dossier_code": dossier["dossier_code"],
            "slot": slot,
            "position": position,
            "form": "copy" if slot == "giay_3" and chance.random() < 0.3 else "original",
            "digitised_on": dossier["received_on"] if is_there else None,
            "reused": slot == "giay_1" and chance.random() < 0.05,
            "evidence": "",
        }
