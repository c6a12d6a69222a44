"""What a person starts in the Prefect UI to do dossiers again: first shown, then done.

The parameters are the form (flows/deployed/fields.py); the same recipes as `sohoa rerun` and its --dry-run.
"""

from __future__ import annotations

from typing import Annotated

from prefect import flow

from flows.deployed.artifact_door import show_markdown
from flows.deployed.artifacts import MOST_ROWS, Progress, show_counts
from flows.deployed.changes import show_changes
from flows.deployed.deciding import FinalState, completed, decided
from flows.deployed.fields import Day, DossierCode, PeriodName, Reason, UnitCode, day_of, titled
from flows.deployed.preview_markdown import preview_markdown
from flows.night.night import IN_QUARANTINE
from flows.rerun_preview import preview_rerun
from flows.rerunning import rerun_dossiers
from flows.selecting import Selection, Stage
from flows.workspace import Workspace

# Looking costs about as much as recognising does: of more dossiers the form shows a sample.
_MOST_LOOKED_AT = 500


@flow(name="rerun", persist_result=False)
def rerun(
    *,
    dossier_codes: Annotated[tuple[DossierCode, ...], titled("Dossiers", "Mã hồ sơ")] = (),
    unit_code: Annotated[UnitCode, titled("Unit", "Mã đơn vị")] = "",
    period: Annotated[PeriodName, titled("Received in the period", "Tiếp nhận trong kỳ")] = "",
    received_from: Annotated[Day, titled("Received from", "Tiếp nhận từ ngày")] = "",
    received_to: Annotated[Day, titled("Received until", "Tiếp nhận đến ngày")] = "",
    stage: Annotated[Stage, titled("From which step", "Làm lại từ bước")] = Stage.READ,
    dry_run: Annotated[bool, titled("Only show what would change", "Chỉ xem trước")] = True,
    reason: Annotated[Reason, titled("Reason", "Lý do")],
) -> FinalState:
    """Does dossiers again, on purpose, from their stored originals (xử lý lại); first it shows what changes.

    Args:
        dossier_codes: These dossiers; "Add item" for each code, e.g. H40.12-250805-0001. None given: unit and
            days decide. (Mỗi mã một dòng; để trống: theo đơn vị và ngày tiếp nhận.)
        unit_code: The dossiers of this unit alone, e.g. H40.12. Empty: of all units. (Để trống: mọi đơn vị.)
        period: 2024-Q1 (quý I), 2024-01 (tháng 1), 2024 (cả năm), 2024-H1 (6 tháng) or 2024-9M (9 tháng).
        received_from: Received on this day or later, e.g. 31/03/2024. Not together with the period.
        received_to: Received on this day or earlier. (Không dùng cùng với kỳ.)
        stage: read: OCR anew (nhận dạng lại từ ảnh), takes longest. classify: recognise the papers anew from
            the stored text (phân loại lại). store: make the archive copies anew (tạo lại bản lưu trữ).
        dry_run: On: nothing is changed; the run shows what would be, for read only what is touched, of more
            than 500 dossiers by a sample (chỉ xem, không thay đổi gì). Off: it is done.
        reason: Why; it is kept with the run where something is done. No person's name. (Không ghi tên người.)
    """

    def recipe(workspace: Workspace) -> FinalState:
        selection = Selection.of(
            dossier_codes,
            unit=unit_code,
            period=period,
            first=day_of(received_from),
            last=day_of(received_to),
        )
        if dry_run:
            return _shown(workspace, selection, stage)
        return _done(workspace, selection, stage, reason)

    return decided(recipe)


def _shown(workspace: Workspace, selection: Selection, stage: Stage) -> FinalState:
    progress = Progress("rerun-progress", "Dossiers looked at; nothing is changed.")
    preview = preview_rerun(
        workspace,
        selection,
        stage=stage,
        most=MOST_ROWS,
        most_looked_at=_MOST_LOOKED_AT,
        on_dossier=progress.advance,
    )
    show_markdown("rerun-preview", preview_markdown(preview), "What a rerun would do. Nothing was changed.")
    show_changes(workspace)
    total, found = preview.total, preview.changes
    touched = (
        f"Nothing was changed. A rerun would do {total.dossiers} dossiers again: {total.files} files, "
        f"{total.papers} papers, {total.pages} pages."
    )
    if found is None:
        return completed(touched)
    looked = f" Of a sample of {found.looked_at} dossiers:" if found.looked_at < total.dossiers else ""
    return completed(
        f"{touched}{looked} {found.papers} papers would stand otherwise, {found.written} entries would be "
        f"written anew, {found.dossiers} dossiers would be judged otherwise."
    )


def _done(workspace: Workspace, selection: Selection, stage: Stage, reason: str) -> FinalState:
    show_changes(workspace)  # what is done again drops the judgements of its dossiers
    progress = Progress("rerun-progress", "Dossiers done again.")
    done = rerun_dossiers(workspace, selection, stage=stage, reason=reason, on_dossier=progress.advance)
    counts = {**done.model_dump(exclude={"failed"}), "failed": len(done.failed)}
    show_counts("rerun", counts, "Papers done again; files that could not be.")
    told = f"{done.read} papers done again: {done.changed} changed, {done.unchanged} unchanged."
    if not done.failed:
        return completed(told)
    return completed(f"{told} {len(done.failed)} files could not be read.", name=IN_QUARANTINE)
