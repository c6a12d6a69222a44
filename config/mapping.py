"""The words of register exports: the shipped Vietnamese ones and the user's, compiled once for matching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, get_args

from config.files import DATA, read_yaml
from config.sections import MappingSettings
from dossiers.errors import SettingsRefused
from dossiers.register import RESULT_SLOT, Channel, DossierStatus, Form, Level
from dossiers.register_cells import Cell
from dossiers.register_columns import COLUMNS, RegisterKind, Words
from dossiers.text import fold

KINDS: tuple[RegisterKind, ...] = get_args(RegisterKind)

_NOT_RECEIVED = "not_received"
_CANONICAL: Mapping[str, Mapping[str, object]] = {
    "status": {**{entry.value: entry for entry in DossierStatus}, _NOT_RECEIVED: None},
    "channel": {entry.value: entry for entry in Channel},
    "level": {entry.value: entry for entry in Level},
    "form": {entry.value: entry for entry in Form},
    "reused": {"yes": True, "no": False},
    "slot": {RESULT_SLOT: RESULT_SLOT},
}
_HINT = "Mend [mapping] in the settings; the canonical columns and values stand in the manual."


class RegisterMapping:
    """Which header is which column, and which word is which value; everything is matched folded."""

    def __init__(self, mapping: MappingSettings) -> None:
        """Compiles the shipped words and the user's, which win.

        Raises:
            SettingsRefused: a header is mapped to a column that does not exist, or a key has no letters.
        """
        shipped = _shipped()
        self._shipped_headers = shipped["headers"]
        users = _user_headers(mapping.headers)
        self._headers = {kind: _ranked(shipped["headers"][kind], COLUMNS[kind], users) for kind in KINDS}
        self.words = _with_user_values(_shipped_words(shipped["values"]), mapping.values)

    def columns(self, kind: RegisterKind, header: Sequence[Cell]) -> dict[str, tuple[int, ...]]:
        """Where each column of the kind lies in a header row, the best header of a column first."""
        known = self._headers[kind]
        found: dict[str, list[tuple[int, int]]] = {}
        for place, cell in enumerate(header):
            hit = known.get(fold(cell)) if isinstance(cell, str) else None
            if hit is not None:
                column, rank = hit
                found.setdefault(column, []).append((rank, place))
        return {column: tuple(place for _, place in sorted(places)) for column, places in found.items()}

    def known(self, header: Sequence[Cell]) -> int:
        """How many columns a row names as a header of the kind that fits it best."""
        return max(len(self.columns(kind, header)) for kind in KINDS)

    def label(self, kind: RegisterKind, column: str) -> str:
        """A column as a message names it: canonical, and as an export calls it."""
        return f"{column} ({self._shipped_headers[kind][column][0]})"


@cache
def _shipped() -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(DATA / "register_mapping.yaml")
    return content


def _ranked(
    shipped: Mapping[str, Sequence[str]], columns: Mapping[str, object], users: Mapping[str, str]
) -> dict[str, tuple[str, int]]:
    """Folded header to column and rank: canonical first, then the user's, then the shipped."""
    ranked = {
        fold(name): (column, rank)
        for column, names in shipped.items()
        for rank, name in enumerate(names, start=2)
    }
    ranked.update({header: (column, 1) for header, column in users.items() if column in columns})
    ranked.update({fold(column): (column, 0) for column in columns})
    return ranked


def _user_headers(headers: Mapping[str, str]) -> dict[str, str]:
    known = {column for kind in KINDS for column in COLUMNS[kind]}
    for header, column in headers.items():
        if column not in known:
            raise SettingsRefused(
                f"[mapping.headers] maps '{header}' to '{column}', which is no column.", _HINT
            )
    return _folded(headers, "headers")


def _shipped_words(values: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, dict[str, object]]:
    words: dict[str, dict[str, object]] = {}
    for column, canonical in _CANONICAL.items():
        words[column] = {fold(name): value for name, value in canonical.items()}
        for name, spellings in values[column].items():
            words[column].update({fold(spelling): canonical[name] for spelling in spellings})
    return words


def _with_user_values(words: dict[str, dict[str, object]], values: Mapping[str, str]) -> Words:
    """A value that means a fixed word joins that word's column; any other stands for a code."""
    texts: dict[str, str] = {}
    for word, meaning in _folded(values, "values").items():
        columns = [column for column in words if fold(meaning) in words[column]]
        for column in columns:
            words[column][word] = words[column][fold(meaning)]
        if not columns:
            texts[word] = meaning
    return Words(values=words, texts=texts)


def _folded(mapping: Mapping[str, str], section: str) -> dict[str, str]:
    folded: dict[str, str] = {}
    for key, meaning in mapping.items():
        if not fold(key):
            raise SettingsRefused(
                f"[mapping.{section}] has the key '{key}', which has no letter and no digit.", _HINT
            )
        if folded.setdefault(fold(key), meaning) != meaning:
            raise SettingsRefused(f"[mapping.{section}] gives '{key}' two meanings.", _HINT)
    return folded
