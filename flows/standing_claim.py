"""Whether a file still is this run's, while its objects are put: asked where another may have it by now."""

from __future__ import annotations

import time

from flows.workspace import Workspace
from storage import files_table
from storage.files_table import FileRow


class StandingClaim:
    """A claim as it stands at this moment: whoever is frozen then must not put over what another stored."""

    def __init__(self, workspace: Workspace, row: FileRow) -> None:
        """The next transaction holds it."""
        self._workspace = workspace
        self._row = row
        self._stood_at = _now()

    def require(self) -> None:
        """Asks the ledger again after a heartbeat: a run promises nine, so that it is not asked for each put.

        Raises:
            ClaimLost: another run took the file over.
        """
        if _now() - self._stood_at < self._workspace.settings.night.heartbeat_seconds:
            return
        with self._workspace.ledger.transaction() as connection:
            files_table.hold(connection, self._row)
        self._stood_at = _now()


def _now() -> float:
    """Seconds that go on while the machine sleeps, whatever its clock is set to."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
