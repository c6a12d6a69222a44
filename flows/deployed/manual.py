"""What a person starts in the Prefect UI: ingest-file, report.

The parameters are the form: typed, described by the docstring (Prefect reads it), checked before the start.
Each flow calls one recipe, shows its result and decides the state; the commands of the same names do the
same without a server.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from prefect import flow

from config.sections import Language
from dossiers.errors import UsageError
from dossiers.indicators import Cohort
from dossiers.issues import Occasion
from dossiers.periods import Period
from dossiers.reporting import Breakdown
from flows.deployed.artifact_door import show_markdown
from flows.deployed.artifacts import Row, show_table, shown_slot
from flows.deployed.changes import show_changes
from flows.deployed.deciding import FinalState, completed, decided
from flows.deployed.fields import Day, FilePath, OneDossier, PeriodName, day_of, is_here, titled
from flows.deployed.issue_markdown import issued_markdown
from flows.deployed.markdown import report_markdown
from flows.figures.issuing import Asked, issue_report, report_asked
from flows.figures.report_files import Format, StoredFormat
from flows.figures.reporting import names_of
from flows.ingesting import Ingested, ingest_waiting
from flows.ingesting import ingest_file as ingest
from flows.night.night import IN_QUARANTINE
from flows.workspace import Workspace
from reports.facts import counted_of
from reports.notation import Notation


@flow(name="ingest-file", persist_result=False)
def ingest_file(
    *,
    file: Annotated[FilePath, titled("File", "Tệp")],
    dossier_code: Annotated[OneDossier, titled("Dossier", "Mã hồ sơ")] = "",
    slot: Annotated[str, titled("Component", "Thành phần", max_length=200)] = "",
) -> FinalState:
    """Takes one file into a dossier (tiếp nhận một tệp); the file itself stays where it is.

    Args:
        file: A PDF, TIFF, JPEG or PNG. Beginning with /: on the machine of the worker, e.g. /srv/in/12.pdf.
            Otherwise one that waits in the inbox, by its place there. Prefect keeps what is written here:
            where a person's name may stand in it, take `sohoa ingest` on that machine instead. (Tệp trên máy
            xử lý, hoặc đang chờ trong hộp tiếp nhận; tên tệp có tên người thì dùng lệnh `sohoa ingest`.)
        dossier_code: Whose it is, e.g. H40.12-250805-0001. Empty: its cover or receipt sheet, or its place in
            the inbox says so. (Để trống: theo bìa hồ sơ hoặc vị trí trong hộp tiếp nhận.)
        slot: What it serves as: the id of the component, e.g. to_khai, or result (kết quả). Empty: it is
            recognised. (Để trống: hệ thống tự nhận biết.)
    """

    def recipe(workspace: Workspace) -> FinalState:
        ingested = _ingested(workspace, file, dossier_code, slot)
        of_whom = f"dossier {dossier_code}" if dossier_code else "its dossiers"
        show_table("ingested-file", _paper_rows(ingested), f"Papers of {of_whom} in this file.")
        return _state_of(ingested)

    return decided(recipe)


class Spoken(StrEnum):
    """In which language a report is written."""

    AS_SET = "as_set"
    VIETNAMESE = "vi"
    ENGLISH = "en"

    def chosen(self, usual: Language) -> Language:
        """The language itself; `usual` is that of the settings."""
        return usual if self is Spoken.AS_SET else Language(self.value)


@flow(name="report", persist_result=False)
def report(
    *,
    period: Annotated[PeriodName, titled("Period", "Kỳ báo cáo")] = "",
    first_day: Annotated[Day, titled("First day", "Từ ngày")] = "",
    last_day: Annotated[Day, titled("Last day", "Đến ngày")] = "",
    cohort: Annotated[Cohort, titled("Which dossiers", "Hồ sơ nào")] = Cohort.RECEIVED,
    by: Annotated[tuple[Breakdown, ...], titled("Broken down by", "Chi tiết theo")] = (),
    formats: Annotated[tuple[StoredFormat, ...], titled("Files to keep", "Tệp lưu trong kho")] = (
        StoredFormat.HTML,
        StoredFormat.XLSX,
    ),
    language: Annotated[Spoken, titled("Language", "Ngôn ngữ")] = Spoken.AS_SET,
) -> FinalState:
    """Reports the ratios of a period (báo cáo tỷ lệ số hóa) and keeps the report in the store.

    Args:
        period: 2024-Q1 (quý I), 2024-01 (tháng 1), 2024 (cả năm), 2024-H1 (6 tháng) or 2024-9M (9 tháng).
            Empty: the two days say it.
        first_day: Instead of the period: its first day, e.g. 01/01/2024.
        last_day: And its last day, included, e.g. 31/03/2024.
        cohort: received: dossiers received in the period (tiếp nhận trong kỳ). resolved: those resolved in it
            (giải quyết xong trong kỳ).
        by: Also for each of these, in the order chosen: unit (đơn vị), level (cấp), field (lĩnh vực),
            procedure (thủ tục), channel (hình thức nộp), month (tháng).
        formats: The files to keep in the store for good, beside the JSON. None chosen: nothing is kept, the
            report is shown on the page of the run alone.
        language: vi (tiếng Việt), en (English), or as_set: as the settings say, [report] language.
    """

    def recipe(workspace: Workspace) -> FinalState:
        settings = workspace.settings
        asked = Asked(
            occasion=Occasion.ON_REQUEST,
            period=_period(period, day_of(first_day), day_of(last_day)),
            cohort=cohort,
            breakdowns=tuple(dict.fromkeys(by)),
            formats=tuple(dict.fromkeys((Format.JSON, *(Format(form) for form in formats)))),
            language=language.chosen(settings.report.language),
        )
        show_changes(workspace)
        made = report_asked(workspace, asked)
        told = f"{asked.period.first} to {asked.period.last}."
        if formats:
            issued = issue_report(workspace, made, asked, run_id=None)
            show_markdown(
                "issued-report", issued_markdown(issued, asked.language, settings.store.resolved_url), told
            )
        show_markdown("report", report_markdown(made, asked.language, names_of(workspace)), told)
        counted = Notation(Language.ENGLISH).told(counted_of(made))
        return completed(f"{counted} dossiers counted, {len(made.groups)} groups.")

    return decided(recipe)


def _period(name: str, first_day: date | None, last_day: date | None) -> Period:
    """The period by its name or by its days.

    Raises:
        UsageError: it is given twice, by half, or not at all.
    """
    if name and not first_day and not last_day:
        return Period.parse(name)
    if first_day and last_day and not name:
        return Period.between(first_day, last_day)
    raise UsageError("A report needs one period.", "Give the period, or its first and its last day.")


def _ingested(workspace: Workspace, file: str, dossier_code: str, slot: str) -> Ingested:
    if not Path(file).is_absolute():
        return ingest_waiting(workspace, file, dossier_code=dossier_code or None, slot=slot or None)
    if not is_here(file):
        raise UsageError(
            "There is no such file on the machine of the worker.",
            "Check the path, and that the worker's account may read there; one that waits in the inbox is "
            "named by its place there.",
        )
    return ingest(workspace, Path(file), dossier_code=dossier_code or None, slot=slot or None)


def _paper_rows(ingested: Ingested) -> list[Row]:
    """The papers found, without anything read from them."""
    return [
        {
            "number": document.number,
            "kind": document.kind,
            "slot": shown_slot(document.slot) if document.slot else "for review",
            "state": document.state.value,
            "findings": ", ".join(document.findings),
        }
        for document in ingested.documents
    ]


def _state_of(ingested: Ingested) -> FinalState:
    if ingested.reason is not None:
        return completed(f"{ingested.reason.value}: {ingested.reason.advice}", name=IN_QUARANTINE)
    papers = f"{len(ingested.documents)} papers"
    if ingested.duplicate:
        return completed(f"The dossier held this file already, with {papers}; nothing was changed.")
    if ingested.outcome != "ok":
        return completed(f"Waiting: {ingested.detail}.", name="CompletedWaiting")
    return completed(f"1 file stored, {papers}.")
