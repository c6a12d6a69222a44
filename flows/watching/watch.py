"""The watch: what arrives is taken in within seconds, and its slip is written. It ends when it is told to.

What fails never ends it: a file that meets what is no fault of its own is held back for a while, and what is
wrong with store, ledger or inbox is waited out. Only settings that are wrong from the beginning end it.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial

from config.settings import Settings
from dossiers.codes import shown_dossier
from dossiers.errors import OutOfReach, SohoaError
from flows.protection import require_protection
from flows.registered import Registered
from flows.taking_in import Ended
from flows.watching.arrivals import arrivals_of
from flows.watching.desk import SlipDesk
from flows.watching.resting import Resting
from flows.watching.shift import Shift
from flows.watching.under_way import as_told
from flows.way import Outcome
from flows.workspace import Workspace, open_workspace
from ocr import forking
from storage.opening import open_store

_LONGEST_PAUSE = 60.0
_ANY_KEY = "dossiers/watch"  # whether it is there is of no account: the store shall answer


class Watch:
    """One watch over one inbox."""

    def __init__(
        self, settings: Settings, *, stop: threading.Event, once: bool, tell: Callable[[str], None]
    ) -> None:
        """Opens nothing yet.

        Args:
            settings: all of them.
            stop: ends it after the files under way.
            once: end it when what lay there is taken in, or waits for somebody.
            tell: told what happens, a line each: dossier codes, reasons and numbers.
        """
        self._settings = settings
        self._stop = stop
        self._once = once
        self._tell = tell
        self._resting = Resting(settings.inbox.settle_seconds)
        self._told: set[str] = set()
        self._has_begun = False
        self.outcomes: Counter[Outcome] = Counter()

    def run(self) -> None:
        """Watches until it is stopped.

        Raises:
            NotReady: the settings, or what they name, are wrong from the beginning.
            OutOfReach: with `once`, the store or the ledger does not answer.
        """
        forking.warm_up()
        pause = 1.0
        while not self._stop.is_set():
            begun_at = time.monotonic()
            try:
                self._shift()
            except Exception as fault:
                if self._once or not (self._has_begun or isinstance(fault, OutOfReach)):
                    raise
                has_lasted = time.monotonic() - begun_at > _LONGEST_PAUSE
                pause = 1.0 if has_lasted else min(pause * 2, _LONGEST_PAUSE)
                self._tell_once(as_told(fault))
                self._stop.wait(pause)
            else:
                return

    def _shift(self) -> None:
        self._require_store()
        with open_workspace(self._settings) as workspace, arrivals_of(self._settings.inbox.path) as arrivals:
            require_protection(workspace.store)
            shift = Shift(
                workspace,
                arrivals,
                SlipDesk(workspace, self._settings.watch.slips),
                self._resting,
                stop=self._stop,
                on_ended=partial(self._ended, workspace),
                on_fault=self._tell_once,
            )
            if not self._has_begun:
                how = "heard at once" if arrivals.tells else "looked for"
                self._tell(f"Watching; arrivals are {how}; slips in {self._settings.watch.slips.absolute()}")
            self._has_begun = True
            shift.work(once=self._once)

    def _require_store(self) -> None:
        """Asks the store once, without the patience of who has papers in hand."""
        at_once = self._settings.store.model_copy(update={"retry_seconds": 0.0})
        open_store(at_once, self._settings.retention).head(_ANY_KEY)

    def _ended(self, workspace: Workspace, ended: Ended) -> None:
        _, result = ended
        self.outcomes[result.outcome] += 1
        if result.outcome is not Outcome.WAITING:
            why = f" ({result.reason.value})" if result.reason else ""
            self._tell(f"{_whose(workspace, ended)}: {result.outcome.value}{why}")
        if result.outcome is Outcome.STORED and self._told:
            self._told.clear()
            self._tell("It goes on.")

    def _tell_once(self, error: SohoaError) -> None:
        """Says what is wrong; the same again only after something went well."""
        if error.code not in self._told:
            self._told.add(error.code)
            self._tell(f"{error.lines()[0]} It is tried again until it goes.")


def _whose(workspace: Workspace, ended: Ended) -> str:
    """The dossier of a file, or those of a batch scan; a ledger that does not answer knows of none."""
    file, result = ended
    try:
        by_place = shown_dossier(file.sighting.dossier_code, Registered(workspace))
    except OutOfReach:
        by_place = ""
    return by_place or ", ".join(sorted(result.documents)) or "no dossier"
