"""`sohoa review sheet`: the papers that a person must decide, as a page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from config.sections import Language
from flows.commands.shared import JsonOption, note, print_json, progress_bar, session_of, workspace_of


def sheet(
    context: typer.Context,
    *,
    out: Annotated[Path, typer.Option(help="The HTML file to write; it holds personal data.")],
    dossier: Annotated[list[str] | None, typer.Option(help="A dossier code; may be repeated.")] = None,
    unit: Annotated[str | None, typer.Option(help="All dossiers of this unit code.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="At most so many papers.")] = 100,
    language: Annotated[Language | None, typer.Option(help="Default: [report] language.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Write a page with pictures of the papers that wait, and the commands that decide them."""
    from flows.review.review_sheet import review_sheet, write_private
    from flows.selecting import Selection

    selection = Selection(dossier_codes=tuple(dossier or ()), unit_code=unit)
    spoken = language or session_of(context).settings.report.language
    with workspace_of(context) as workspace, progress_bar("papers") as advance:
        made = review_sheet(workspace, selection, limit=limit, language=spoken, on_paper=advance)
    write_private(made.html, out)
    if as_json:
        print_json({"file": str(out), "shown": made.shown, "waiting": made.waiting})
    else:
        note(f"{out}: {made.shown} of {made.waiting} papers that wait. Personal data: delete it after use.")
