"""`sohoa status`, `sohoa report`: how dossiers stand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.sections import Language
from dossiers.counting import Which
from dossiers.indicators import Cohort
from dossiers.reporting import Report
from flows.commands.issued import print_issue, print_issues
from flows.commands.listed import print_listed
from flows.commands.report_output import hand_out
from flows.commands.report_request import Request
from flows.commands.shared import JsonOption, print_json, print_rich, session_of, workspace_of
from flows.figures.report_files import Format, files_of

if TYPE_CHECKING:
    from flows.workspace import Workspace
    from reports.names import Names

LanguageOption = Annotated[Language | None, typer.Option(help="Default: [report] language.")]


def status(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help="The dossier code.")],
    *,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one dossier: each due component and its state."""
    from flows.figures.reporting import names_of
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
    period: Annotated[
        str | None, typer.Option(help="2024-Q1, 2024-01, 2024, 2024-H1 or 2024-9M; or --from and --to.")
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", help="The first day, 2024-01-01 or 01/01/2024.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", help="The last day, included.")] = None,
    by: Annotated[
        str, typer.Option(help="unit, level, field, procedure, channel, month; several with commas.")
    ] = "",
    dossiers: Annotated[bool, typer.Option("--dossiers", help="Also each dossier's own ratio.")] = False,
    cohort: Annotated[
        Cohort | None, typer.Option(help="Dossiers received, or resolved, in the period; default received.")
    ] = None,
    under: Annotated[str | None, typer.Option(help="Only this unit code and all below it.")] = None,
    listed: Annotated[
        Which | None, typer.Option("--list", help="The dossiers behind a figure, instead of the report.")
    ] = None,
    indicator: Annotated[
        str | None, typer.Option(help="The figure of --list; default so_hoa_day_du_tphs.")
    ] = None,
    actions: Annotated[
        bool, typer.Option("--actions", help="What to do next, unit by unit: the fewest actions first.")
    ] = False,
    suppress_below: Annotated[
        int | None, typer.Option(min=0, help="Show no cell of fewer dossiers. Default: [report].")
    ] = None,
    issues: Annotated[bool, typer.Option("--issues", help="List the reports that were issued.")] = False,
    issued: Annotated[str | None, typer.Option(help="Show again what was reported on this day.")] = None,
    issue: Annotated[str | None, typer.Option(help="Show this issue again.")] = None,
    form: Annotated[
        Format | None, typer.Option("--format", help="The form of the report; default table.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write files into this folder.")] = None,
    language: LanguageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Report the ratios of a period, list the dossiers behind them, or show what was reported on a day."""
    request = Request(
        period=period,
        first=first,
        last=last,
        by=by,
        dossiers=dossiers,
        cohort=cohort,
        under=under,
        listed=listed,
        indicator=indicator,
        actions=actions,
        suppress_below=suppress_below,
        issues=issues,
        issued=issued,
        issue=issue,
        form=form,
        out=out,
        language=language,
        as_json=as_json,
    )
    settings = session_of(context).settings.report
    request.refuse_contradictions(settings.suppress_below)
    spoken = language or settings.language
    with workspace_of(context) as workspace:
        if issues:
            print_issues(workspace, request, spoken)
        elif request.is_about_issues:
            print_issue(workspace, request)
        elif listed is not None:
            print_listed(workspace, request, listed, spoken)
        else:
            _print_report(workspace, request, spoken)


def _print_report(workspace: Workspace, request: Request, language: Language) -> None:
    from flows.figures.reporting import names_of, report_on

    suppress_below = request.suppress_below
    made = report_on(
        workspace,
        request.needed_period,
        cohort=request.cohort or Cohort.RECEIVED,
        breakdowns=request.breakdowns,
        with_dossiers=request.dossiers,
        under=request.under,
        with_actions=request.actions,
        suppress_below=(
            workspace.settings.report.suppress_below if suppress_below is None else suppress_below
        ),
    )
    names = names_of(workspace)
    form = request.chosen_form or Format.TABLE
    if form is Format.TABLE and request.out is None:
        _print_tables(made, request, language, names)
    else:
        main = "report-actions.csv" if request.actions else ""
        hand_out(lambda: files_of(made, form, language, names), form, request.out, main=main)


def _print_tables(made: Report, request: Request, language: Language, names: Names) -> None:
    from reports.action_table import action_tables
    from reports.table import dossier_table, report_table

    if request.actions:
        print_rich(action_tables(made, language, names))
        return
    print_rich(report_table(made, language, names))
    if made.dossiers is not None:
        print_rich(dossier_table(made, language, names))


COMMANDS = (status, report)
