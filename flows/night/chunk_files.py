"""The files of a chunk on their way through one run: taken just before they begin, told as they end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import replace

from config.fault_points import FaultPoint, passed
from dossiers.reasons import Reason
from flows.inbox import Inbox, InboxFile, has_changed, open_inbox
from flows.ordering import Line
from flows.taking_in import Ended, TakeIn
from flows.way import FileResult, Outcome
from flows.way_events import FileEvents
from flows.workspace import Workspace
from storage import events_table, files_table, planned_table
from storage.files_table import FileOutcome, Recorded
from storage.planned_table import OWN, FileEnding, PlannedFile


class ChunkFiles:
    """The files of one chunk, for one run."""

    def __init__(
        self,
        workspace: Workspace,
        night_id: str,
        number: int,
        run_id: str,
        known: Mapping[str, InboxFile] | None = None,
    ) -> None:
        """Begins with none of them taken; `known` by path are those that need not be found again."""
        self.night_id = night_id
        self.number = number
        self.run_id = run_id
        self.count = 0
        self.pages = 0
        self._workspace = workspace
        self._known = known or {}
        self._planned: dict[str, PlannedFile] = {}
        self._recorded: dict[str, Recorded] = {}

    def taken_in(self, take_in: TakeIn) -> Generator[Ended, None, None]:
        """Takes in what is to be had of the chunk, each file once; its result stands in the ledger.

        Raises:
            SohoaError: what a file met that is no fault of the file.
        """
        with self._workspace.ledger.reading() as connection:
            planned = planned_table.open_files(connection, self.night_id, self.number)
        self._planned = {file.sighting.path: file for file in planned}
        inbox = open_inbox(self._workspace.settings.inbox)
        line = Line(self._found(inbox, planned), may_begin=self._may_begin)
        with closing(take_in(self._workspace, self.run_id, line)) as endings:
            for ended in endings:
                self._tell(ended)
                yield ended

    def _found(self, inbox: Inbox, planned: list[PlannedFile]) -> Iterator[InboxFile]:
        for entry in planned:
            file = self._known.get(entry.sighting.path) or inbox.described(entry.sighting)
            if file is not None:  # else the night's own run takes it in
                yield file

    def _may_begin(self, file: InboxFile) -> bool:
        """Takes the file for this run, just before it begins; not where it came to its end before."""
        planned = self._planned[file.sighting.path]
        with self._workspace.ledger.transaction() as connection:
            before = planned_table.take(connection, self.night_id, planned, self.run_id)
            recorded = None
            # What was opened again for the night's own run does not say who had it before.
            if before is not None and (before.taken_by is not None or before.chunk == OWN):
                recorded = files_table.recorded_in_night(connection, file.sighting, self.night_id)
        if before is None:
            return False
        passed(FaultPoint.FILE_TAKEN)
        if recorded is None:
            return True
        if recorded.outcome is not FileOutcome.QUARANTINED and not has_changed(file):
            self._recorded[file.sighting.path] = recorded  # it still has to leave the inbox
            return True
        if file.door.is_gone(file):
            self._settle(recorded)
        self._tell(Ended(file, _as_recorded(file, recorded)))
        return False

    def _settle(self, recorded: Recorded) -> None:
        """The run that recorded the file was killed after it had moved it, and before it said so."""
        if recorded.outcome is FileOutcome.QUARANTINED:
            return
        with self._workspace.ledger.transaction() as connection:
            if files_table.settle(connection, recorded.row.id):
                events_table.note(connection, FileEvents(recorded.row, self.run_id).settled())

    def _tell(self, ended: Ended) -> None:
        file, result = ended
        recorded = self._recorded.pop(file.sighting.path, None)
        if recorded is not None and result.outcome.value == recorded.outcome.value:
            result = replace(result, pages=Counter(recorded.pages))
        passed(FaultPoint.RESULT_COMING)
        ending = FileEnding(
            outcome=result.outcome.value,
            reason=result.reason.value if result.reason else None,
            detail=result.detail,
            read=result.pages,
            seconds=result.seconds,
        )
        position = self._planned[file.sighting.path].position
        with self._workspace.ledger.transaction() as connection:
            is_told = planned_table.record(connection, self.night_id, position, self.run_id, ending)
        passed(FaultPoint.RESULT_NOTED)
        if is_told:
            self.count += 1
            self.pages += result.pages["total"]


def result_of(file: InboxFile, ending: FileEnding) -> FileResult:
    """What became of a file, as another run told it."""
    return FileResult(
        file.name,
        Outcome(ending.outcome),
        Reason(ending.reason) if ending.reason else None,
        ending.detail,
        pages=Counter(ending.read),
        seconds=ending.seconds,
        dossier_code=file.sighting.dossier_code,
    )


def _as_recorded(file: InboxFile, recorded: Recorded) -> FileResult:
    """What a run that was killed made of the file, and did not come to tell."""
    return FileResult(
        file.name,
        Outcome(recorded.outcome.value),
        recorded.reason,
        recorded.detail,
        pages=Counter(recorded.pages),
    )
