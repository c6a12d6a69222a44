"""The desk at the counter: the slips in their folder, and the list of today's dossiers."""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, time
from pathlib import Path

from dossiers.codes import is_usable_dossier_code
from dossiers.errors import SettingsRefused
from dossiers.periods import VIETNAM
from flows.figures.reporting import names_of
from flows.inbox import open_inbox
from flows.ownership import recheck
from flows.watching.slips import homeless_files, owed_slips, slips_of
from flows.workspace import Workspace
from reports.slip import Today, index_html, to_html
from reports.slip_view import Slip
from storage.disk import make_private, private_file
from storage.liveness import process_mark

MOST_LISTED = 100
_INDEX = "index"
_RELOAD_SECONDS = 5
_LONG_AGO = datetime(2000, 1, 1, tzinfo=VIETNAM)


class SlipDesk:
    """Writes slips into a folder. Safe to share between threads; several desks may share a folder."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        """Makes the folder, for this account alone; where its group may read it, the group reads the slips.

        Raises:
            SettingsRefused: it cannot be made, or its files would be taken for scans.
        """
        self._workspace = workspace
        self._folder = folder
        self._inbox = open_inbox(workspace.settings.inbox)
        self._lock = threading.Lock()
        self._written: dict[str, str] = {}
        inbox = workspace.settings.inbox
        for place in (inbox.path, inbox.done_place):
            if isinstance(place, Path) and folder.absolute().is_relative_to(place.absolute()):
                raise SettingsRefused(f"The slips would lie in {place}.", "Set [watch] slips (or --slips).")
        with self._as_settings():
            make_private(folder)

    def write(self, codes: Collection[str]) -> None:
        """Writes the slips of these dossiers."""
        with self._lock:
            for slip in slips_of(self._workspace, self._inbox, codes):
                self._write(slip, self._digest(slip))

    def catch_up(self) -> None:
        """Writes the slips that are owed since a watch was killed, or met an outage, before it wrote them."""
        with self._lock:
            owed = [code for code in owed_slips(self._workspace) if _has_slip(code)]
            if owed:
                recheck(self._workspace)
            for slip in slips_of(self._workspace, self._inbox, owed):
                digest = self._digest(slip)
                if self._digest_in(slip.dossier_code) != digest:
                    self._write(slip, digest)

    def refresh(self) -> None:
        """Writes anew which of today's newest slips say something else by now, and the list of them."""
        with self._lock:
            recheck(self._workspace)
            todays = self._todays()
            newest = {code: written_at for written_at, code in todays[:MOST_LISTED]}
            slips = slips_of(self._workspace, self._inbox, list(newest))
            known = {code: self._written.get(code) or self._digest_in(code) for code in newest}
            for slip in slips:
                digest = self._digest(slip)
                if known[slip.dossier_code] != digest:
                    self._write(slip, digest)
                    newest[slip.dossier_code] = _now()
            self._written = {code: self._written.get(code) or known[code] for code in newest}
            self._list([(newest[slip.dossier_code], slip) for slip in slips], len(todays))

    def _write(self, slip: Slip, digest: str) -> None:
        if _has_slip(slip.dossier_code):
            self._put(slip.dossier_code, f"{self._html(slip, _now())}{_mark(digest)}")
            self._written[slip.dossier_code] = digest

    def _list(self, slips: list[tuple[datetime, Slip]], dossiers: int) -> None:
        midnight = datetime.combine(_now().date(), time(), VIETNAM)
        newest_first = sorted(slips, key=lambda entry: entry[0], reverse=True)
        today = Today(newest_first, dossiers, homeless_files(self._workspace, self._inbox, midnight))
        language, names = self._workspace.settings.report.language, names_of(self._workspace)
        self._put(_INDEX, index_html(today, language, names, _now(), reload=_RELOAD_SECONDS))

    def _html(self, slip: Slip, made_at: datetime) -> str:
        return to_html(slip, self._workspace.settings.report.language, names_of(self._workspace), made_at)

    def _digest(self, slip: Slip) -> str:
        """Of what a slip says, whenever it is made."""
        return hashlib.sha256(self._html(slip, _LONG_AGO).encode()).hexdigest()

    def _digest_in(self, code: str) -> str:
        """Of what the slip in the folder says; an earlier watch wrote it, or another one."""
        with self._as_settings():
            try:
                content = (self._folder / f"{code}.html").read_bytes()
            except FileNotFoundError:  # somebody clears the folder
                return ""
        return content[-len(_mark("0" * 64).encode()) :].decode(errors="replace")[5:69]

    def _todays(self) -> list[tuple[datetime, str]]:
        """When each slip of today was written, and its dossier, the newest first."""
        today = _now().date()
        found: list[tuple[datetime, str]] = []
        with self._as_settings(), os.scandir(self._folder) as entries:
            for entry in entries:
                code, suffix = os.path.splitext(entry.name)  # noqa: PTH122 - there may be thousands
                if suffix != ".html" or not _has_slip(code):
                    continue
                with suppress(FileNotFoundError):
                    written_at = datetime.fromtimestamp(entry.stat().st_mtime, VIETNAM)
                    if written_at.date() == today:
                        found.append((written_at, code))
        return sorted(found, reverse=True)

    def _put(self, name: str, html: str) -> None:
        """A file that is there whole or not at all."""
        partial = self._folder / f".{name}.{process_mark()}"
        with self._as_settings():
            try:
                with private_file(partial) as file:
                    file.write(html.encode())
                partial.chmod(0o600 | self._folder.stat().st_mode & stat.S_IRGRP)
                partial.replace(self._folder / f"{name}.html")
            finally:
                partial.unlink(missing_ok=True)

    @contextmanager
    def _as_settings(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SettingsRefused(
                f"A slip cannot be written to {self._folder}: {error.strerror}.",
                "Set [watch] slips (or --slips) to a folder that this account may write.",
            ) from None


def _has_slip(code: str) -> bool:
    return is_usable_dossier_code(code) and code != _INDEX


def _mark(digest: str) -> str:
    return f"<!-- {digest} -->\n"


def _now() -> datetime:
    return datetime.now(VIETNAM)
