"""`sohoa cover`: sheets to print and lay on the papers before they are scanned."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dossiers.errors import UsageError
from flows.commands.shared import JsonOption, note, print_json, session_of, workspace_of


def cover(
    context: typer.Context,
    codes: Annotated[list[str], typer.Argument(help="Dossier codes.", metavar="CODE...")],
    *,
    out: Annotated[Path, typer.Option(help="The PDF to write.")],
    slots: Annotated[
        bool, typer.Option("--slots", help="Also a separator sheet for each due paper.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Print cover sheets whose codes tell a batch scan apart (bìa hồ sơ)."""
    from flows.covers import cover_sheets
    from reports.cover import to_pdf

    with workspace_of(context) as workspace:
        sheets = cover_sheets(workspace, codes, with_slots=slots)
    content = to_pdf(sheets, session_of(context).settings.report.language)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.", "Choose another --out.") from None
    if as_json:
        print_json({"file": str(out), "sheets": len(sheets)})
    else:
        note(f"{out}: {len(sheets)} sheet{'s' if len(sheets) > 1 else ''}")


COMMANDS = (cover,)
