"""Each hostile file comes to its right outcome, within its time and memory, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.sections import OcrSettings
from config.settings import Settings
from tests.hostile.outcomes import found
from tests.hostile.table import TABLE, Hostile
from tests.hostile.watching import leftovers

_SETTINGS = Settings(ocr=OcrSettings(page_seconds=60))


def _parameters() -> list[object]:
    return [pytest.param(case, id=case.name, marks=[pytest.mark.slow] if case.slow else []) for case in TABLE]


@pytest.mark.parametrize("case", _parameters())
def test_a_hostile_file(case: Hostile, tmp_path: Path, temporary: Path) -> None:
    path = tmp_path / "scan"
    path.write_bytes(case.make())
    came_to = found(path, _SETTINGS)
    assert (came_to.outcome, len(came_to.pages), came_to.findings) == (
        case.outcome,
        case.pages,
        case.findings,
    )
    assert case.says in came_to.text
    assert came_to.seconds <= case.seconds
    assert came_to.megabytes <= case.megabytes
    assert not leftovers(temporary)


def test_no_two_cases_have_one_name() -> None:
    assert len({case.name for case in TABLE}) == len(TABLE)
