"""What a person starts in the Prefect UI about dossiers: rerun, ingest-file, report.

The parameters are the form: typed, described by the docstring (Prefect reads it), checked before the start.
Each flow calls one recipe, shows its result and decides the state; the commands of the same names do the
same without a server.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from prefect import flow
from pydantic import Field

from config.settings import Language
from dossiers.errors import UsageError
from dossiers.indicators import Cohort
from dossiers.issues import Occasion
from dossiers.periods import Period
from dossiers.reporting import Breakdown
from flows.deployed.artifacts import (
    Progress,
    Row,
    show_counts,
    show_markdown,
    show_table,
    shown_slot,
)
from flows.deployed.deciding import IN_QUARANTINE, FinalState, completed, decided
from flows.deployed.issue_markdown import issued_markdown
from flows.deployed.markdown import report_markdown
from flows.figures.issuing import Asked, issue_report, report_asked
from flows.figures.report_files import Format, StoredFormat
from flows.figures.reporting import names_of
from flows.ingesting import Ingested
from flows.ingesting import ingest_file as ingest
from flows.rerunning import rerun_dossiers
from flows.selecting import Selection, Stage
from flows.workspace import Workspace
from reports.facts import counted_of
from reports.notation import Notation

# What may serve as a dossier code at all (dossiers/codes.py).
DossierCode = Annotated[str, Field(pattern=r"^[0-9A-Za-z]([0-9A-Za-z._\-]{0,62}[0-9A-Za-z])?$")]
"""Mã hồ sơ."""
# What may name a period (dossiers/periods.py).
PeriodName = Annotated[str, Field(pattern=r"^\d{4}(-(Q[1-4]|H[12]|[0-9]{1,2}M|[0-9]{2}))?$")]
"""Kỳ báo cáo."""


@flow(name="rerun", persist_result=False)
def rerun(
    *,
    reason: Annotated[str, Field(min_length=3, max_length=500)],
    dossier_codes: tuple[DossierCode, ...] = (),
    unit_code: str | None = None,
    received_from: date | None = None,
    received_to: date | None = None,
    stage: Stage = Stage.READ,
) -> FinalState:
    """Does dossiers again, on purpose, from their stored originals (xử lý lại).

    Args:
        reason: Why; it is kept in the ledger. No person's name.
        dossier_codes: These dossiers (mã hồ sơ). None given: unit and days decide.
        unit_code: The dossiers of this unit (mã đơn vị).
        received_from: Received on this day or later.
        received_to: Received on this day or earlier.
        stage: From where. `read` does OCR again, the others use the stored text.
    """
    selection = Selection(
        dossier_codes=dossier_codes,
        unit_code=unit_code or None,
        received_from=received_from,
        received_to=received_to,
    )

    def recipe(workspace: Workspace) -> FinalState:
        progress = Progress("rerun-progress", "Dossiers done again.")
        done = rerun_dossiers(workspace, selection, stage=stage, reason=reason, on_dossier=progress.advance)
        counts = {**done.model_dump(exclude={"failed"}), "failed": len(done.failed)}
        show_counts("rerun", counts, "Papers done again; files that could not be.")
        told = f"{done.read} papers done again: {done.changed} changed, {done.unchanged} unchanged."
        if not done.failed:
            return completed(told)
        return completed(f"{told} {len(done.failed)} files could not be read.", name=IN_QUARANTINE)

    return decided(recipe)


@flow(name="ingest-file", persist_result=False)
def ingest_file(*, file: Path, dossier_code: DossierCode, slot: str | None = None) -> FinalState:
    """Takes one file into a dossier (tiếp nhận một tệp); the file itself stays where it is.

    Args:
        file: A PDF, TIFF, JPEG or PNG, on the machine of the worker.
        dossier_code: The dossier (mã hồ sơ) it belongs to.
        slot: The component's id, or `result`. None given: it is recognised.
    """

    def recipe(workspace: Workspace) -> FinalState:
        ingested = ingest(workspace, file, dossier_code=dossier_code, slot=slot or None)
        show_table("ingested-file", _paper_rows(ingested), f"Papers of dossier {dossier_code} in this file.")
        return _state_of(ingested)

    return decided(recipe)


@flow(name="report", persist_result=False)
def report(
    *,
    period: PeriodName | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    cohort: Cohort = Cohort.RECEIVED,
    by: tuple[Breakdown, ...] = (),
    formats: tuple[StoredFormat, ...] = (StoredFormat.HTML, StoredFormat.XLSX),
    language: Language | None = None,
) -> FinalState:
    """Reports the ratios of a period (báo cáo tỷ lệ số hóa) and keeps the report in the store.

    Args:
        period: 2024-Q1, 2024-01, 2024, 2024-H1 or 2024-9M (kỳ báo cáo). None given: the days say it.
        first_day: The first day of the period (từ ngày).
        last_day: The last day of the period, included (đến ngày).
        cohort: Dossiers received, or resolved, in the period.
        by: Broken down by these, in this order.
        formats: The files to keep in the store, beside the JSON. None given: nothing is kept.
        language: Vietnamese or English. None given: [report] language.
    """

    def recipe(workspace: Workspace) -> FinalState:
        settings = workspace.settings
        asked = Asked(
            occasion=Occasion.ON_REQUEST,
            period=_period(period, first_day, last_day),
            cohort=cohort,
            breakdowns=tuple(dict.fromkeys(by)),
            formats=tuple(dict.fromkeys((Format.JSON, *(Format(form) for form in formats)))),
            language=language or settings.report.language,
        )
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


def _period(name: str | None, first_day: date | None, last_day: date | None) -> Period:
    """The period by its name or by its days.

    Raises:
        UsageError: it is given twice, by half, or not at all.
    """
    if name and not first_day and not last_day:
        return Period.parse(name)
    if first_day and last_day and not name:
        return Period.between(first_day, last_day)
    raise UsageError("A report needs one period.", "Give the period, or its first and its last day.")


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
