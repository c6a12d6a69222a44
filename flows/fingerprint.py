"""The fingerprint of a file: its original is hashed once, before anything else is done with it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from flows.inbox import InboxFile, NoAnswer
from flows.publishing import Original


class _Measured(NamedTuple):
    sha256: str
    bytes: int


def fingerprint(file: InboxFile, path: Path, *, by_person: bool) -> Original:
    """Hashes the original once; nothing later hashes a working copy (paperless-ngx #13326).

    Args:
        file: as it was sighted.
        path: where its bytes are to be read (`Inbox.fetched`).
        by_person: a person named dossier and slot, not a folder.

    Raises:
        FileRefused: it is no file, or cannot be read.
        NoAnswer: the share where it lies does not answer.
    """
    try:
        measured = file.door.answer_of(file, lambda: _measured(path, follow=not file.is_of_inbox))
    except OSError as error:
        raise FileRefused(f"The file cannot be read: {error.strerror}.", reason=Reason.UNREADABLE) from None
    if measured is None:
        raise NoAnswer
    return Original(
        path=path,
        sha256=measured.sha256,
        bytes=measured.bytes,
        source_name=file.base_name,
        declared_slot=file.sighting.declared_slot,
        declared_by_person=by_person,
    )


def _measured(path: Path, *, follow: bool) -> _Measured:
    if not path.is_file():
        raise FileRefused("It is no file.", reason=Reason.UNREADABLE)
    no_link = 0 if follow else os.O_NOFOLLOW
    with os.fdopen(os.open(path, os.O_RDONLY | no_link), "rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        return _Measured(digest, os.fstat(content.fileno()).st_size)
