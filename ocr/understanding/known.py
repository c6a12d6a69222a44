"""The titles of the known kinds, folded once and looked up from everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from config.kinds import Kind, Kinds
from ocr.understanding.head import Tokens, heading_tokens
from ocr.understanding.notations import by_notation
from ocr.understanding.titles import Title, title_of


class Role(StrEnum):
    """What a title is a title of."""

    KIND = "kind"
    COMPONENT = "component"
    RESULT = "result"


class Named(BaseModel):
    """A title with the kind or slot it stands for."""

    model_config = ConfigDict(frozen=True)

    role: Role
    id: str
    title: Title


class KnownTitles(NamedTuple):
    """The titles of the kinds.

    Attributes:
        named: every title with its kind.
        kinds: the kinds by id.
        headings: every heading.
        generic: the headings that stand over many different papers.
        second_lines: every decisive line.
        sufficient: the kind of which a heading alone is a title.
        by_heading: the ids of all kinds by heading, with and without decisive lines.
        by_notation: the ids of the kinds by the folded abbreviation in a number.
    """

    named: tuple[Named, ...]
    kinds: Mapping[str, Kind]
    headings: frozenset[Tokens]
    generic: frozenset[Tokens]
    second_lines: frozenset[Tokens]
    sufficient: Mapping[Tokens, Kind]
    by_heading: Mapping[Tokens, tuple[str, ...]]
    by_notation: Mapping[str, frozenset[str]]


def known_titles(kinds: Kinds) -> KnownTitles:
    """Folds the titles of all kinds."""
    pairs = [
        (kind, title_of(text, kind.second_lines, generic=kind.generic, open_=kind.open))
        for kind in kinds.kinds
        for text in kind.titles
    ]
    by_heading: dict[Tokens, tuple[str, ...]] = {}
    for kind, title in pairs:
        by_heading[title.heading] = (*by_heading.get(title.heading, ()), kind.id)
    return KnownTitles(
        named=tuple(Named(role=Role.KIND, id=kind.id, title=title) for kind, title in pairs),
        kinds={kind.id: kind for kind in kinds.kinds},
        headings=frozenset(title.heading for _, title in pairs),
        generic=frozenset(title.heading for _, title in pairs if title.generic),
        second_lines=frozenset(heading_tokens(line) for kind in kinds.kinds for line in kind.second_lines),
        sufficient={title.heading: kind for kind, title in reversed(pairs) if not title.details},
        by_heading=by_heading,
        by_notation=by_notation(kinds.kinds),
    )
