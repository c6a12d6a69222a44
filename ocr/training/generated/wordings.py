"""The words of generated papers, from the YAML files beside this module, cut into wording families.

A family has frames, labels and sentences of its own: nothing of the body of a paper of one family stands in a
paper of another. Titles are the law's and the same in all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from config.files import DATA, read_yaml
from config.kinds import Kind, Kinds
from dossiers.procedures import Procedure
from dossiers.text import fold
from ocr.training.texts import FAMILIES

_FRAME = "wording_frame.yaml"
_STRANGERS = "wording_strangers.yaml"
_KINDS = ("wording_civil.yaml", "wording_merit.yaml", "wording_other_kinds.yaml")
_BETWEEN = re.compile(r"\s*;\s*")
_ASIDE = re.compile(r"[(/;].*")


@dataclass(frozen=True, slots=True)
class Body:
    """What the body of one kind says."""

    frame: tuple[str, ...]
    sentences: tuple[str, ...]


def of_family(entries: Sequence[str], family: int) -> Sequence[str]:
    """The entries of one family; all of them where there are too few to cut."""
    return entries[family::FAMILIES] or entries


@cache
def frame() -> Mapping[str, Sequence[str]]:
    """What stands around the body: heads, labels, closings, noise, invented names and places."""
    content: Mapping[str, Sequence[str]] = read_yaml(files(__package__) / _FRAME)
    return content


@cache
def stranger_themes() -> tuple[tuple[str, ...], ...]:
    """The sentences of each theme of texts that are no paper of a dossier."""
    return tuple(_sentences(theme) for theme in read_yaml(files(__package__) / _STRANGERS)["strangers"])


@cache
def bodies() -> Mapping[str, Body]:
    """What the body of each kind says, by kind."""
    found: dict[str, Body] = {}
    for name in _KINDS:
        for group in read_yaml(files(__package__) / name).values():
            shared = _sentences(group["frame"])
            found |= {kind: Body(shared, _sentences(said)) for kind, said in group["kinds"].items()}
    return found


def headings(kinds: Kinds) -> dict[str, tuple[str, ...]]:
    """The headings of each kind: its own titles, and the names of components and results that begin so."""
    found: dict[str, list[str]] = {kind.id: list(_own_headings(kind)) for kind in kinds.kinds}
    for name in _names_in_catalogue(kinds):
        kind, title = _kind_of(name, kinds)
        if kind is not None and kind.open:
            rest = " ".join(name.split()[len(title.split()) :])
            found[kind.id].append(f"{title}\n{rest}" if rest else title)
    return {kind: tuple(dict.fromkeys(entries)) for kind, entries in found.items()}


def _own_headings(kind: Kind) -> list[str]:
    if not kind.second_lines:
        return list(kind.titles)
    return [f"{title}\n{second}" for title in kind.titles for second in kind.second_lines]


def _names_in_catalogue(kinds: Kinds) -> list[str]:
    """Names of components and results; not those whose second line makes them a kind of their own."""
    seconds = {fold(second) for kind in kinds.kinds for second in kind.second_lines}
    names = []
    for row in read_yaml(DATA / "procedures.yaml")["procedures"]:
        procedure = Procedure.model_validate(row)
        for component in procedure.components or ():
            if not seconds & {fold(line) for line in component.title_lines}:
                names += [component.name_vi, *component.title_lines]
        names += [result.name_vi for result in procedure.result]
    return sorted({_ASIDE.sub("", name).strip() for name in names})


def _kind_of(name: str, kinds: Kinds) -> tuple[Kind | None, str]:
    """The kind with the longest title that the name begins with."""
    folded = f"{fold(name)} "
    fitting = [
        (title, kind)
        for kind in kinds.kinds
        for title in kind.titles
        if not kind.second_lines and folded.startswith(f"{fold(title)} ")
    ]
    title, kind = max(fitting, key=lambda pair: len(pair[0]), default=("", None))
    return kind, title


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(part for part in _BETWEEN.split(text) if part)
