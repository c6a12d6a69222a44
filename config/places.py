"""Provinces and communes of the country (đơn vị hành chính, July 2026), loaded from `data/communes.csv`."""

from __future__ import annotations

import csv
from functools import cache
from typing import NamedTuple

from config.files import DATA
from dossiers.errors import CatalogueRefused

FILE = "communes.csv"


class Place(NamedTuple):
    """A province or commune; `name` with its rank (`Xã Bình Minh`), `parent` the province's code or empty."""

    code: str
    name: str
    parent: str


@cache
def load_places() -> tuple[Place, ...]:
    """All provinces, each followed by its communes.

    Raises:
        CatalogueRefused: the file lacks a column or a province.
    """
    text = (DATA / FILE).read_text(encoding="utf-8")
    rows = list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))[1:]
    if any(len(row) != len(Place._fields) for row in rows):
        raise CatalogueRefused(f"The data file {FILE} is wrong: a row has not code, name and parent.")
    places = tuple(Place(*row) for row in rows)
    provinces = {place.code for place in places if not place.parent}
    if stray := next((place for place in places if place.parent and place.parent not in provinces), None):
        raise CatalogueRefused(f"The data file {FILE} is wrong: the parent of {stray.name} is no province.")
    return places
