"""What a person starts in the Prefect UI about store and register: verify, import-register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from prefect import flow
from prefect.states import Failed
from pydantic import Field

from dossiers.errors import StoreDamaged, UsageError
from flows.deployed.artifacts import Progress, Row, show_counts, show_table
from flows.deployed.deciding import WITH_REJECTED_ROWS, FinalState, completed, decided, failed, one_line
from flows.deployed.fields import FilePath, empty_or, is_here, titled
from flows.deployed.register_drop import synced
from flows.register.importing import ImportSummary
from flows.register.importing import import_register as import_files
from flows.upkeep.verification import verify_store
from flows.upkeep.verification_request import Request
from flows.upkeep.verification_result import Verification
from flows.workspace import Workspace
from storage.account import account

SampleSize = Annotated[str, Field(pattern=empty_or(r"^(\d{1,9}|\d{1,2}(\.\d{1,4})?%|100%)$"))]
"""How many objects, or nothing (flows/upkeep/verification_request.py)."""
_DAYS: dict[str, Any] = {"ge": 0, "le": 3650}
_AT_ONCE: dict[str, Any] = {"ge": 0, "le": 32}
_WHICH_FILES = UsageError(
    "Nobody can confirm what has not been looked at.", "Name the files that may make a month smaller."
)


@flow(name="verify", persist_result=False)
def verify(
    *,
    sample: Annotated[SampleSize, titled("Sample", "Kiểm tra mẫu")] = "",
    seed: Annotated[str, titled("Seed of the sample", "Mã chọn mẫu", max_length=64)] = "",
    older_than: Annotated[
        int, titled("Not checked for so many days", "Chưa kiểm tra trong số ngày", **_DAYS)
    ] = 0,
    fresh: Annotated[bool, titled("Begin anew", "Kiểm tra lại từ đầu")] = False,
    workers: Annotated[int, titled("Objects read at once", "Số tệp đọc cùng lúc", **_AT_ONCE)] = 0,
) -> FinalState:
    """Checks stored objects against manifests and ledger (kiểm tra kho lưu trữ); damage fails the run.

    Args:
        sample: So many objects, e.g. 500, or so many of a hundred, e.g. 5%. Empty: all. (Để trống: tất cả.)
        seed: Any text, e.g. 2025-Q1; the same one draws the same sample. For a sample alone. No name.
        older_than: Only what was not found whole within so many days. 0: all. (0: tất cả.)
        fresh: Off: one that was ended goes on where it was (tiếp tục lần kiểm tra dang dở). On: from the
            beginning.
        workers: 0: as the settings say, [verify] workers. (0: theo cấu hình.)
    """
    wanted = Request(
        workers=workers or None,
        sample=sample or None,
        seed=seed or None,
        older_than=older_than or None,
        fresh=fresh,
    )

    def recipe(workspace: Workspace) -> FinalState:
        progress = Progress("verify-progress", "Objects checked.")
        found = verify_store(workspace, wanted, on_object=progress.advance)
        _show_verification(found)
        return _state_of_verification(found)

    return decided(recipe)


@flow(name="import-register", persist_result=False)
def import_register(
    *,
    files: Annotated[tuple[FilePath, ...], titled("Register files", "Tệp sổ hồ sơ")] = (),
    confirm_shrinking: Annotated[bool, titled("Months may become smaller", "Cho phép số hồ sơ giảm")] = False,
) -> FinalState:
    """Imports register files (nhập sổ hồ sơ); good rows go in, bad ones are counted. Again changes nothing.

    Args:
        files: CSV or XLSX files on the machine of the worker, e.g. /srv/register/2025-03.csv: dossiers,
            components, units; their headers tell which. (Tệp trên máy xử lý, mỗi dòng một tệp.) None given:
            what lies new where the province drops its exports ([register_drop] place), each once.
        confirm_shrinking: Import also what leaves a month with fewer dossiers (số hồ sơ của tháng giảm).
            Without it such an import is refused, and nothing is written. For files that are named here.
    """
    if not files:
        return synced() if not confirm_shrinking else failed(_WHICH_FILES)

    def recipe(workspace: Workspace) -> FinalState:
        summary = import_files(
            workspace,
            _there(files),
            confirm=lambda _: confirm_shrinking,
            imported_by=f"{account()} (Prefect)",
        )
        _show_import(summary)
        return _state_of_import(summary)

    return decided(recipe)


def _there(files: Sequence[str]) -> list[Path]:
    """The files, which are all there. What is wrong is told by number, for names stay out of Prefect.

    Raises:
        UsageError: one is not there.
    """
    for number, file in enumerate(files, start=1):
        if not is_here(file):
            raise UsageError(
                f"File {number} of the list is not there on the machine of the worker.",
                "Nothing was imported: check its path, and that the worker's account may read there.",
            )
    return [Path(file) for file in files]


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
