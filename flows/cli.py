"""The command line `sohoa`: the one place that turns errors into exit codes.

Standard output carries the answer (one JSON document with `--json`), standard error everything else. Prefect
is imported by `sohoa serve` alone.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from config.settings import load_settings
from config.version import VERSION
from dossiers.errors import SohoaError, UsageError
from flows.commands import (
    alerts,
    audit,
    covers,
    doctor,
    files,
    inbox,
    metrics,
    model,
    packages,
    previews,
    purge,
    quarantine,
    register,
    reports,
    review,
    sample,
    service,
    store,
    upkeep,
    watch,
)
from flows.commands.shared import Session
from flows.traces import keep_unraisable_errors_private, trace_of

HELP = "Digitises the dossiers of one-stop offices and says how complete they are (số hóa hồ sơ)."

app = typer.Typer(name="sohoa", help=HELP, no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.add_typer(register.app, name="register")
app.add_typer(review.app, name="review")
app.add_typer(model.app, name="model")
app.add_typer(quarantine.app, name="quarantine")
app.add_typer(audit.app, name="audit")
_ROOMS = (
    files,
    inbox,
    watch,
    covers,
    reports,
    sample,
    upkeep,
    previews,
    packages,
    purge,
    store,
    service,
    doctor,
    alerts,
    metrics,
)
for commands in _ROOMS:
    for command in commands.COMMANDS:
        app.command()(command)

INTERRUPTED = 130  # as shells count SIGINT
_INTERRUPTED = "Interrupted: what was not finished is taken up by the next run."

# Typer's own copy of click is private; its errors of usage have this base.
_WrongUsage: type[Exception] = typer.BadParameter.__bases__[0]


def _tell_version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if asked:
        typer.echo(VERSION)
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    *,
    config: Annotated[
        Path | None, typer.Option(help="The settings file; default ./sohoa.toml where it is there.")
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_tell_version),
    ] = False,
) -> None:
    """The options of every command; they may also stand behind it."""
    del debug, version  # read by main(), which also shows the errors that come before this; and above
    context.obj = Session(load=lambda: load_settings(config))


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and ends the process with its exit code (contract.md, "Exit codes")."""
    keep_unraisable_errors_private()
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(run(given))


def run(given: Sequence[str]) -> int:
    """Runs a command line and returns its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s", stream=sys.stderr)
    command_line = _options_first(given)
    debug = "--debug" in command_line
    logging.getLogger("sohoa").setLevel(logging.DEBUG if debug else logging.WARNING)
    try:
        code = typer.main.get_command(app).main(command_line, prog_name="sohoa", standalone_mode=False)
    except SohoaError as error:
        return _report(error, command_line, debug=debug)
    except _WrongUsage as error:
        return _report_usage(error, command_line, debug=debug)
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except BrokenPipeError:
        code = 0
    except Exception as bug:  # noqa: BLE001 - the last line of defence: one line, exit code 1
        found = SohoaError(f"A bug in sohoa: {type(bug).__name__}.")
        return _report(found, command_line, debug=debug, cause=bug)
    if code == INTERRUPTED:
        typer.echo(_INTERRUPTED, err=True)
    return code if isinstance(code, int) else 0


def _report_usage(error: Exception, command_line: Sequence[str], *, debug: bool) -> int:
    say = getattr(error, "format_message", None)
    message = str(say() if callable(say) else error)
    if "\n" in message:  # nothing was asked for: this is the whole help
        typer.echo(message, err=True)
        return UsageError.exit_code
    return _report(UsageError(f"{message.removesuffix('.')}."), command_line, debug=debug)


def _options_first(given: Sequence[str]) -> list[str]:
    """Lets --debug and --config stand anywhere: people write them last."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(given)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == "--debug" or argument.startswith("--config="):
            front.append(argument)
        elif argument == "--config":
            front += [argument, *(value for value in (next(waiting, None),) if value is not None)]
        else:
            rest.append(argument)
    return front + rest


def _report(
    error: SohoaError, command_line: Sequence[str], *, debug: bool, cause: BaseException | None = None
) -> int:
    if debug:
        typer.echo(trace_of(cause or error), err=True)
    if "--json" in command_line:
        typer.echo(json.dumps({"error": error.document()}, ensure_ascii=False))
    else:
        for line in error.lines():
            typer.echo(line, err=True)
    return error.exit_code


if __name__ == "__main__":
    main()
