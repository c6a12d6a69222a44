"""What an office's ledger holds where cron runs `sohoa batch`."""

from __future__ import annotations

from flows.batch import summarise
from flows.workspace import open_workspace
from storage import nights_table, runs_table
from storage.instants import now
from tests.office import Office

_BATCHES_A_DAY = 24 * 6


def a_day_of_batches(office: Office) -> None:
    """A batch every ten minutes; nothing lay ready for any."""
    with open_workspace(office.settings) as workspace:
        empty = summarise(workspace, "", now(), []).model_dump(mode="json", exclude={"quarantine"})
        with workspace.ledger.transaction() as connection:
            for _ in range(_BATCHES_A_DAY):
                run_id = runs_table.begin_run(connection)
                runs_table.finish_run(connection, run_id)
                nights_table.keep_batch(connection, run_id, began_at=now(), summary=empty)
