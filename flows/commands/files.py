"""`sohoa inspect`, `sohoa ingest`: one file. Neither imports Prefect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dossiers.errors import FileRefused
from flows.commands.shared import JsonOption, note, print_json, progress_bar, session_of, workspace_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.sections import Language
    from dossiers.states import GateFailure
    from flows.ingesting import Ingested
    from flows.inspecting import Inspection

IN_QUARANTINE = 6


def inspect(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A PDF, TIFF, JPEG or PNG.")],
    *,
    as_json: JsonOption = False,
) -> None:
    """Say what one file is, without storing anything."""
    from flows.inspecting import inspect_file

    settings = session_of(context).settings
    with progress_bar("pages") as advance:
        inspection = inspect_file(file, settings, on_page=lambda _page, pages: advance(pages))
    if as_json:
        print_json(inspection.to_json())
    else:
        _tell_inspection(inspection, settings.report.language)
    if inspection.reason is not None:
        raise typer.Exit(FileRefused.exit_code)


def ingest(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A PDF, TIFF, JPEG or PNG.")],
    *,
    dossier: Annotated[
        str | None,
        typer.Option(help="The dossier code; default: a cover or receipt sheet in the file says it."),
    ] = None,
    slot: Annotated[
        str | None, typer.Option(help="The component's id, or `result`; default: it is recognised.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Take one file into its dossier, or a batch scan into its dossiers, through the whole pipeline."""
    from flows.ingesting import ingest_file

    with workspace_of(context) as workspace, progress_bar("pages") as advance:
        ingested = ingest_file(
            workspace,
            file,
            dossier_code=dossier,
            slot=slot,
            on_page=lambda _page, pages: advance(pages),
        )
    if as_json:
        print_json(ingested.model_dump(mode="json"))
    else:
        _tell_ingested(ingested, session_of(context).settings.report.language)
    if ingested.outcome != "ok":
        raise typer.Exit(IN_QUARANTINE)


def _tell_inspection(inspection: Inspection, language: Language) -> None:
    if inspection.reason is not None:
        note(f"{inspection.reason.value}: {inspection.detail} {inspection.reason.advice}")
        return
    findings = f" ({', '.join(inspection.findings)})" if inspection.findings else ""
    count = len(inspection.pages)
    typer.echo(f"{inspection.media_type}, {count} page{'s' if count > 1 else ''}{findings}")
    for page in inspection.pages:
        dpi = f", {page.dpi} dpi" if page.dpi else ""
        turned = f", turned by {page.rotation}" if page.rotation else ""
        source = f"{page.source.value} ({page.source_reason})"
        typer.echo(f"page {page.number}: {source}, confidence {page.confidence:.0f}{dpi}{turned}")
    for document in inspection.documents:
        pages = ", ".join(str(page) for page in document.pages)
        found = "; ".join(f"{name} {value}" for name, value in document.fields.items() if value)
        typer.echo(f"pages {pages}: {document.kind}, {document.state.value} {found}".rstrip())
        _tell_failures(document.gate_failures, language)
    for signature in inspection.signatures:
        typer.echo(f"signed by {signature.signer or '?'}, {'intact' if signature.intact else 'NOT intact'}")


def _tell_ingested(ingested: Ingested, language: Language) -> None:
    if ingested.reason is not None:
        note(f"{ingested.reason.value}: {ingested.detail} {ingested.reason.advice}")
        return
    if ingested.duplicate:
        typer.echo("This file is stored already; nothing was changed.")
    for document in ingested.documents:
        slot = document.slot or f"for review: {document.review_reason or 'unassigned'}"
        findings = f" ({', '.join(document.findings)})" if document.findings else ""
        typer.echo(f"{document.number:02d} {document.kind}: {slot}, {document.state.value}{findings}")
        _tell_failures(document.gate_failures, language)


def _tell_failures(failures: Sequence[GateFailure], language: Language) -> None:
    """What the officer has to know of the scan, a line each, under its paper."""
    if not failures:
        return
    from reports.failure_words import FailureWords

    for sentence in FailureWords(language).sentences(failures):
        typer.echo(f"   {sentence}")


COMMANDS = (inspect, ingest)
