"""The ledger, looked at without upgrading it: reach, version, schema, disk, who works on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from config.settings import Settings
from dossiers.errors import ToolMissing
from flows.doctor.findings import Finding, ok, problem, skipped, warning
from flows.doctor.places import closed_above, ledger_file
from storage import ledger_probe, nights_table, pg_tools, work_in_sight
from storage.instants import now
from storage.ledger import SCHEMA_REVISION
from storage.ledger_probe import LedgerLook

_OLDEST_POSTGRES = 14  # what Prefect asks for, too
_A_NIGHT_AND_SOME = timedelta(hours=26)
_NIGHTS_LOOKED_AT = 2  # one may be under way
_NOT_DONE = frozenset({"Failed", nights_table.STOPPED})
_BACKUP_FIRST = (
    "Back it up with the old program, which leaves it as it is; any other command of this one upgrades it."
)
# File systems on which SQLite's locks and shared memory do not hold (sqlite.org/wal.html, useovernet.html).
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "ceph", "glusterfs", "lustre", "afs"}
)


def ledger(settings: Settings) -> Iterator[Finding]:
    """All about it, in one connection. Raises SettingsRefused, LedgerOutOfReach."""
    url = settings.ledger.resolved_url
    if (file := ledger_file(settings)) and (closed := closed_above("ledger", file)):
        yield closed
        return
    if ledger_probe.is_missing(url):
        yield skipped("ledger", "There is none yet; the first command that needs it makes it.")
        return
    if file:
        yield from _on_network(file)
    with closing(ledger_probe.opened_as_it_is(url)) as opened, opened.reading() as connection:
        seen = ledger_probe.look(connection)
        yield from _server(seen)
        yield from _backups(seen)
        yield _schema(seen)
        if seen.revision == SCHEMA_REVISION:
            yield _work(connection)
            yield from _last_night(connection)


def _server(seen: LedgerLook) -> Iterator[Finding]:
    told = f"{seen.server}, {seen.bytes / 1024**2:.0f} MiB"
    if seen.server.startswith("PostgreSQL") and seen.major < _OLDEST_POSTGRES:
        yield warning("ledger", f"{told}.", f"Upgrade to PostgreSQL {_OLDEST_POSTGRES} or later.")
    else:
        yield ok("ledger", told)


def _backups(seen: LedgerLook) -> Iterator[Finding]:
    """Whether `sohoa backup` has what it needs here; a SQLite ledger needs nothing."""
    if not seen.server.startswith("PostgreSQL"):
        return
    try:
        pg_tools.require_programs(seen.major)
    except ToolMissing as lack:
        yield warning("backup", lack.message, lack.hint)
    else:
        yield ok("backup", f"pg_dump and pg_restore for PostgreSQL {seen.major} are there")


def _schema(seen: LedgerLook) -> Finding:
    if seen.revision is None:
        return skipped("schema", "The database is empty; the first command that needs it builds the tables.")
    if seen.is_newer:
        return problem(
            "schema",
            f"The ledger is of schema {seen.revision}, this program knows {SCHEMA_REVISION}.",
            "Install the newer version of sohoa that upgraded it, or restore the backup made before.",
        )
    if seen.is_older:
        return warning(
            "schema", f"{seen.revision}; this program upgrades it to {SCHEMA_REVISION}.", _BACKUP_FIRST
        )
    return ok("schema", seen.revision)


def _work(connection: Connection) -> Finding:
    seen = work_in_sight.look(connection)
    told = f"{seen.alive} at work" + (f"; locks: {', '.join(seen.locks)}" if seen.locks else "")
    if seen.left_open:
        told = f"{told}; runs that died left {seen.left_open} files half done."
        return warning("runs", told, "The next batch takes them over: sohoa batch.")
    return ok("runs", told)


def _last_night(connection: Connection) -> Iterator[Finding]:
    nights = nights_table.last_due(connection, _NIGHTS_LOOKED_AT)
    ended = [night for night in nights if night.ended_at]
    if not ended or (last := ended[0]).ended_at is None:
        return
    told = f"{last.state}, ended {last.ended_at:%Y-%m-%d %H:%M} UTC"
    if now() - last.ended_at > _A_NIGHT_AND_SOME:
        yield warning("last night", f"{told}.", "See the runs of `nightly` in the Prefect UI.")
    elif last.state in _NOT_DONE:
        yield warning("last night", f"{told}.", "See its run in the Prefect UI, and run it again.")
    else:
        yield ok("last night", told)


def _on_network(file: Path) -> Iterator[Finding]:
    kind = _file_system(file.absolute())
    if kind in _NETWORK or kind.startswith("fuse."):
        yield warning(
            "ledger's disk",
            f"The SQLite ledger lies on a network file system ({kind}).",
            "Move it to a disk of this machine, or use PostgreSQL: SQLite's locks do not hold there.",
        )


def _file_system(file: Path) -> str:
    """The type of the file system that holds a path (proc(5), mountinfo: the fields behind ` - `)."""
    best, kind = "", ""
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines():
        fields, _, behind = line.partition(" - ")
        point = fields.split()[4].encode().decode("unicode_escape")
        if len(point) >= len(best) and (file == Path(point) or Path(point) in file.parents):
            best, kind = point, behind.split()[0]
    return kind
