"""What a night shows when it is done: ratios, outcomes by reason, quarantine, the slowest files.

The quarantine's table on the page is capped; the whole list lies in the store, replaced by every night. Both
hold the ids by which `sohoa quarantine list` tells of files, dossier codes and reasons, never a file name.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection, Sequence

from dossiers.codes import shown_dossier
from dossiers.issues import QUARANTINE_KEY
from dossiers.text import nfc
from flows.batch import BatchSummary
from flows.deployed.artifact_door import show_markdown
from flows.deployed.artifacts import Row, outcome_rows, quarantine_rows, show_table
from flows.deployed.markdown import ratios_markdown
from flows.figures.reporting import names_of
from flows.registered import Registered
from flows.way import FileResult
from flows.workspace import Workspace
from storage import quarantine_table
from storage.quarantine_table import QuarantinedRow

SLOWEST = 20
_CSV = "text/csv; charset=utf-8"
_COLUMNS = ("id", "dossier", "reason", "advice")


def show_night(workspace: Workspace, summary: BatchSummary, results: Sequence[FileResult]) -> None:
    """The artifacts of a night that came to its end.

    Raises:
        StoreOutOfReach: the list of the quarantine cannot be stored.
    """
    quarantine = _lying(workspace, summary)
    known = Registered(workspace)
    known.ask(code for row in quarantine if (code := row.waits_for))
    language = workspace.settings.report.language
    ratios = ratios_markdown(summary.indicators, language, names_of(workspace))
    show_markdown("ratios", ratios, "Over all registered dossiers.")
    show_table("outcomes", outcome_rows(results), "Files by outcome and reason.")
    if slowest := slowest_rows(results, known):
        show_table("slowest-files", slowest, "The files that took longest, by dossier.")
    rows = quarantine_rows(quarantine, known)
    is_withheld = workspace.settings.report.suppress_below > 1  # of one reason there may be a few files
    _store_quarantine(workspace, [] if is_withheld else rows)
    if rows:
        told = "Files in quarantine; `sohoa quarantine list` names them by their ids."
        if not is_withheld:
            address = f"{workspace.settings.store.resolved_url.rstrip('/')}/{QUARANTINE_KEY}"
            told = f"{told} The whole list: [`{QUARANTINE_KEY}`]({address})."
        show_table("quarantine", rows, told)


def _lying(workspace: Workspace, summary: BatchSummary) -> list[QuarantinedRow]:
    """What the ledger says of the files in quarantine, in the order of the summary."""
    with workspace.ledger.reading() as connection:
        rows = {nfc(row.path): row for row in quarantine_table.quarantined(connection)}
    return [rows[entry.file] for entry in summary.quarantine if entry.file in rows]


def slowest_rows(results: Sequence[FileResult], known_codes: Collection[str]) -> list[Row]:
    """The files of this run that took longest, with what a page of them took."""
    slowest = sorted((result for result in results if result.seconds), key=lambda result: -result.seconds)
    return [
        {
            "dossier": shown_dossier(result.dossier_code, known_codes),
            "pages": result.pages["total"],
            "seconds": round(result.seconds, 1),
            "seconds a page": round(result.seconds / max(1, result.pages["total"]), 2),
            "outcome": result.outcome.value,
        }
        for result in slowest[:SLOWEST]
    ]


def _store_quarantine(workspace: Workspace, rows: Sequence[Row]) -> None:
    """Replaces the list of the night before; where there was none, there is none of no file."""
    if not rows and workspace.store.head(QUARANTINE_KEY) is None:
        return
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, _COLUMNS)
    table.writeheader()
    table.writerows(rows)
    content = ("\ufeff" + text.getvalue()).encode()  # the mark is what spreadsheets know UTF-8 by
    sha256 = hashlib.sha256(content).hexdigest()
    workspace.store.put(QUARANTINE_KEY, content, sha256=sha256, media_type=_CSV)
