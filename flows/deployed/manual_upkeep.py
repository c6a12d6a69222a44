"""What a person starts in the Prefect UI about store and register: verify, import-register."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

from prefect import flow
from prefect.states import Failed
from pydantic import Field

from dossiers.errors import StoreDamaged
from flows.deployed.artifacts import Progress, Row, show_counts, show_table
from flows.deployed.deciding import WITH_REJECTED_ROWS, FinalState, completed, decided, one_line
from flows.register.importing import ImportSummary
from flows.register.importing import import_register as import_files
from flows.upkeep.verification import verify_store
from flows.upkeep.verification_result import Verification
from flows.workspace import Workspace
from storage.account import account


@flow(name="verify", persist_result=False)
def verify() -> FinalState:
    """Checks every stored object against its manifest and the ledger; damage fails the run."""

    def recipe(workspace: Workspace) -> FinalState:
        progress = Progress("verify-progress", "Objects checked.")
        found = verify_store(workspace, on_object=progress.advance)
        _show_verification(found)
        return _state_of_verification(found)

    return decided(recipe)


@flow(name="import-register", persist_result=False)
def import_register(
    *, files: Annotated[tuple[Path, ...], Field(min_length=1)], confirm_shrinking: bool = False
) -> FinalState:
    """Imports register files (nhập sổ hồ sơ); good rows go in, bad ones are counted. Again changes nothing.

    Args:
        files: CSV or XLSX files on the machine of the worker. Dossiers, components or units: headers decide.
        confirm_shrinking: Import also what leaves a month with fewer dossiers (số hồ sơ của tháng giảm).
            Without it such an import is refused, and nothing is written.
    """

    def recipe(workspace: Workspace) -> FinalState:
        summary = import_files(
            workspace,
            files,
            confirm=lambda _: confirm_shrinking,
            imported_by=f"{account()} (Prefect)",
        )
        _show_import(summary)
        return _state_of_import(summary)

    return decided(recipe)


def _show_verification(found: Verification) -> None:
    counts = Counter(f"{entry.severity}: {entry.what.value}" for entry in found.damage)
    left_out = {f"unverified: {why.value}": number for why, number in found.unverified.items() if number}
    counted = {"checked": found.checked, **dict(sorted(counts.items())), **left_out}
    show_counts("verification", counted, "Objects; `sohoa verify` names those that are damaged.")


def _state_of_verification(found: Verification) -> FinalState:
    errors = sum(entry.severity == "error" for entry in found.damage)
    message = f"{found.checked} objects checked: {errors} damaged, {len(found.damage) - errors} warnings."
    if found.has_errors:
        return Failed(message=one_line(message, StoreDamaged.default_hint))
    if found.exit_code:
        return Failed(message=one_line(message, "Some could not be read now: verify again."))
    return completed(message)


def _show_import(summary: ImportSummary) -> None:
    files: list[Row] = [
        {
            "file": number,
            "kind": file.kind,
            "added": file.added,
            "updated": file.updated,
            "unchanged": file.unchanged,
            "rejected": len(file.rejected),
        }
        for number, file in enumerate(summary.files, start=1)
    ]
    show_table("imported-register", files, "Rows by file, in the order given.")
    shrunk: list[Row] = [
        {"month": f"{entry.month:%Y-%m}", **entry.model_dump(mode="json", include={"how", "before", "after"})}
        for entry in summary.shrunk
    ]
    if shrunk:
        show_table("shrunk-register", shrunk, "Months of which register or export hold fewer dossiers.")
    rejected: list[Row] = [
        {"file": number, "row": line.row, "column": line.column}
        for number, file in enumerate(summary.files, start=1)
        for line in file.rejected
    ]
    if rejected:  # why may quote the cell, which is personal: the command line says it
        show_table("rejected-rows", rejected, "Rows not taken; `sohoa register import` says why.")


def _state_of_import(summary: ImportSummary) -> FinalState:
    files = summary.files
    added, updated = sum(file.added for file in files), sum(file.updated for file in files)
    unchanged, rejected = sum(file.unchanged for file in files), sum(len(file.rejected) for file in files)
    message = f"{added} rows added, {updated} updated, {unchanged} unchanged, {rejected} rejected."
    return completed(message, name=WITH_REJECTED_ROWS if summary.has_rejected_rows else None)
