"""`digitize-chunk`: one chunk of a night, on whatever machine a worker of the queue `chunks` runs.

The parameters say which chunk, never which files: those are in the ledger, and who claims the chunk there has
it (flows/night/work.py). Started twice, late or after the night is over, it finds nothing to do.
"""

from __future__ import annotations

from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.deployed.deciding import FinalState, completed, decided, failed
from flows.deployed.file_tasks import as_threads
from flows.night.work import Worked, work_on
from flows.workspace import Workspace

FLOW = "digitize-chunk"
NOTHING_TO_DO = "NothingToDo"
STOPPED = "Stopped"

NightId = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,40}$")]


@flow(name=FLOW, persist_result=False)
def digitize_chunk(*, night_id: NightId, number: Annotated[int, Field(ge=1)]) -> FinalState:
    """Reads one part of a night (một phần của đêm xử lý); the nightly run starts it, nobody else has to.

    Args:
        night_id: The run of the night, as the ledger names it.
        number: Which of its parts.
    """

    def recipe(workspace: Workspace) -> FinalState:
        return state_of(work_on(workspace, night_id, number, as_threads))

    return decided(recipe)


def state_of(worked: Worked) -> FinalState:
    """How a run on a chunk ends. The night's own run goes by the ledger, not by this."""
    if not worked.claimed:
        return completed("Another run has this chunk, or it is done.", name=NOTHING_TO_DO)
    numbers = f"{worked.files} files, {worked.pages} pages."
    if worked.error is not None:
        return failed(worked.error, numbers)
    return completed(numbers, name=STOPPED if worked.stopped else None)
