"""`sohoa sample`: a random list of dossiers to hold beside the paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.sections import Language
from dossiers.errors import UsageError
from dossiers.indicators import Cohort
from dossiers.periods import Period
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
    from reports.sample_sheet import Sample

_PDF, _HTML = ".pdf", ".html"


def sample(
    context: typer.Context,
    *,
    seed: Annotated[str, typer.Option(help="Any text; the same one draws the same dossiers.")],
    first: Annotated[str, typer.Option("--from", help="The first day, 2024-01-01 or 01/01/2024.")],
    last: Annotated[str, typer.Option("--to", help="The last day, included.")],
    size: Annotated[int, typer.Option("--n", min=1, help="How many dossiers.")] = 30,
    cohort: Annotated[Cohort, typer.Option(help="Dossiers received, or resolved, in the period.")] = (
        Cohort.RECEIVED
    ),
    unit: Annotated[str | None, typer.Option(help="This unit and what lies below it alone.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write a printable sheet: FILE.html or FILE.pdf.")] = None,
    language: Annotated[Language | None, typer.Option(help="Default: [report] language.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Draw dossiers at random, to hold beside the paper (phiếu kiểm tra mẫu)."""
    from flows.figures.reporting import names_of
    from flows.figures.sampling import sample_of
    from reports.sample_sheet import sample_table, to_json

    if out is not None and out.suffix.lower() not in {_PDF, _HTML}:
        raise UsageError(f"{out} is neither .html nor .pdf.", "Name the --out file accordingly.")
    period = Period.between(parse_day(first), parse_day(last))
    spoken = language or session_of(context).settings.report.language
    with workspace_of(context) as workspace:
        drawn = sample_of(workspace, period, cohort=cohort, seed=seed, size=size, under=unit)
        names = names_of(workspace)
    if out is not None:
        _write(drawn, out, spoken, names)
    if as_json:
        print_json(to_json(drawn))
    elif out is None:
        print_rich(sample_table(drawn, spoken, names))


def _write(drawn: Sample, out: Path, language: Language, names: Names) -> None:
    from reports.sample_sheet import to_html, to_pdf

    if out.suffix.lower() == _PDF:
        content = to_pdf(drawn, language, names)
    else:
        content = to_html(drawn, language, names).encode()
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.", "Choose another --out.") from None
    note(f"{out}: {len(drawn.dossiers)} of {drawn.population} dossiers")


COMMANDS = (sample,)
