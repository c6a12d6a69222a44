"""An office with a local store and SQLite."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(
        root=tmp_path,
        store_url=(tmp_path / "store").as_uri(),
        ledger_url=f"sqlite:///{tmp_path / 'ledger.sqlite'}",
    ).prepare()
