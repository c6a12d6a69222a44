"""Where the heading of a paper stands: the first line of its head that is a known title.

Only titles that stand there compete.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from ocr.understanding.fuzzy import may_begin_with
from ocr.understanding.head import Line, Tokens, head_of
from ocr.understanding.known import Named, Role
from ocr.understanding.titles import Match, Window, full_heading, is_in_capitals, is_speck, match_title

_NUMBER_LINE = re.compile(r"\W*S[ốôóỐÔÓ]\b", re.IGNORECASE)
_SUBJECT_LINE = re.compile(r"\W*V\s*[/1lI]?\s*v\b\W*", re.IGNORECASE)
# A speck before a heading (a rule, a mark of a stamp) reads as a word of so many letters.
_SPECK = 3

_ByFirst = Mapping[str, Sequence[Named]]


class Sighting(BaseModel):
    """A named title at the heading of a paper."""

    model_config = ConfigDict(frozen=True)

    role: Role
    id: str
    match: Match


class Heading(BaseModel):
    """Where the heading stands. `lines` is the head; a letter (công văn) was given the heading it lacks."""

    model_config = ConfigDict(frozen=True)

    lines: tuple[Line, ...]
    start: int
    sightings: tuple[Sighting, ...]
    is_letter: bool = False

    def of(self, role: Role) -> list[Sighting]:
        """The sightings of one role."""
        return [sighting for sighting in self.sightings if sighting.role is role]

    @property
    def full(self) -> Tokens:
        """All of the heading that is set in capitals."""
        return full_heading(self.lines, self.start)

    @property
    def tokens(self) -> Tokens:
        """The heading and what follows it in the head."""
        return tuple(token for line in self.lines[self.start :] for token in line.tokens)


def find_heading(
    lines: Sequence[Line], named: Sequence[Named], *, small_letters: bool = False
) -> Heading | None:
    """The first line of the head at which one of the titles stands, with all that stand there.

    `small_letters`: where none stands in capitals, one whose capitals were lost.
    """
    head = head_of(lines)
    titles = _by_first_word(named)
    return (
        _first_heading(head, titles)
        or _letter_heading(lines, head, titles)
        or (_first_heading(head, titles, small_letters=True) if small_letters else None)
    )


def _by_first_word(named: Sequence[Named]) -> _ByFirst:
    titles: dict[str, list[Named]] = defaultdict(list)
    for entry in named:
        if entry.title.heading:
            titles[entry.title.heading[0]].append(entry)
    return titles


def _first_heading(head: Sequence[Line], titles: _ByFirst, *, small_letters: bool = False) -> Heading | None:
    for start, line in enumerate(head):
        if is_speck(line):
            continue
        for windows in _windows(head, start):
            likely = _likely(windows[0], titles, line, small_letters=small_letters)
            found = [
                entry
                for window in windows
                for entry in _sightings(window, likely, small_letters=small_letters)
            ]
            if found:
                return Heading(lines=tuple(head), start=start, sightings=_best_of_each(found))
    return None


def _windows(head: Sequence[Line], start: int) -> Iterator[tuple[Window, ...]]:
    """The line as it is, with and without specks below it; then without a speck before it."""
    window = Window(head, start)
    yield (window, Window(head, start, with_specks=False)) if window.has_specks else (window,)
    if len(window.tokens) > 1 and len(window.tokens[0]) <= _SPECK:
        yield (Window(head, start, leave_out=1),)


def _best_of_each(found: Sequence[Sighting]) -> tuple[Sighting, ...]:
    """Each title once, as it was seen best, in the order of seeing."""
    best: dict[tuple[Role, str, str], Sighting] = {}
    for entry in found:
        key = (entry.role, entry.id, entry.match.title.text)
        if key not in best or _worth(entry) > _worth(best[key]):
            best[key] = entry
    return tuple(best.values())


def _worth(entry: Sighting) -> tuple[bool, int]:
    return entry.match.complete, entry.match.score


def _likely(window: Window, titles: _ByFirst, line: Line, *, small_letters: bool) -> list[Named]:
    text = "".join(window.tokens[:3])
    found = [entry for first, group in titles.items() if may_begin_with(text, first) for entry in group]
    if is_in_capitals(line) or small_letters:
        return found
    return [entry for entry in found if entry.title.text == line.text.strip()]


def _sightings(window: Window, named: Sequence[Named], *, small_letters: bool) -> Iterator[Sighting]:
    for entry in named:
        if match := match_title(window, entry.title, small_letters=small_letters):
            yield Sighting(role=entry.role, id=entry.id, match=match)


def _letter_heading(lines: Sequence[Line], head: Sequence[Line], titles: _ByFirst) -> Heading | None:
    """A công văn has no heading: its number, `V/v …` and `Kính gửi` tell it (Decree 30/2020, annex III)."""
    addressed = len(lines) > len(head) and lines[len(head)].tokens[:2] == ("KINH", "GUI")
    numbered = any(_NUMBER_LINE.match(line.text) for line in head)
    subject = next((index for index, line in enumerate(head) if _SUBJECT_LINE.match(line.text)), None)
    if not addressed or not numbered or subject is None:
        return None
    heading = _first_heading((Line(text="CÔNG VĂN"), *head[subject:]), titles)
    return heading.model_copy(update={"is_letter": True}) if heading else None
