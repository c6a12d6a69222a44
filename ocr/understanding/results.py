"""How much a paper looks like the result of the procedure (kết quả giải quyết)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum

from pydantic import BaseModel, ConfigDict

from config.kinds import Kind
from dossiers.procedures import ResultPaper
from ocr.understanding.classify import Classification, Heading
from ocr.understanding.fuzzy import beginnings, begins_with, find, may_begin_with
from ocr.understanding.head import Tokens, heading_tokens
from ocr.understanding.known import KnownTitles, Role
from ocr.understanding.titles import score_of

_ALTERNATIVES = re.compile(r"/|;|\bhoặc\b|\bvà\b")


class Strength(IntEnum):
    """How strong the likeness is: `weak` suffices only where the folder says the same."""

    NONE = 0
    WEAK = 1
    STRONG = 2


class Likeness(BaseModel):
    """The likeness to a result; `score` counts letters, comparable with the score of a title."""

    model_config = ConfigDict(frozen=True)

    strength: Strength = Strength.NONE
    score: int = 0


def likeness_to_results(
    paper: Classification, results: Sequence[ResultPaper], known: KnownTitles
) -> Likeness:
    """Judges the heading by the title lines of the results, by their names, then by the kind alone."""
    if paper.heading is None:
        return Likeness()
    titled = [entry.match.score for entry in paper.heading.of(Role.RESULT) if entry.match.complete]
    names = list(_names(results))
    likenesses = [
        *(Likeness(strength=Strength.STRONG, score=score) for score in titled),
        *(_likeness_to_name(paper.heading, name, paper.kind, known) for name in names),
    ]
    if not any(result.title_lines for result in results) and not _says_what(names, known):
        issued = paper.kind is not None and paper.kind.issued
        likenesses.append(Likeness(strength=Strength.WEAK if issued else Strength.NONE))
    return max(likenesses, key=lambda likeness: (likeness.strength, likeness.score), default=Likeness())


def _likeness_to_name(heading: Heading, name: Tokens, kind: Kind | None, known: KnownTitles) -> Likeness:
    """`GIẤY KHAI SINH` is the result of that name; `QUYẾT ĐỊNH` may be the `Quyết định trợ cấp …`."""
    if begun := find(beginnings(_plain(heading.tokens)), name):
        strength = Strength.WEAK if name in known.generic else Strength.STRONG
        return Likeness(strength=strength, score=score_of(sum(map(len, name)), begun.errors))
    if any(begins_with(name, called) for called in _called(heading, kind)):
        return Likeness(strength=Strength.WEAK, score=sum(map(len, heading.full)))
    return Likeness()


def _called(heading: Heading, kind: Kind | None) -> list[Tokens]:
    """What the paper may be called: its whole heading, or all titles of its kind if that is one of them."""
    titles = [heading_tokens(title) for title in kind.titles] if kind else []
    return titles if heading.full in titles else [heading.full]


def _names(results: Sequence[ResultPaper]) -> Iterator[Tokens]:
    """The names of the results, alternatives apart."""
    for result in results:
        for part in _ALTERNATIVES.split(result.name_vi):
            if name := _plain(heading_tokens(part)):
                yield name


def _says_what(names: Sequence[Tokens], known: KnownTitles) -> bool:
    """Whether any name begins with a kind of paper (`Người lao động được tư vấn` does not)."""
    return any(
        begins_with(name, heading)
        for name in names
        for heading in known.headings
        if heading and may_begin_with("".join(name), heading[0])
    )


def _plain(tokens: Tokens) -> Tokens:
    """The tokens without `về việc`, which names of results leave out."""
    text = " ".join(tokens).replace(" VE VIEC ", " ")
    return tuple(text.split())
