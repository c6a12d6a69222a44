"""The titles under which the slots of a dossier are found, and the kinds of paper that serve them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dossiers.procedures import Component, ResultPaper
from dossiers.register import RESULT_SLOT
from dossiers.text import fold
from ocr.understanding.head import Tokens, heading_tokens
from ocr.understanding.known import KnownTitles, Named, Role
from ocr.understanding.titles import Title, title_of

_FORM = re.compile(r"\bMAU SO (\d{1,3})\b")


class Serving(NamedTuple):
    """What serves a component.

    Attributes:
        kinds: the kinds that serve it, whatever else stands on the paper.
        general: headings that need words of the component on the paper.
        details: the decisive lines that it lists; a paper with another one is another form.
    """

    kinds: frozenset[str]
    general: frozenset[Tokens]
    details: frozenset[Tokens]


def component_titles(components: Iterable[Component], known: KnownTitles) -> tuple[Named, ...]:
    """The titles of the components."""
    return tuple(
        Named(role=Role.COMPONENT, id=component.id, title=title)
        for component in components
        for title in _titles(component.title_lines, known)
    )


def result_titles(results: Iterable[ResultPaper], known: KnownTitles) -> tuple[Named, ...]:
    """The title lines of the results (most results have none: see `ocr/understanding/results.py`)."""
    return tuple(
        Named(role=Role.RESULT, id=RESULT_SLOT, title=title)
        for result in results
        for title in _titles(result.title_lines or (), known)
    )


def serving(component: Component, known: KnownTitles) -> Serving:
    """The kinds and general headings that serve a component, from its own list and its title lines."""
    kinds = set(component.kinds)
    general: set[Tokens] = set()
    details: set[Tokens] = set()
    for title in _titles(component.title_lines, known):
        here = [known.kinds[name] for name in known.by_heading.get(title.heading, ())]
        if title.details:
            details.update(title.details)
            kinds.update(
                kind.id for kind in here if set(map(heading_tokens, kind.second_lines)) & set(title.details)
            )
        elif title.generic:
            general.add(title.heading)
        else:
            kinds.update(kind.id for kind in here if not kind.generic and not kind.second_lines)
    return Serving(frozenset(kinds), frozenset(general), frozenset(details))


def form_numbers(text: str) -> frozenset[int]:
    """The numbers of the forms named in a text (`Mẫu số 08`)."""
    return frozenset(int(number) for number in _FORM.findall(fold(text)))


def _titles(lines: Sequence[str], known: KnownTitles) -> Iterator[Title]:
    """A generic heading needs one of the decisive lines of the list, where it has any; others stand alone."""
    details = _details(lines, known)
    for line in lines:
        heading = heading_tokens(line)
        if line in details:
            continue
        if heading in known.generic:
            yield title_of(line, details, generic=True)
            continue
        kind = known.sufficient.get(heading)
        yield title_of(line, open_=kind is not None and kind.open)
        if kind is not None:  # the other titles of the kind name the same paper
            yield from (title_of(other, open_=kind.open) for other in kind.titles if other != line)


def _details(lines: Sequence[str], known: KnownTitles) -> list[str]:
    """The decisive lines: in mixed case, or known as such; there are none without a generic heading."""
    if not any(heading_tokens(line) in known.generic for line in lines):
        return []
    return [line for line in lines if not line.isupper() or heading_tokens(line) in known.second_lines]
