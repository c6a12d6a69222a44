"""A night shared out without Prefect: its recipe, and workers that are processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from benchmarks.crash_desk import Desk
from benchmarks.office import plain_environment
from config.fault_points import FaultPoint, inject
from config.settings import load_settings
from flows.batch import BatchSummary, plan_batch, summarise
from flows.night.coordinating import shared_out
from flows.night.hands import Hands
from flows.night.night import COMPLETED, IN_QUARANTINE, night_run
from flows.night.work import Worked, work_on
from flows.ownership import recheck
from flows.taking_in import side_by_side
from flows.upkeep.sealing import seal_trail
from flows.workspace import open_workspace
from ocr import forking

ROOT = Path(__file__).parents[3]
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["flows.night.work", "flows.batch", "flows.cli"])
Happens = Callable[[FaultPoint], None]


@dataclass
class KillAt:
    """Ends the process, as by `kill -9`, at the nth pass of a point; it can be given to another process."""

    point: FaultPoint
    nth: int = 1
    signal: signal.Signals = signal.SIGKILL

    def __call__(self, passing: FaultPoint) -> None:
        """At every fault point."""
        self.nth -= passing is self.point
        if self.nth == 0 and passing is self.point:
            os.kill(os.getpid(), self.signal)


def shared_night(desk: Desk, hands: Hands) -> BatchSummary:
    """The recipe of a shared night, as flows/deployed/nightly.py has it."""
    with open_workspace(desk.settings) as workspace:
        with night_run(workspace) as night:
            plan = plan_batch(workspace)
            results = list(plan.settled)
            with closing(shared_out(workspace, night.run_id, plan.to_do, hands)) as shared:
                results += [ended.result for ended in shared]
            recheck(workspace)
            summary = summarise(workspace, night.run_id, night.started_at, results)
            night.end(IN_QUARANTINE if summary.files.quarantined else COMPLETED, summary)
        seal_trail(workspace)
    return summary


def worked(config: Path, night_id: str, number: int) -> Worked:
    """What a worker's process does."""
    with open_workspace(load_settings(config)) as workspace:
        return work_on(workspace, night_id, number, side_by_side)


@dataclass
class Forks:
    """Workers that are forked from a process which has imported everything: cheap ones.

    Attributes:
        happening: what happens at the fault points of the first workers, one after the other.
    """

    desk: Desk
    happening: Sequence[Happens | None] = ()
    started: list[BaseProcess] = field(default_factory=list)

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        """Starts one."""
        del attempt
        place = len(self.started)
        happens = self.happening[place] if place < len(self.happening) else None
        process = _FORKS.Process(target=_work, args=(self.desk, night_id, number, happens), daemon=True)
        process.start()
        self.started.append(process)

    def wait(self) -> list[int | None]:
        """Their exit codes, when all have ended."""
        for process in self.started:
            process.join(60)
        return [process.exitcode for process in self.started]


@dataclass
class Strangers:
    """Workers on what the ledger takes for other machines: with a name and with processes of their own.

    Attributes:
        happening: the point at which each of them meets a signal, or none.
        then: who is asked when they have all been started.
    """

    desk: Desk
    happening: Sequence[KillAt | None]
    then: Hands
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def hand(self, night_id: str, number: int, attempt: int) -> None:
        """Starts one, or asks the others."""
        place = len(self.started)
        if place == len(self.happening):
            self.then.hand(night_id, number, attempt)
            return
        meets = self.happening[place]
        point = [meets.point, str(meets.nth), str(int(meets.signal))] if meets else []
        command = [
            sys.executable,
            "-m",
            "tests.flows.faults.sharing",
            self.desk.config,
            night_id,
            str(number),
        ]
        # A shell stands before it: the first process of a namespace takes no signal that would stop it. Its
        # end is that of the machine, which the guard of a killed worker outlives to clear up.
        guarded = "while pgrep -f '[o]cr.fork_server' > /dev/null; do sleep 0.1; done"
        shell = f'hostname stranger-{place}; "$@"; code=$?; {guarded}; exit $code'
        self.started.append(
            subprocess.Popen(
                [
                    "unshare",
                    "--pid",
                    "--uts",
                    "--fork",
                    "--mount-proc",
                    "sh",
                    "-c",
                    shell,
                    "sh",
                    *command,
                    *point,
                ],
                stdin=subprocess.DEVNULL,
                cwd=ROOT,
                env=plain_environment({"HOME": str(self.desk.root), "TMPDIR": str(self.desk.temporary)}),
            )
        )

    def wake(self) -> None:
        """Lets go on whoever was stopped."""
        wake(self.desk)

    def wait(self) -> list[int]:
        """Their exit codes, when all have ended."""
        return [process.wait(60) for process in self.started]


@dataclass
class WakeAt:
    """Lets go on whoever was stopped, as another one passes a point; it can be given to another process."""

    desk: Desk
    point: FaultPoint

    def __call__(self, passing: FaultPoint) -> None:
        """At every fault point."""
        if passing is self.point:
            wake(self.desk)


def wake(desk: Desk) -> None:
    """Lets go on whoever was stopped at a desk."""
    for process in desk.processes():
        os.kill(process, signal.SIGCONT)


def _work(desk: Desk, night_id: str, number: int, happens: Happens | None) -> None:
    os.environ["HOME"] = str(desk.root)
    tempfile.tempdir = str(desk.temporary)
    if happens is not None:
        inject(happens)
    worked(desk.config, night_id, number)
    forking._SERVER.end()


def _main(config: str, night_id: str, number: str, *meets: str) -> None:
    if meets:
        point, nth, by = meets
        inject(KillAt(FaultPoint(point), int(nth), signal.Signals(int(by))))
    worked(Path(config), night_id, int(number))


if __name__ == "__main__":
    _main(*sys.argv[1:])
