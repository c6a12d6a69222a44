"""The fingerprint of a file: its original is hashed once, before anything else is done with it."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from dossiers.text import nfc
from flows.inbox import InboxFile, as_text
from flows.publishing import Original


def fingerprint(file: InboxFile, *, by_person: bool) -> Original:
    """Hashes the original once; nothing later hashes a working copy (paperless-ngx #13326).

    Raises:
        FileRefused: it is no file, or cannot be read.
    """
    try:
        if not file.path.is_file():
            raise FileRefused("It is no file.", reason=Reason.UNREADABLE)
        no_link = os.O_NOFOLLOW if file.is_of_inbox else 0
        with os.fdopen(os.open(file.path, os.O_RDONLY | no_link), "rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            size = os.fstat(content.fileno()).st_size
    except OSError as error:
        raise FileRefused(f"The file cannot be read: {error.strerror}.", reason=Reason.UNREADABLE) from None
    return Original(
        path=file.path,
        sha256=digest,
        bytes=size,
        source_name=nfc(as_text(Path(file.path.name))),
        declared_slot=file.sighting.declared_slot,
        declared_by_person=by_person,
    )
