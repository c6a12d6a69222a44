"""The audit trail for the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from pydantic import JsonValue
from rich.table import Table

from config.sections import Language
from reports.audit_words import AuditWords, Label
from reports.notation import DASH, Notation, plain
from reports.terminal import add_cells, data_table

_HASH = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{52}\b")


def audit_table(events: Sequence[Mapping[str, JsonValue]], language: Language) -> Table:
    """Events in their order. Hashes are cut to twelve digits; `--json` has them whole."""
    words, table = AuditWords(language), data_table()
    for label in (Label.NUMBER, Label.WHEN, Label.WHO, Label.WHAT, Label.OBJECT, Label.OUTCOME):
        table.add_column(words.say(label), overflow="fold")
    table.add_column(words.say(Label.DETAILS), overflow="fold", ratio=1)
    for event in events:
        add_cells(
            table,
            str(event["number"]),
            _moment(event["happened_at"], language),
            plain(str(event["actor"])),
            words.step(str(event["step"])),
            plain(str(event["subject"])),
            words.outcome(str(event["outcome"])),
            plain("; ".join(_details(event["details"]))) or DASH,
        )
    return table


def _moment(told: JsonValue, language: Language) -> str:
    try:
        return Notation(language).moment(datetime.fromisoformat(str(told)))
    except ValueError:  # the trail was tampered with
        return plain(str(told))


def _details(told: JsonValue) -> Iterator[str]:
    if not isinstance(told, dict):
        yield str(told)
        return
    for name, value in told.items():
        yield f"{name} {_short(value)}"


def _short(value: JsonValue) -> str:
    match value:
        case dict():
            return ", ".join(f"{_short(_file_of(name))} {_short(entry)}" for name, entry in value.items())
        case list():
            return ", ".join(_short(entry) for entry in value) or DASH
        case None:
            return DASH
        case _:
            return _HASH.sub(r"\1…", str(value))


def _file_of(key: str) -> str:
    """The last part of a key: what goes before it, the object says."""
    return key.rpartition("/")[2]
