"""`sohoa store`: what the configured store can do, and what is missing where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dossiers.errors import StoreRefused
from flows.commands.shared import JsonOption, note, print_json, session_of

if TYPE_CHECKING:
    from storage.probing import Ability

_WIDTH = 18


def store(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """Try what the store can do: conditions, parts, checksums, versions, lock, encryption."""
    from storage.opening import open_store
    from storage.probing import Verdict, require_kept

    settings = session_of(context).settings
    found = open_store(settings.store, settings.retention).abilities()
    if as_json:
        rows = [_row(entry, is_missing=entry.verdict is Verdict.MISSING) for entry in found.abilities]
        print_json({"url": settings.store.resolved_url, "abilities": rows})
    else:
        typer.echo(settings.store.resolved_url)
        for entry in found.abilities:
            _tell(entry, is_missing=entry.verdict is Verdict.MISSING)
    try:
        require_kept(found)
    except StoreRefused as refusal:
        note(f"{refusal.message} {refusal.hint}")
        raise typer.Exit(refusal.exit_code) from None


def _row(entry: Ability, *, is_missing: bool) -> dict[str, object]:
    return {
        "name": entry.name.value,
        "verdict": entry.verdict.value,
        "why": entry.why,
        "asked_for": entry.asked_for,
        "without_it": entry.name.without_it if is_missing else None,
    }


def _tell(entry: Ability, *, is_missing: bool) -> None:
    why = f" ({entry.why})" if entry.why else ""
    asked = ", asked for" if entry.asked_for else ""
    typer.echo(f"{entry.name.value:<{_WIDTH}} {entry.verdict.value}{asked}{why}")
    if is_missing:
        typer.echo(f"{'':<{_WIDTH}} {entry.name.without_it}")


COMMANDS = (store,)
