"""`sohoa changes`, and what `sohoa rerun --dry-run` says: what would change, before anything does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from flows.commands.shared import JsonOption, note, print_json, progress_bar, workspace_of

if TYPE_CHECKING:
    from dossiers.previews import PaperLook, Preview
    from dossiers.verdicts import ChangedDossier

# What fits a screen; --json names all.
_MOST_LINES = 50


def changes(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Say which dossiers a changed catalogue or rule set would judge otherwise; nothing is written."""
    from flows.figures.changes import changes as found_changes

    with workspace_of(context) as workspace, progress_bar("dossiers") as advance:
        found = found_changes(workspace, on_dossier=advance)
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    typer.echo(
        f"{found.judged} dossiers are judged, {found.to_judge_again} of them under another catalogue or "
        f"other rule sets: {found.changed} would be judged otherwise"
    )
    _tell_moves(found.moves)
    _tell_dossiers(found.dossiers)


def tell_preview(preview: Preview) -> None:
    """What a rerun would touch and change, for a person."""
    total = preview.total
    cost = "unknown" if preview.cpu_minutes is None else f"about {preview.cpu_minutes}"
    typer.echo(
        f"{total.dossiers} dossiers, {total.files} files, {total.papers} papers, {total.pages} pages "
        f"would be done again from `{preview.stage}`; CPU minutes: {cost}"
    )
    if total.purged_files:
        note(f"{total.purged_files} files would be left alone: something of them was purged")
    for unit in preview.units if len(preview.units) > 1 else ():
        typer.echo(f"   {unit.unit_code}: {unit.dossiers} dossiers, {unit.papers} papers, {unit.pages} pages")
    found = preview.changes
    if found is None:
        note("what would change only the OCR itself tells; nothing was written")
        return
    copies = "" if found.rewritten is None else f"{found.rewritten} would get new copies, "
    typer.echo(
        f"{found.papers} papers would stand otherwise, {copies}{found.written} entries would be written "
        f"anew, {found.dossiers} dossiers would be judged otherwise"
    )
    for paper in found.changed_papers[:_MOST_LINES]:
        typer.echo(f"   {paper.document}: {_look(paper.before)} -> {_look(paper.after)}")
    _tell_moves(found.moves)
    _tell_dossiers(found.changed_dossiers)
    for file in found.not_done:
        note(f"could not be done again: {', '.join(file.documents)}: {file.reason}")
    note("papers of other dossiers are taken as they stand; what this changes in other dossiers is not shown")
    if found.rewritten is None:
        note("so are the archive copies: --stage store shows these")
    note("nothing was written")


def _look(paper: PaperLook | None) -> str:
    if paper is None:
        return "-"
    return f"{paper.kind}, {'+'.join(paper.slots) or paper.review or 'no slot'}, {paper.state}"


def _tell_moves(moves: dict[str, int]) -> None:
    for move, number in moves.items():
        typer.echo(f"   {move}: {number}")


def _tell_dossiers(dossiers: Sequence[ChangedDossier]) -> None:
    for dossier in dossiers[:_MOST_LINES]:
        slots = ", ".join(
            f"{slot.slot} {slot.before or '-'} -> {slot.after or '-'}" for slot in dossier.slots
        )
        typer.echo(f"   {dossier.dossier_code}: {dossier.move}; {slots}")
    if len(dossiers) > _MOST_LINES:
        note(f"{len(dossiers) - _MOST_LINES} more: --json names all")


COMMANDS = (changes,)
