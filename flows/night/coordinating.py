"""A plan shared out among workers on any machines, and their results as they come.

The ledger is the queue: whoever comes claims a chunk there, takes its files one by one and writes what became
of each. What is handed out besides (`Hands`) only wakes somebody up; it may be lost, late or double.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress

from config.fault_points import FaultPoint, passed
from dossiers.errors import SohoaError
from dossiers.reasons import Reason
from flows.inbox import InboxFile, stop_waiting
from flows.night.chunk_files import result_of
from flows.night.entering import enter
from flows.night.handing import Handing
from flows.night.hands import Hands
from flows.night.looking import Look, OpenFiles, look_at, look_at_files, may_begin
from flows.night.night import taken_over
from flows.night.own_hand import OwnHand
from flows.night.same_folders import marked_folders
from flows.taking_in import Ended
from flows.way import FileResult, Outcome
from flows.workspace import Workspace
from storage import nights_table, planned_table
from storage.planned_table import OWN, FileEnding

_LOOK_EVERY = 1.0  # seconds, at first
# Nobody waits for a night of hours by the second, and each look is some ten milliseconds of two processes.
_LOOK_AT_LEAST_EVERY = 5.0
_LOOKS_AT_A_NIGHT = 100
_LOOK_AT_FILES_EVERY = 3.0
_STILL_READ = "Still being read."
_NOT_BEGUN = "Not begun: another file of its dossier is still being read."


def shared_out(
    workspace: Workspace, run_id: str, files: Sequence[InboxFile], hands: Hands
) -> Generator[Ended, None, None]:
    """Shares files out among workers and tells what became of each, as it comes.

    Close it (`contextlib.closing`) where you stop before its end: the night is stopped, so that workers begin
    no other file of it.

    Args:
        workspace: of the night's own run.
        run_id: the run, whose night was begun (`flows/night/night.py`).
        files: in the order of the plan.
        hands: asks workers to come.

    Raises:
        SohoaError: what ended this run's own try of a chunk on which others failed; a folder of the night may
            not be written.
    """
    if not files:
        return
    with marked_folders(workspace.settings, run_id):
        night = _SharedNight(workspace, run_id, files, hands)
        try:
            yield from night.results()
        except (Exception, GeneratorExit):
            night.stop()
            night.own.close()
            raise
        except BaseException:  # the process is told to end
            workspace.store.stop_waiting()
            stop_waiting()
            night.stop()
            night.own.leave()
            raise
        night.stop()
        night.own.close()


class _SharedNight:
    def __init__(self, workspace: Workspace, run_id: str, files: Sequence[InboxFile], hands: Hands) -> None:
        entered = enter(workspace, run_id, files)
        self.is_done = False
        self.own = OwnHand(workspace, run_id, files)
        self._workspace = workspace
        self._settings = workspace.settings.night
        self._run_id = run_id
        self._open = dict(enumerate(files))
        self._waiting: dict[int, FileResult] = {}  # to be tried once more, at the end
        self._tried_again: set[int] = set()
        self._has_own = entered.has_own
        self._works_alone = False
        self._began_at = self._moved_at = time.monotonic()
        self._claims: frozenset[tuple[int, str | None]] = frozenset()
        self._looked_at_files = float("-inf")
        self._only_under_way_since: float | None = None
        self._handing = Handing(workspace, run_id, hands, chunks=entered.chunks)
        passed(FaultPoint.NIGHT_PLANNED)

    def results(self) -> Iterator[Ended]:
        """What became of the files, until there is none left, or none but those under way for long."""
        while self._open:
            look = look_at(self._workspace, self._run_id)
            if not look.goes_on:
                raise taken_over()
            yield from self._learned(look.endings)
            if not self._open:
                self.is_done = True
                return
            self._note_claims(look)
            unclaimed = self._handing.tend(look.chunks, look.living, quiet=self._is_quiet)
            self._work_oneself(unclaimed)
            if not unclaimed and self._only_stragglers():
                yield from self._given_up()
                return
            self._wait()

    def stop(self) -> None:
        """Whoever works on the night begins no other file of it."""
        if not self.is_done:
            with suppress(SohoaError), self._workspace.ledger.transaction() as connection:
                nights_table.stop(connection, self._run_id)

    def _wait(self) -> None:
        lasted = time.monotonic() - self._began_at
        seconds = min(_LOOK_AT_LEAST_EVERY, max(_LOOK_EVERY, lasted / _LOOKS_AT_A_NIGHT))
        if self.own.is_busy:
            self.own.ended.wait(seconds)
        else:
            time.sleep(seconds)

    def _learned(self, endings: dict[int, FileEnding]) -> Iterator[Ended]:
        """Tells of these; one that waits is tried once more, for whoever had it may have stored it."""
        if not endings:
            return
        with self._workspace.ledger.transaction() as connection:
            planned_table.learned(connection, self._run_id, endings)
        passed(FaultPoint.RESULT_LEARNED)
        self._moved_at = time.monotonic()
        self._only_under_way_since = None
        for position, ending in endings.items():
            file = self._open.get(position)
            if file is None:
                continue
            result = result_of(file, ending)
            if result.outcome is Outcome.WAITING and position not in self._tried_again:
                self._waiting[position] = result
            else:
                del self._open[position]
                yield Ended(file, result)

    def _note_claims(self, look: Look) -> None:
        at_work = [chunk for chunk in look.chunks if chunk.run_id in look.living]
        claims = frozenset((chunk.number, chunk.run_id) for chunk in at_work)
        new = {number for number, _ in claims - self._claims}
        self._claims = claims
        if new:
            self._moved_at = time.monotonic()
        if new - {self.own.number}:
            self._works_alone = False

    @property
    def _is_quiet(self) -> bool:
        return time.monotonic() - self._moved_at >= self._settings.wait_for_workers_seconds

    def _work_oneself(self, unclaimed: Sequence[int]) -> None:
        """What only this run can do, and, where nobody comes, what anybody could."""
        if self.own.is_busy:
            return
        failed = [number for number in unclaimed if self._handing.has_failed_elsewhere(number)]
        if self._has_own:
            self._has_own = False
            self.own.take_own()
        elif failed:
            self.own.take_chunk(failed[0], is_last_try=True)
        elif unclaimed and (self._works_alone or self._is_quiet):
            self._works_alone = True
            self.own.take_chunk(unclaimed[0])

    def _only_stragglers(self) -> bool:
        """Whether nothing but files under way is left for too long; hands out what need not wait for them."""
        if time.monotonic() - self._looked_at_files < _LOOK_AT_FILES_EVERY:
            return False
        self._looked_at_files = time.monotonic()
        left = look_at_files(self._workspace, self._run_id)
        if self._handing.split(file for file in left.files if file.chunk in left.chunks):
            self._only_under_way_since = None
            return False
        self._take_back(left)
        if self._has_own or self.own.is_busy or may_begin(left.files, left.living):
            self._only_under_way_since = None
            return False
        if self._only_under_way_since is None:
            self._only_under_way_since = time.monotonic()
        return time.monotonic() - self._only_under_way_since >= self._settings.straggler_seconds

    def _take_back(self, left: OpenFiles) -> None:
        """What chunks that are done left behind, and what waited for others, this run takes in itself."""
        behind = [file for file in left.files if file.chunk not in {*left.chunks, OWN}]
        positions = {file.position for file in behind if file.taken_by not in left.living}
        if not may_begin([file for file in left.files if file.position not in positions], left.living):
            positions |= self._waiting.keys()
            self._tried_again |= self._waiting.keys()
            self._waiting = {}
        if positions:
            with self._workspace.ledger.transaction() as connection:
                planned_table.reopen(connection, self._run_id, positions)
            self._has_own = True

    def _given_up(self) -> Iterator[Ended]:
        """Nothing is begun any more; what ended until then is told, and the rest waits for the next night."""
        with self._workspace.ledger.transaction() as connection:
            nights_table.stop(connection, self._run_id)
        with self._workspace.ledger.reading() as connection:
            endings = planned_table.untold(connection, self._run_id)
            rest = planned_table.open_files(connection, self._run_id)
        yield from self._learned(endings)
        under_way = {file.position for file in rest if file.taken_by}
        for position, file in list(self._open.items()):
            del self._open[position]
            detail = _STILL_READ if position in under_way else _NOT_BEGUN
            later = FileResult(file.name, Outcome.WAITING, Reason.GROWING, detail)
            yield Ended(file, self._waiting.get(position, later))
