"""An office with a local store and SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import fault_points
from config.fault_points import FaultPoint
from tests.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(
        root=tmp_path,
        store_url=(tmp_path / "store").as_uri(),
        ledger_url=f"sqlite:///{tmp_path / 'ledger.sqlite'}",
    ).prepare()


@pytest.fixture
def once() -> Iterator[Callable[[FaultPoint, Callable[[], object]], None]]:
    """`once(point, change)`: what somebody does to the inbox when the first file has come so far."""

    def at(wanted: FaultPoint, change: Callable[[], object]) -> None:
        left = [change]

        def happens(point: FaultPoint) -> None:
            if point is wanted and left:
                left.pop()()

        fault_points.inject(happens)

    yield at
    fault_points.inject(lambda _point: None)
