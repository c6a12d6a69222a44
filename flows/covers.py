"""Cover sheets of dossiers, and separator sheets for their due papers (`sohoa cover`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dossiers.completeness import DossierStatusReport
from flows.figures.reporting import names_of
from flows.statuses import status_of
from flows.workspace import Workspace
from ocr.understanding.sheet_codes import cover_text
from reports.cover import CoverSheet, DuePaper
from reports.names import Names


def cover_sheets(workspace: Workspace, codes: Sequence[str], *, with_slots: bool) -> tuple[CoverSheet, ...]:
    """One cover for each dossier, and behind it, if asked for, a separator for each paper that may be due.

    No person's name stands on them.

    Raises:
        UnknownDossier: a code that no register holds.
    """
    names = names_of(workspace)
    statuses = [status_of(workspace, code) for code in dict.fromkeys(codes)]
    return tuple(sheet for status in statuses for sheet in _sheets(status, names, with_slots=with_slots))


def _sheets(status: DossierStatusReport, names: Names, *, with_slots: bool) -> Iterator[CoverSheet]:
    is_known = status.components.due is not None
    papers = tuple(
        DuePaper(slot.id, slot.name, sure=slot.due is True)
        for slot in status.slots
        if slot.due is not False and slot.digitisable
    )
    yield _sheet(status, names, papers=papers if is_known else None)
    if with_slots:
        for paper in papers:
            yield _sheet(status, names, next_paper=paper)


def _sheet(
    status: DossierStatusReport,
    names: Names,
    *,
    papers: tuple[DuePaper, ...] | None = None,
    next_paper: DuePaper | None = None,
) -> CoverSheet:
    record = status.record
    slot = next_paper.slot if next_paper else None
    return CoverSheet(
        dossier_code=record.dossier_code,
        procedure_code=record.procedure_code,
        procedure_name=names.procedure(record.procedure_code),
        unit=names.unit(record.unit_code),
        received_on=record.received_on,
        code_text=cover_text(record.dossier_code, record.procedure_code, slot),
        papers=papers,
        next_paper=next_paper,
    )
