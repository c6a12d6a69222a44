"""`sohoa report --list`: the dossiers behind one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.sections import Language
from dossiers.counting import Which
from dossiers.indicators import Cohort
from flows.commands.report_output import hand_out
from flows.commands.report_request import Request
from flows.commands.shared import print_rich
from flows.figures.report_files import Format, listed_files

if TYPE_CHECKING:
    from flows.workspace import Workspace

_USUAL = "so_hoa_day_du_tphs"


def print_listed(workspace: Workspace, request: Request, which: Which, language: Language) -> None:
    """Prints the dossiers, or writes them as JSON or CSV."""
    from flows.figures.reporting import listed, names_of
    from reports.listed_table import Behind, listed_table

    period, cohort = request.needed_period, request.cohort or Cohort.RECEIVED
    indicator = request.indicator or _USUAL
    lines = listed(workspace, period, cohort, indicator, which, under=request.under)
    behind = Behind(period=period, cohort=cohort, indicator=indicator, which=which, lines=lines)
    form = request.chosen_form or Format.TABLE
    if form is Format.TABLE and request.out is None:
        print_rich(listed_table(behind, language, names_of(workspace)))
    else:
        hand_out(lambda: listed_files(behind, form), form, request.out)
