"""The columns of a register file (contract.md, "The register"), and how the cells of each are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from dossiers import register_cells as cells
from dossiers.register_cells import Cell
from dossiers.text import fold

RegisterKind = Literal["dossiers", "components", "units"]


class Words(NamedTuple):
    """What the words of an export mean; all keys are folded.

    Attributes:
        values: for each column of fixed words, word to canonical value; None: a dossier not received yet.
        texts: names that stand for codes (a unit's name, a procedure's), from the settings.
    """

    values: Mapping[str, Mapping[str, object]]
    texts: Mapping[str, str]


class Column(NamedTuple):
    """A column: how its cell is read, whether the file must have it, whether every row must fill it."""

    read: Callable[[Cell, Words], object]
    in_header: bool = False
    filled: bool = False


def _text(cell: Cell, words: Words) -> str:
    del words
    return cells.text(cell)


def _day(cell: Cell, words: Words) -> object:
    del words
    return cells.day(cell)


def _dossier_code(cell: Cell, words: Words) -> str:
    del words
    return cells.dossier_code(cell)


def _named(cell: Cell, words: Words) -> str:
    name = cells.label(cell)
    return words.texts.get(fold(name), name) if words.texts else name


def _procedure_code(cell: Cell, words: Words) -> str:
    return cells.procedure_code(_named(cell, words))


def _slot(cell: Cell, words: Words) -> object:
    name = cells.label(cell)
    return words.values["slot"].get(fold(name)) or _named(name, words)


def _word(column: str) -> Callable[[Cell, Words], object]:
    def read(cell: Cell, words: Words) -> object:
        word = cells.text(cell)
        if not word:
            return None
        try:
            value = words.values[column][fold(word)]
        except KeyError:
            known = ", ".join(sorted({str(value) for value in words.values[column].values() if value}))
            raise ValueError(
                f"{cells.shown(word)} is not known as {column} ({known}): add the word to [mapping.values]."
            ) from None
        if value is None:
            raise ValueError(f"{cells.shown(word)}: the dossier was not received, so no register holds it.")
        return value

    return read


COLUMNS: Mapping[RegisterKind, Mapping[str, Column]] = {
    "dossiers": {
        "dossier_code": Column(_dossier_code, in_header=True, filled=True),
        "procedure_code": Column(_procedure_code, in_header=True, filled=True),
        "unit_code": Column(_named, in_header=True, filled=True),
        "level": Column(_word("level"), in_header=True, filled=True),
        "field": Column(_text),
        "channel": Column(_word("channel"), in_header=True),  # empty is direct (domain/indicators.md 1.6)
        "received_on": Column(_day, in_header=True, filled=True),
        "due_on": Column(_day),
        "resolved_on": Column(_day),
        "status": Column(_word("status"), in_header=True, filled=True),
        "facts": Column(_text),
        "closed_on": Column(_day),
        "supplement_asked_on": Column(_day),
        "supplemented_on": Column(_day),
    },
    "components": {
        "dossier_code": Column(_dossier_code, in_header=True, filled=True),
        "slot": Column(_slot, in_header=True, filled=True),
        "form": Column(_word("form")),
        "digitised_on": Column(_day),
        "reused": Column(_word("reused")),
        "evidence": Column(_text),
    },
    "units": {
        "unit_code": Column(_named, in_header=True, filled=True),
        "name": Column(_text),
        "parent_code": Column(_named),
        "level": Column(_word("level")),
    },
}
