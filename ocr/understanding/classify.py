"""What a paper is: its heading among the kinds and among the papers that the procedure names.

The first line of the head that is any known title is the heading; only titles that stand there compete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from config.kinds import UNCLASSIFIED, Kind
from ocr.understanding.head import Line, Tokens, head_of
from ocr.understanding.known import KnownTitles, Named, Role
from ocr.understanding.titles import Match, Window, full_heading, match_title

# A kind whose heading goes on in a way we do not know is less sure.
_OPEN_HEADING = 0.9
_NUMBER_LINE = re.compile(r"\W*S[ốôóỐÔÓ]\b", re.IGNORECASE)
_SUBJECT_LINE = re.compile(r"\W*V\s*[/1lI]?\s*v\b\W*", re.IGNORECASE)


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


class Classification(BaseModel):
    """What a paper is; `kind` is None for `unclassified`, `match` the title that told it."""

    model_config = ConfigDict(frozen=True)

    kind: Kind | None = None
    confidence: float = 0.0
    heading: Heading | None = None
    match: Match | None = None

    @property
    def kind_id(self) -> str:
        """The public word."""
        return self.kind.id if self.kind else UNCLASSIFIED


def find_heading(lines: Sequence[Line], named: Sequence[Named]) -> Heading | None:
    """The first line of the head at which one of the titles stands, with all that stand there."""
    head = head_of(lines)
    return _first_heading(head, named) or _letter_heading(lines, head, named)


def classify(lines: Sequence[Line], known: KnownTitles, slots: Sequence[Named] = ()) -> Classification:
    """The kind of a paper from the lines of its first page; titles of slots may be its heading too."""
    heading = find_heading(lines, (*known.named, *slots))
    if heading is None:
        return Classification()
    told = [entry for entry in heading.of(Role.KIND) if entry.match.complete or not entry.match.title.details]
    if not told:
        return Classification(heading=heading)
    best = max(told, key=lambda entry: (entry.match.score, entry.match.complete))
    confidence = best.match.likeness * (1.0 if best.match.complete else _OPEN_HEADING)
    return Classification(
        kind=known.kinds[best.id], confidence=round(confidence, 3), heading=heading, match=best.match
    )


def _first_heading(head: Sequence[Line], named: Sequence[Named]) -> Heading | None:
    for start, line in enumerate(head):
        if not line.tokens:
            continue
        likely = [entry for entry in named if line.is_upper or entry.title.text == line.text.strip()]
        if sightings := tuple(_sightings(Window(head, start), likely)):
            return Heading(lines=tuple(head), start=start, sightings=sightings)
    return None


def _sightings(window: Window, named: Sequence[Named]) -> list[Sighting]:
    return [
        Sighting(role=entry.role, id=entry.id, match=match)
        for entry in named
        if (match := match_title(window, entry.title))
    ]


def _letter_heading(lines: Sequence[Line], head: Sequence[Line], named: Sequence[Named]) -> Heading | None:
    """A công văn has no heading: its number, `V/v …` and `Kính gửi` tell it (Decree 30/2020, annex III)."""
    addressed = len(lines) > len(head) and lines[len(head)].tokens[:2] == ("KINH", "GUI")
    numbered = any(_NUMBER_LINE.match(line.text) for line in head)
    subject = next((index for index, line in enumerate(head) if _SUBJECT_LINE.match(line.text)), None)
    if not addressed or not numbered or subject is None:
        return None
    heading = _first_heading((Line(text="CÔNG VĂN"), *head[subject:]), named)
    return heading.model_copy(update={"is_letter": True}) if heading else None
