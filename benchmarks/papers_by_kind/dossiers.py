"""Whole dossiers: complete ones, and those that look complete and are not."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from benchmarks.papers_by_kind.near import NEAR
from benchmarks.papers_by_kind.truth import papers, right_slots, served
from dossiers.procedures import FORM_GROUPS, Component, Procedure
from dossiers.register import Channel

ANOTHER = "another applicant"
_BEARS_A_NUMBER = frozenset({"confirmations", "statements", "contracts", "cards", "decisions"})


@dataclass(frozen=True)
class Enclosed:
    """One paper in the folder of a dossier: which, of whom, and as what scan of it."""

    paper: str
    variant: int
    whose: str
    level: str = "office"
    again: bool = False


@dataclass(frozen=True)
class Dossier:
    """A dossier and what lies in its folder; `complete` is the truth."""

    code: str
    procedure: str
    story: str
    enclosed: tuple[Enclosed, ...]
    types: bool = False

    @property
    def complete(self) -> bool:
        """Every due paper of the right person lies there as a usable scan."""
        return self.story in {"complete", "twice"}


def dossiers(procedures: dict[str, Procedure], limit: int | None = None) -> list[Dossier]:
    """The dossiers of the bench.

    Args:
        procedures: by code, those that dossiers may be of.
        limit: only so many of each story.
    """
    made: list[Dossier] = []
    for story, (count, _) in _STORIES.items():
        wanted = count if limit is None else min(count, limit)
        made += _of_story(story, wanted, procedures, len(made))
    return [*made, _of_the_other()]


def _of_the_other() -> Dossier:
    """The own dossier of the person whose papers lie in others' folders."""
    own = (Enclosed("tk_mai_tang", 0, ANOTHER), Enclosed("g_bao_tu", 0, ANOTHER))
    return Dossier("H40.12-250801-9001", "1.001731", "complete", own, types=True)


def due_slots(procedure: Procedure) -> tuple[str, ...] | None:
    """One slot for each paper that is due where no condition holds; None where nothing of it can be drawn."""
    known = served().get(procedure.code, {})
    owed = [
        one for one in procedure.components or () if one.is_digitisable and one.is_owed_by(Channel.DIRECT)
    ]
    due: list[str] = []
    groups: set[str] = set()
    for one in owed:
        if one.one_of is None and one.required:
            due.append(one.id)
        elif one.one_of is not None and one.one_of not in groups and _is_due(one.one_of, owed):
            groups.add(one.one_of)
            due.append(
                next((each.id for each in owed if each.one_of == one.one_of and each.id in known), one.id)
            )
    return tuple(due) if due and all(slot in known for slot in due) else None


def _is_due(group: str, owed: list[Component]) -> bool:
    return group in FORM_GROUPS or any(one.required for one in owed if one.one_of == group)


def _of_story(story: str, count: int, procedures: dict[str, Procedure], start: int) -> Iterator[Dossier]:
    dice = random.Random(f"classify dossiers {story}")
    made = 0
    for _ in range(12):
        for code in dice.sample(sorted(procedures), len(procedures)):
            if made >= count:
                return
            number = start + made + 1
            dossier = _told(story, f"H40.12-250801-{number:04}", procedures[code], dice)
            if dossier is not None:
                made += 1
                yield dossier


def _told(story: str, code: str, procedure: Procedure, dice: random.Random) -> Dossier | None:
    slots = due_slots(procedure)
    if slots is None:
        return None
    known = served()[procedure.code]
    chosen = [dice.choice(known[slot]) for slot in slots]
    whole = [Enclosed(one, dice.randrange(papers()[one].variants), code) for one in chosen]
    if len({one.paper for one in whole}) < len(whole):
        return None
    told = _STORIES[story][1](procedure.code, whole, dice)
    if told is None:
        return None
    return Dossier(code, procedure.code, story, tuple(told), types=story == "another's paper")


_Folder = list[Enclosed]


def _missing(_procedure: str, whole: _Folder, dice: random.Random) -> _Folder | None:
    at = dice.randrange(len(whole))
    return whole[:at] + whole[at + 1 :] or None


def _wrong(procedure: str, whole: _Folder, dice: random.Random) -> _Folder | None:
    places = [at for at, one in enumerate(whole) if _lookalike(procedure, one.paper)]
    if not places:
        return None
    at = dice.choice(places)
    return [*whole[:at], replace(whole[at], paper=NEAR[whole[at].paper], variant=0), *whole[at + 1 :]]


def _of_another(_procedure: str, whole: _Folder, dice: random.Random) -> _Folder | None:
    places = [at for at, one in enumerate(whole) if papers()[one.paper].shape in _BEARS_A_NUMBER]
    if not places or len(whole) < 2:
        return None
    at = dice.choice(places)
    return [*whole[:at], replace(whole[at], whose=ANOTHER), *whole[at + 1 :]]


def _twice(_procedure: str, whole: _Folder, dice: random.Random) -> _Folder:
    return [*whole, replace(dice.choice(whole), again=True)]


def _twice_one_missing(procedure: str, whole: _Folder, dice: random.Random) -> _Folder | None:
    rest = _missing(procedure, whole, dice)
    return None if rest is None else [*rest, replace(rest[0], again=True)]


def _poor(_procedure: str, whole: _Folder, dice: random.Random) -> _Folder:
    at = dice.randrange(len(whole))
    return [*whole[:at], replace(whole[at], level="poor"), *whole[at + 1 :]]


def _whole(_procedure: str, whole: _Folder, _dice: random.Random) -> _Folder:
    return whole


def _lookalike(procedure: str, paper: str) -> bool:
    return paper in NEAR and not right_slots(procedure, NEAR[paper])


_STORIES: dict[str, tuple[int, Callable[[str, _Folder, random.Random], _Folder | None]]] = {
    "complete": (44, _whole),
    "missing": (12, _missing),
    "wrong paper": (16, _wrong),
    "another's paper": (7, _of_another),
    "twice": (4, _twice),
    "twice, one missing": (4, _twice_one_missing),
    "poor page": (6, _poor),
}
