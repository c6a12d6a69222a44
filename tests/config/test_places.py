"""The list of provinces and communes that ships."""

from __future__ import annotations

from collections import Counter

from config.places import load_places


def test_the_country_since_july_2025():
    places = load_places()
    provinces = {place.code for place in places if not place.parent}
    assert len(provinces) == 34
    assert len(places) - len(provinces) == 3321
    assert {place.parent for place in places if place.parent} == provinces


def test_every_place_has_its_own_code_and_a_rank():
    places = load_places()
    assert max(Counter((place.code, place.parent == "") for place in places).values()) == 1
    assert {place.name.split()[0] for place in places} == {"Tỉnh", "Thành", "Xã", "Phường", "Đặc"}
