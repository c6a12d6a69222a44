"""A run that was frozen while it put its objects, and was taken for dead meanwhile, puts over nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image

from config.fault_points import FaultPoint, inject
from flows import standing_claim
from flows.batch import batch_run, plan_batch
from flows.way import FileWay, Outcome
from flows.workspace import open_workspace
from storage import files_table, runs_table
from tests.office import Office

CODE = "H40.12-250805-0001"


@pytest.fixture(autouse=True)
def nothing_injected() -> Iterator[None]:
    yield
    inject(lambda _point: None)


@pytest.mark.parametrize(
    ("frozen_at", "put"), [(FaultPoint.NUMBERED, []), (FaultPoint.ARCHIVE_STORED, [".01.pdf"])]
)
def test_it_asks_again_before_it_puts(
    frozen_at: FaultPoint, put: list[str], office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.register({"dossier_code": CODE})
    (office.inbox / CODE).mkdir()
    Image.new("RGB", (200, 200), "red").save(office.inbox / CODE / "1.png", dpi=(200, 200))

    def freeze(point: FaultPoint) -> None:
        if point is frozen_at:
            with workspace.ledger.transaction() as connection:
                runs_table.finish_run(connection, run_id)
                other = runs_table.begin_run(connection)
                assert files_table.claim(connection, file.sighting, other)
            woken = standing_claim._now() + workspace.settings.night.heartbeat_seconds
            monkeypatch.setattr(standing_claim, "_now", lambda: woken)

    with open_workspace(office.settings) as workspace, batch_run(workspace) as run_id:
        (file,) = plan_batch(workspace).to_do
        inject(freeze)
        result = FileWay(workspace, run_id).take_in(file, settle=lambda _file: pytest.fail("it left"))
    assert result.outcome is Outcome.WAITING
    assert [key.rpartition(CODE)[2] for key in office.contents() if f"/{CODE}.01" in key] == put
