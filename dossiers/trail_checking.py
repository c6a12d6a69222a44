"""What was done to an audit trail: events changed, removed, put in, cut off; pieces in the store likewise.

Two witnesses are heard. The chain itself: every event bears the hash of what it says and of the one before.
And the sealed pieces in the store: where one is whole, what the ledger holds must be the same, event by
event. Without a piece the chain cannot tell that its end was cut off, nor that all of it was written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from dossiers.audit import FIRST_LINK, Link

_UNKNOWN = ""


class Flaw(StrEnum):
    """What is wrong.

    Attributes:
        CHANGED: the event is not what was written.
        REMOVED: the event is gone.
        INSERTED: the event was put in.
        CUT_OFF: the ledger ends before these events.
        SEAL_MISSING: no piece of the store holds these events, though one should.
        SEAL_ALTERED: the piece is not what was sealed.
        SEAL_UNRECORDED: the store has a piece of which the ledger does not know.
    """

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    CUT_OFF = "cut_off"
    SEAL_MISSING = "seal_missing"
    SEAL_ALTERED = "seal_altered"
    SEAL_UNRECORDED = "seal_unrecorded"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the events `first` to `last`, or with the piece of that key."""

    flaw: Flaw
    first: int
    last: int
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """What the store says of the events `first` to `last`; no links where it cannot be believed."""

    first: int
    last: int
    links: Sequence[Link] | None


def is_whole(links: Sequence[Link | None], first: int, last: int, before: str | None) -> bool:
    """Whether a piece is what its key says: these events, genuine, chained, after the one before it."""
    events = [link for link in links if link is not None and link.is_genuine]
    return (
        [link.number for link in events] == list(range(first, last + 1))
        and len(events) == len(links)
        and before in {None, events[0].previous}
        and all(after.previous == earlier.hash for earlier, after in pairwise(events))
    )


class TrailCheck:
    """One walk along the ledger's events, in the order of their numbers. Memory does not grow with them.

    Attributes:
        count: how many there were so far.
        head: the last of them; number 0 before the first.
    """

    def __init__(self, events: Iterable[Link]) -> None:
        """Begins before the first event."""
        self._events = _Ahead(events)
        self._before = Link(number=0, previous="", hash=FIRST_LINK, line="", is_genuine=True)
        self.count = 0
        self.head = self._before

    def run(self, witnesses: Iterable[Witness]) -> Iterator[Finding]:
        """Everything that is wrong; neighbours of one kind are one finding.

        Args:
            witnesses: what the store says, in the order of their events and without overlap.
        """
        return merged(self._findings(witnesses))

    def _findings(self, witnesses: Iterable[Witness]) -> Iterator[Finding]:
        for witness in witnesses:
            if witness.links is not None:
                yield from self._held_against(witness.links)
            else:
                yield from self._by_the_chain(witness.last)
                yield from self._up_to(witness.last)
        yield from self._by_the_chain(None)

    def _up_to(self, last: int) -> Iterator[Finding]:
        """What is gone of the events up to a number."""
        if self._before.number < last:
            flaw = Flaw.CUT_OFF if self._events.peek() is None else Flaw.REMOVED
            yield Finding(flaw, self._before.number + 1, last)
            self._before = Link(last, "", _UNKNOWN, "", is_genuine=True)

    def _held_against(self, sealed: Sequence[Link]) -> Iterator[Finding]:
        """The ledger's events against those of a piece that is whole."""
        before, place = self._before, 0
        if before.number and before.hash not in {_UNKNOWN, sealed[0].previous}:
            yield _one(Flaw.CHANGED, before)
        while place < len(sealed):
            told, found = sealed[place], self._events.peek()
            if found is None:
                yield Finding(Flaw.CUT_OFF, told.number, sealed[-1].number)
                self._before = sealed[-1]
                return
            if found.hash == told.hash:
                if found.line != told.line:
                    yield _one(Flaw.CHANGED, found)
                self._next_is(told)
                place += 1
            elif found.number > told.number or self._was_removed(found, sealed, place):
                yield _one(Flaw.REMOVED, told)
                self._before = told
                place += 1
            elif found.number < told.number or self._was_inserted(told):
                yield _one(Flaw.INSERTED, found)
                self._pop()
            else:
                yield _one(Flaw.CHANGED, found)
                self._next_is(told)
                place += 1

    def _was_inserted(self, told: Link) -> bool:
        after = self._events.peek(1)
        return after is not None and after.hash == told.hash

    @staticmethod
    def _was_removed(found: Link, sealed: Sequence[Link], place: int) -> bool:
        return place + 1 < len(sealed) and sealed[place + 1].hash == found.hash

    def _by_the_chain(self, last: int | None) -> Iterator[Finding]:
        """The ledger's events up to a number by what they say of each other."""
        while (found := self._events.peek()) is not None and (last is None or found.number <= last):
            after = self._events.peek(1)
            due = self._before.number + 1
            if found.number > due:
                yield Finding(Flaw.REMOVED, due, found.number - 1)
            follows = found.number > due or self._before.hash in {_UNKNOWN, found.previous}
            if found.number < due or self._stands_aside(found, after, follows=follows):
                yield _one(Flaw.INSERTED, found)
                self._pass_over(found)
                continue
            if not found.is_genuine:
                yield _one(Flaw.CHANGED, found)
            elif not follows:  # of the two, nobody can say which was exchanged
                yield Finding(Flaw.CHANGED, max(self._before.number, 1), found.number)
            self._next_is(found)

    def _stands_aside(self, found: Link, after: Link | None, *, follows: bool) -> bool:
        """Whether the event belongs to nothing: the next one follows the one before it."""
        if found.is_genuine and follows:
            return False
        if after is None:
            return not follows and not found.is_genuine
        return after.previous == self._before.hash != found.hash

    def _pass_over(self, found: Link) -> None:
        """The chain goes on from the event before; only the number is used up."""
        self._pop()
        if found.number > self._before.number:
            self._before = Link(found.number, "", self._before.hash, "", is_genuine=True)

    def _next_is(self, link: Link) -> None:
        """The chain goes on with the next event, which is this one or should be."""
        self._pop()
        self._before = link

    def _pop(self) -> None:
        self.head = self._events.pop()
        self.count += 1


def merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, those about neighbouring events as one."""
    waiting: Finding | None = None
    for finding in findings:
        if waiting is not None and _joins(waiting, finding):
            waiting = Finding(
                waiting.flaw, min(waiting.first, finding.first), max(waiting.last, finding.last)
            )
            continue
        if waiting is not None:
            yield waiting
        waiting = finding
    if waiting is not None:
        yield waiting


def _joins(waiting: Finding, finding: Finding) -> bool:
    same = (waiting.flaw, waiting.key) == (finding.flaw, finding.key) and waiting.key is None
    return same and waiting.first <= finding.first <= waiting.last + 1


def _one(flaw: Flaw, link: Link) -> Finding:
    return Finding(flaw, link.number, link.number)


class _Ahead:
    """Events one after the other, with a look at those that come next."""

    def __init__(self, events: Iterable[Link]) -> None:
        self._rest = iter(events)
        self._seen: list[Link] = []

    def peek(self, ahead: int = 0) -> Link | None:
        while len(self._seen) <= ahead:
            link = next(self._rest, None)
            if link is None:
                return None
            self._seen.append(link)
        return self._seen[ahead]

    def pop(self) -> Link:
        self.peek()
        return self._seen.pop(0)
