"""Bytes that came in before: their file lies in the drop anew, or two syncs meet; nothing turns back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows.register.drop import Drop, DropFile
from flows.register.syncing import sync_register
from flows.workspace import open_workspace
from storage import register_table
from tests.flows.test_register_drop import ARRIVED, absent, code_of, drop, dropping, sync, without
from tests.flows.test_register_guard import MONTH, Row, looking
from tests.office import Office

__all__ = ["dropping"]  # the fixture


def of_tuesday() -> list[Row]:
    """The month a day later: one dossier is resolved, one went to another unit, one is gone."""
    resolved, elsewhere, *others = without(5)
    return [{**resolved, "status": "resolved"}, {**elsewhere, "unit_code": "H40.31"}, *others]


def said_of_first_two(office: Office) -> list[tuple[str, str]]:
    with looking(office) as connection:
        known = register_table.dossiers_of(connection, [code_of(0), code_of(1)])
    return [(one.status, one.unit_code) for one in known]


TUESDAY = [("resolved", "H40.12"), ("in_progress", "H40.31")]
MONDAY = [("in_progress", "H40.12"), ("in_progress", "H40.12")]


def touched(file: Path) -> Path:
    os.utime(file, (ARRIVED + 2, ARRIVED + 2))
    return file


def copied(file: Path) -> Path:
    return touched(Path(shutil.copyfile(file, file.with_name("copy of monday.csv"))))


def moved(file: Path) -> Path:
    (file.parent / "2024").mkdir()
    return file.rename(file.parent / "2024" / file.name)


@pytest.mark.parametrize("anew", [touched, copied, moved])
def test_an_old_export_that_lies_there_anew_turns_nothing_back(
    dropping: Office, anew: Callable[[Path], Path]
) -> None:
    monday = drop(dropping, "monday.csv", MONTH)
    drop(dropping, "tuesday.csv", of_tuesday(), at=1)
    told: Any = sync(dropping)["absent"]
    assert [entry["dossier_code"] for entry in told["dossiers"]] == [code_of(5)]

    lying = anew(monday)
    again = sync(dropping)
    (read,) = again["files"]
    assert (read["outcome"], read["added"], read["updated"], read["unchanged"]) == ("imported", 0, 0, 40)
    assert again["absent"] == told
    assert said_of_first_two(dropping) == TUESDAY
    assert sync(dropping)["files"] == []

    by_hand = dropping.sohoa("register", "import", lying)
    assert by_hand.code == 0, by_hand.err
    assert (absent(dropping), said_of_first_two(dropping)) == ([], MONDAY)


class Overtaken(Drop):
    """A place of which another sync imports everything, after this one has seen what is new."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.settings.register_drop, office.settings.register_files.max_bytes)
        self._office = office
        self.told: Any = None

    @contextmanager
    def fetched(self, file: DropFile) -> Iterator[Path | None]:
        if self.told is None:
            self.told = sync(self._office)["absent"]
        with super().fetched(file) as path:
            yield path


def test_a_sync_that_another_one_overtakes_turns_nothing_back(dropping: Office) -> None:
    drop(dropping, "monday.csv", MONTH)
    drop(dropping, "tuesday.csv", of_tuesday(), at=1)
    overtaken = Overtaken(dropping)
    with open_workspace(dropping.settings) as workspace:
        summary = sync_register(workspace, drop=overtaken)
    assert [(file.updated, file.absent) for file in summary.files] == [(0, 0), (0, 0)]
    assert [entry["dossier_code"] for entry in overtaken.told["dossiers"]] == [code_of(5)]
    assert summary.absent.model_dump(mode="json") == overtaken.told
    assert said_of_first_two(dropping) == TUESDAY
