"""`sohoa status`, `sohoa report`: how dossiers stand."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.settings import Language
from dossiers.errors import UsageError
from dossiers.indicators import Cohort
from dossiers.periods import Period
from dossiers.reporting import Breakdown, Report
from flows.commands.shared import (
    JsonOption,
    note,
    parse_day,
    print_json,
    print_rich,
    session_of,
    workspace_of,
)

if TYPE_CHECKING:
    from reports.names import Names


class Format(StrEnum):
    """The forms a report takes."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    HTML = "html"


LanguageOption = Annotated[Language | None, typer.Option(help="Default: [report] language.")]


def status(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help="The dossier code.")],
    *,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one dossier: each due component and its state."""
    from flows.reporting import names_of
    from flows.statuses import status_of
    from reports.json_status import to_status_json
    from reports.status_table import status_table

    with workspace_of(context) as workspace:
        found = status_of(workspace, code)
        names = names_of(workspace)
    if as_json:
        print_json(to_status_json(found))
        return
    print_rich(status_table(found, language or session_of(context).settings.report.language, names))


def report(
    context: typer.Context,
    *,
    first: Annotated[str, typer.Option("--from", help="The first day, 2024-01-01 or 01/01/2024.")],
    last: Annotated[str, typer.Option("--to", help="The last day, included.")],
    by: Annotated[
        str, typer.Option(help="unit, level, field, procedure, channel, month; several with commas.")
    ] = "",
    dossiers: Annotated[bool, typer.Option("--dossiers", help="Also each dossier's own ratio.")] = False,
    cohort: Annotated[Cohort, typer.Option(help="Dossiers received, or resolved, in the period.")] = (
        Cohort.RECEIVED
    ),
    form: Annotated[Format, typer.Option("--format", help="The form of the report.")] = Format.TABLE,
    out: Annotated[Path | None, typer.Option(help="Write files into this folder.")] = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Report the ratios of a period."""
    from flows.reporting import names_of, report_on

    period = Period.between(parse_day(first), parse_day(last))
    breakdowns = _breakdowns(by)
    form = Format.JSON if as_json else form
    settings = session_of(context).settings
    with workspace_of(context) as workspace:
        made = report_on(workspace, period, cohort=cohort, breakdowns=breakdowns, with_dossiers=dossiers)
        names = names_of(workspace)
    spoken = language or settings.report.language
    if form is Format.TABLE and out is None:
        _print_tables(made, spoken, names)
        return
    files = _files(made, form, spoken, names)
    if out is None:
        _print_first(files)
    else:
        _write(files, out)


def _breakdowns(by: str) -> list[Breakdown]:
    named = [name.strip() for name in by.split(",") if name.strip()]
    known = [breakdown.value for breakdown in Breakdown]
    for name in named:
        if name not in known:
            raise UsageError(f"A report cannot be broken down by {name}.", f"Known are: {', '.join(known)}.")
    return [Breakdown(name) for name in dict.fromkeys(named)]


def _print_tables(made: Report, language: Language, names: Names) -> None:
    from reports.table import dossier_table, report_table

    print_rich(report_table(made, language, names))
    if made.dossiers is not None:
        print_rich(dossier_table(made, language, names))


def _files(made: Report, form: Format, language: Language, names: Names) -> dict[str, str]:
    """The files of a form by name, the main one first."""
    from reports.csv_report import dossier_rows, indicator_rows, register_rows, to_csv
    from reports.html import to_html
    from reports.json_report import to_json

    if form is Format.JSON:
        return {"report.json": json.dumps(to_json(made), ensure_ascii=False, indent=2) + "\n"}
    if form is Format.CSV:
        files = {"report.csv": to_csv(indicator_rows(made))}
        if made.dossiers is not None:
            files["report-dossiers.csv"] = to_csv(dossier_rows(made))
        files["report-register.csv"] = to_csv(register_rows(made))
        return files
    if form is Format.HTML:
        return {"report.html": to_html(made, language, names)}
    raise UsageError("A table goes to the terminal.", "Leave --out away, or choose another --format.")


def _print_first(files: dict[str, str]) -> None:
    first, *others = files.values()
    typer.echo(first, nl=False)
    if others:
        note(f"With --out DIR also {', '.join(list(files)[1:])}.")


def _write(files: dict[str, str], out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_text(content, encoding="utf-8", newline="")
            note(str(out / name))
    except OSError as error:
        raise UsageError(
            f"The folder {out} cannot be written: {error.strerror}.", "Choose another --out."
        ) from None


COMMANDS = (status, report)
