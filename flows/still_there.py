"""Which files in quarantine still lie where they were refused, asked one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.inbox import Inbox
from storage.quarantine_table import QuarantinedRow


def still_there(rows: Iterable[QuarantinedRow], inbox: Inbox) -> Iterator[QuarantinedRow]:
    """Those in the inbox; one whose place cannot be told, or does not answer, is taken to be there."""
    for row in rows:
        is_named_by_a_person = row.path.startswith("/")
        if is_named_by_a_person:
            continue
        file = inbox.described(row.sighting)
        if file is None or not inbox.is_gone(file):
            yield row
