"""How many bytes a page had in the files that were read lately. Works within the caller's transaction."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath

from sqlalchemy import Connection, select

from storage.files_table import FileOutcome
from storage.schema import files

_FILES = 2000


def bytes_per_page(connection: Connection) -> dict[str, float]:
    """By the suffix of the file, in lower case; that of all files together under the empty one."""
    read = (files.c.outcome == FileOutcome.STORED.value, files.c.settled_at.is_not(None))
    query = select(files.c.path, files.c.bytes, files.c.pages).where(*read).order_by(files.c.id.desc())
    sizes, pages = Counter[str](), Counter[str]()
    for path, size, counts in connection.execute(query.limit(_FILES)):
        total = (counts or {}).get("total", 0)
        for suffix in {PurePosixPath(path).suffix.lower(), ""} if total else ():
            sizes[suffix] += size
            pages[suffix] += total
    return {suffix: sizes[suffix] / pages[suffix] for suffix in pages}
