"""Commune and province of an address, among those of today (`config/data/communes.csv`).

Compared folded, a few letters misread; two communes that only their marks tell apart are told apart by them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from config.places import Place, load_places
from dossiers.text import fold, nfc
from ocr.understanding.readings import FieldReason

_COMMAS = re.compile(r"[,;]|\s[-–]\s")
# A rank begins a part of its own where the comma before it is lost.
_RANKS = re.compile(
    r"\s(?=(?:thị xã|(?<!thị )xã|phường|đặc khu|thị trấn|huyện|quận|tỉnh|thành phố|tp\.?)\s)", re.IGNORECASE
)
_COMMUNE = re.compile(r"(?P<rank>XA|PHUONG|DAC KHU|THI TRAN|P|X|TT) (?P<name>.+)")
_DISTRICT = re.compile(r"(?:HUYEN|QUAN|THI XA|TX|THANH PHO|TP) .+")
_PROVINCE = re.compile(r"(?:TINH|THANH PHO|TP|T) (?P<name>.+)")
_LONG_RANKS = {"P": "PHUONG", "X": "XA", "TT": "THI TRAN"}
_RANK_OF_NAME = re.compile(r"(?:TINH|THANH PHO|XA|PHUONG|DAC KHU) ")
# One misread letter in a name so long, two in one twice that; a shorter name is soon another one.
_LETTERS_AN_ERROR = 7
_MOST_ERRORS = 2
# How much the likeness (0 to 100) of two names to what is written must differ to tell them apart by marks.
_MARGIN = 4.0
_SEVERAL = 4


@dataclass(frozen=True, slots=True)
class Found:
    """A place or the reason why there is none, with what it may be."""

    name: str | None = None
    reason: FieldReason | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Division:
    """Where an address lies."""

    commune: Found
    province: Found


@cache
def _by_parent() -> dict[str, tuple[Place, ...]]:
    children: dict[str, list[Place]] = {}
    for place in load_places():
        children.setdefault(place.parent, []).append(place)
    return {parent: tuple(places) for parent, places in children.items()}


@cache
def _folded(parent: str) -> tuple[str, ...]:
    return tuple(fold(place.name) for place in _by_parent()[parent])


@cache
def _bare(parent: str) -> tuple[str, ...]:
    return tuple(_RANK_OF_NAME.sub("", name, count=1) for name in _folded(parent))


def divided(address: str) -> Division:
    """Commune and province of an address; each null with a reason where it is not certain."""
    texts = (part for text in _COMMAS.split(nfc(address)) for part in _RANKS.split(text))
    parts = [part for text in texts if (part := fold(text))]
    at, province = _province(parts)
    rest = parts[:at]
    if province is None and at is not None:
        unknown = Found(reason=FieldReason.NOT_IN_LIST)
        return Division(commune=unknown, province=unknown)
    told = Found(name=province.name) if province else Found(reason=FieldReason.NOT_FOUND)
    commune = _commune(rest, province, address)
    names = (commune.name,) if commune.name else commune.candidates
    if names and any(_DISTRICT.fullmatch(part) for part in rest):
        commune = Found(reason=FieldReason.OLD_DIVISION, candidates=names)
    return Division(commune=commune, province=told)


def _province(parts: Sequence[str]) -> tuple[int | None, Place | None]:
    """The last part of an address, or the last but one before `Việt Nam`; with its rank or without."""
    for index in range(len(parts) - 1, max(-1, len(parts) - 3), -1):
        ranked = _PROVINCE.fullmatch(parts[index])
        nearest = _nearest(ranked["name"] if ranked else parts[index], _bare(""))
        if len(nearest) == 1 and (ranked or index > 0):
            return index, _by_parent()[""][nearest[0]]
        if ranked:
            return index, None
    return None, None


def _commune(parts: Sequence[str], province: Place | None, address: str) -> Found:
    for part in reversed(parts):
        if named := _COMMUNE.fullmatch(part):
            name = f"{_LONG_RANKS.get(named['rank'], named['rank'])} {named['name']}"
            places = _in_province(name, province) if province else _anywhere(name)
            return _one_of(places, address)
    if province is None or not parts:
        return Found(reason=FieldReason.NOT_FOUND)
    bare = [_by_parent()[province.code][index] for index in _nearest(parts[-1], _bare(province.code))]
    return _one_of(bare, address) if bare else Found(reason=FieldReason.NOT_FOUND)


def _in_province(name: str, province: Place) -> list[Place]:
    return [_by_parent()[province.code][index] for index in _nearest(name, _folded(province.code))]


def _anywhere(name: str) -> list[Place]:
    """Without a province only the very name counts: one misread letter makes another commune elsewhere."""
    return [
        place
        for parent, places in _by_parent().items()
        if parent
        for place, folded in zip(places, _folded(parent), strict=True)
        if folded == name
    ]


def _one_of(places: Sequence[Place], address: str) -> Found:
    if not places:
        return Found(reason=FieldReason.NOT_IN_LIST)
    likeliest = _by_marks(places, address) if len(places) > 1 else places
    if len(likeliest) > 1:
        return Found(reason=FieldReason.AMBIGUOUS, candidates=_with_provinces(likeliest))
    return Found(name=likeliest[0].name)


def _nearest(name: str, names: Sequence[str]) -> list[int]:
    """The indexes of the names that are written so; else of the nearest and those hardly farther."""
    exact = [index for index, known in enumerate(names) if known == name]
    allowed = min(len(name) // _LETTERS_AN_ERROR, _MOST_ERRORS)
    if exact or not allowed:
        return exact
    distances = process.extract(
        name, names, scorer=Levenshtein.distance, score_cutoff=allowed + 1, limit=_SEVERAL
    )
    if not distances or distances[0][1] > allowed:
        return []
    return [index for _, distance, index in distances if distance <= distances[0][1] + 1]


def _by_marks(places: Sequence[Place], address: str) -> list[Place]:
    text = nfc(address).casefold()
    scores = [fuzz.partial_ratio(place.name.casefold(), text) for place in places]
    best = max(scores)
    return [place for place, score in zip(places, scores, strict=True) if best - score < _MARGIN]


def _with_provinces(places: Sequence[Place]) -> tuple[str, ...]:
    provinces = {place.code: place.name for place in _by_parent()[""]}
    return tuple(f"{place.name}, {provinces[place.parent]}" for place in places)
