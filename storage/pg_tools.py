"""`pg_dump` and `pg_restore`: a PostgreSQL ledger as one file, and back; passwords go by the environment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from psycopg.conninfo import make_conninfo

from dossiers.errors import LedgerOutOfReach, StepFailed, ToolMissing
from storage.ledger_url import parsed_url

_DUMP, _RESTORE = "pg_dump", "pg_restore"
_LONGEST_SECONDS = 12 * 60 * 60
_MAJOR = re.compile(r"\(PostgreSQL\) (\d+)")
_NOT_THERE = re.compile(r"could not connect|connection to server|server closed the connection")


def require_programs(server_major: int) -> None:
    """Raises ToolMissing where one that a backup needs is not installed, or older than the server."""
    _require(_DUMP, server_major)
    _require(_RESTORE, server_major)


def dump(url: str, target: Path, *, snapshot: str, server_major: int) -> None:
    """Writes the database, as the snapshot shows it, to a file in PostgreSQL's custom format.

    Raises:
        ToolMissing: pg_dump is not installed, or older than the server.
        LedgerOutOfReach: the server does not answer.
        StepFailed: the dump failed, or cannot be read back.
    """
    require_programs(server_major)
    told = ("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={target}")
    _run(_DUMP, url, told)
    _call([_RESTORE, "--list", str(target)], {})


def restore(url: str, source: Path, *, server_major: int) -> None:
    """Brings a dump into a database whose tables, if there are any, hold nothing; all of it or nothing.

    Raises:
        ToolMissing: pg_restore is not installed, or older than the server.
        LedgerOutOfReach: the server does not answer.
        StepFailed: the dump cannot be brought in; the database is as before.
    """
    _require(_RESTORE, server_major)
    told = (
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
    )
    _run(_RESTORE, url, (*told, str(source)))


def _run(tool: str, url: str, told: Sequence[str]) -> None:
    parsed = parsed_url(url)
    connection = parsed.translate_connect_args(username="user", database="dbname")
    password = connection.pop("password", None)
    query = {name: value if isinstance(value, str) else value[-1] for name, value in parsed.query.items()}
    conninfo = make_conninfo("", **{"connect_timeout": "10", **query, **connection})
    secret = {"PGPASSWORD": str(password)} if password else {}
    _call([tool, "--no-password", f"--dbname={conninfo}", *told], secret)


def _call(command: Sequence[str], secret: dict[str, str]) -> None:
    environment = {**os.environ, "LC_ALL": "C", **secret}
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_LONGEST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise StepFailed(f"{command[0]} did not end within {_LONGEST_SECONDS // 3600} hours.") from None
    if done.returncode == 0:
        return
    said = done.stderr.strip().splitlines()[:1]
    words = f"{command[0]} ended with {done.returncode}: {''.join(said)}"
    if _NOT_THERE.search(done.stderr):
        raise LedgerOutOfReach(words)
    raise StepFailed(words, "Look at the server's log, and run again.")


def _require(tool: str, server_major: int) -> None:
    hint = f"Install postgresql-client-{server_major} (apt.postgresql.org has every version), then run again."
    if shutil.which(tool) is None:
        raise ToolMissing(f"{tool} is not installed: a PostgreSQL ledger is backed up with it.", hint)
    said = subprocess.run([tool, "--version"], capture_output=True, text=True, timeout=60, check=False).stdout
    match = _MAJOR.search(said)
    if match is None or int(match[1]) < server_major:
        raise ToolMissing(f"{tool} is older than the server (PostgreSQL {server_major}).", hint)
