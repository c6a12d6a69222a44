"""What the scheduled `import-register` does: the sync of the register, shown and decided.

It runs every few minutes: where nothing is new it leaves no artifact behind. Nothing here names a file.
"""

from __future__ import annotations

from collections import Counter

from config.settings import load_settings
from dossiers.errors import SohoaError
from flows.deployed.artifacts import Row, show_table
from flows.deployed.deciding import WITH_REJECTED_ROWS, FinalState, completed, decided, failed, one_line
from flows.register.sync_summary import SyncOutcome, SyncSummary
from flows.register.syncing import sync_register
from flows.workspace import Workspace
from storage.account import account

WITH_REFUSED_EXPORTS = "CompletedWithRefusedExports"
_NO_PLACE = "No place of register exports is set ([register_drop] place); nothing was done."
_WHAT_TO_DO = (
    "`sohoa register sync` names them and says why. Have them exported again; one that is meant to make a "
    "month smaller goes in by `sohoa register import FILE --confirm-shrinking`."
)


def synced() -> FinalState:
    """Takes what lies new in the drop; without a place it ends at once, and asks neither store nor ledger."""
    try:
        place = load_settings().register_drop.place
    except SohoaError as error:
        return failed(error)
    return decided(_recipe) if place else completed(_NO_PLACE)


def _recipe(workspace: Workspace) -> FinalState:
    summary = sync_register(workspace, imported_by=f"{account()} (Prefect)")
    if summary.files:
        _show(summary)
    return _state_of(summary)


def _show(summary: SyncSummary) -> None:
    files: list[Row] = [
        {
            "file": number,
            "outcome": file.outcome.value,
            "reason": file.refusal.code if file.refusal else "",
            "kind": file.kind or "",
            "added": file.added,
            "updated": file.updated,
            "unchanged": file.unchanged,
            "rejected": len(file.rejected),
            "absent": file.absent,
        }
        for number, file in enumerate(summary.files, start=1)
    ]
    show_table("synced-register", files, "Exports in the order of arrival; `sohoa register sync` names them.")
    counts: list[Row] = [
        {"unit": count.unit_code, "month": f"{count.month:%Y-%m}", "dossiers": count.dossiers}
        for count in summary.absent.counts
    ]
    if counts:
        show_table(
            "absent-by-unit", counts, "Registered dossiers that the exports hold no more; all are kept."
        )
        dossiers: list[Row] = [
            {
                "dossier": dossier.dossier_code,
                "unit": dossier.unit_code,
                "received": dossier.received_on.isoformat(),
                "absent since": f"{dossier.since:%Y-%m-%d}",
                "exports": dossier.exports,
            }
            for dossier in summary.absent.dossiers
        ]
        show_table("absent-dossiers", dossiers, "`sohoa register absent --json` lists all.")


def _state_of(summary: SyncSummary) -> FinalState:
    outcomes = Counter(file.outcome for file in summary.files)
    rows = {
        name: sum(getattr(file, name) for file in summary.files) for name in ("added", "updated", "unchanged")
    }
    rejected = sum(len(file.rejected) for file in summary.files)
    waiting, absent = outcomes[SyncOutcome.WAITING], len(summary.absent.dossiers)
    files = f"{outcomes[SyncOutcome.IMPORTED]} exports imported, {waiting} still waiting"
    counts = f"{rows['added']} rows added, {rows['updated']} updated, {rows['unchanged']} unchanged"
    told = [f"{files}, {summary.remembered} as they were.", f"{counts}, {rejected} rejected."]
    if absent:
        told.append(f"{absent} registered dossiers are no longer in the exports; all are kept and counted.")
    if summary.not_moved:
        told.append(f"{summary.not_moved} imported exports cannot move to [register_drop] done.")
    if summary.refused:
        reasons = Counter(file.refusal.code for file in summary.refused if file.refusal)
        listed = ", ".join(f"{number} x {reason}" for reason, number in sorted(reasons.items()))
        told.append(f"{len(summary.refused)} exports are refused ({listed}). {_WHAT_TO_DO}")
        return completed(one_line(*told), name=WITH_REFUSED_EXPORTS)
    return completed(one_line(*told), name=WITH_REJECTED_ROWS if rejected else None)
