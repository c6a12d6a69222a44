"""Where the files of a report go: into a folder, or the main one to standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import typer

from dossiers.errors import UsageError
from flows.commands.shared import note
from flows.figures.report_files import Files, Format


def hand_out(make: Callable[[], Files], form: Format, out: Path | None, *, main: str = "") -> None:
    """Writes the files into the folder; without one, prints the main one and tells of the others.

    Args:
        make: makes the files; not called where they could go nowhere.
        form: their form.
        out: the folder.
        main: the name of the main one; where it is none of them, the first is.

    Raises:
        UsageError: the folder cannot be written, or a binary file would go to a terminal.
    """
    if out is not None:
        write_files(make(), out)
        return
    _refuse_terminal(form)
    files = dict(make())
    name = main if main in files else next(iter(files))
    _print(files.pop(name), form)
    if files:
        note(f"With --out DIR also {', '.join(files)}.")


def _refuse_terminal(form: Format) -> None:
    if form.is_binary and sys.stdout.isatty():
        raise UsageError(
            f"{form.upper()} is nothing for a terminal.", f"Give --out DIR, or write > report.{form}."
        )


def _print(content: bytes, form: Format) -> None:
    if not form.is_binary:
        typer.echo(content.decode(), nl=False)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def write_files(files: Files, out: Path) -> None:
    """Writes the files into a folder, which is made where it is missing, and names them.

    Raises:
        UsageError: the folder cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_bytes(content)
            note(str(out / name))
    except OSError as error:
        raise UsageError(
            f"The folder {out} cannot be written: {error.strerror}.", "Choose another --out."
        ) from None
