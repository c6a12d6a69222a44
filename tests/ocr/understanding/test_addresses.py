"""Commune and province of an address: those of today, or null with the reason."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.places import Place, load_places
from dossiers.text import fold
from ocr.understanding.addresses import divided

PROVINCES = {place.code: place for place in load_places() if not place.parent}
COMMUNES = [place for place in load_places() if place.parent]


@pytest.mark.parametrize(
    ("address", "commune", "province"),
    [
        ("Thôn 3, xã Bình Minh, tỉnh Quảng Ngãi", "Xã Bình Minh", "Tỉnh Quảng Ngãi"),
        ("số 5, P. Ba Đình, TP. Hà Nội", "Phường Ba Đình", "Thành phố Hà Nội"),
        ("Bình Minh, Quảng Ngãi", "Xã Bình Minh", "Tỉnh Quảng Ngãi"),
        ("thôn 2 xã Bình Minh tỉnh Quảng Ngãi", "Xã Bình Minh", "Tỉnh Quảng Ngãi"),
        ("Thôn 3, xa Binh Minh, tinh Quang Ngai", "Xã Bình Minh", "Tỉnh Quảng Ngãi"),
        ("xã Bình Mimh, tỉnh Quảng Ngãi", "Xã Bình Minh", "Tỉnh Quảng Ngãi"),
        ("Đặc khu Lý Sơn, tỉnh Quảng Ngãi, Việt Nam", "Đặc khu Lý Sơn", "Tỉnh Quảng Ngãi"),
        ("xã Tịnh Khê, tỉnh Quảng Ngãi", "Xã Tịnh Khê", "Tỉnh Quảng Ngãi"),
    ],
)
def test_an_address_of_today(address: str, commune: str, province: str):
    found = divided(address)
    assert (found.commune.name, found.province.name) == (commune, province)
    assert (found.commune.reason, found.province.reason) == (None, None)


@pytest.mark.parametrize(
    ("address", "reason", "candidates", "province"),
    [
        ("xã An Lộc Đông, tỉnh Nam Giang", "not_in_list", (), None),
        ("xã Trực Hòa, tỉnh Quảng Ngãi", "not_in_list", (), "Tỉnh Quảng Ngãi"),
        ("xã Bình Minh, tỉnh Bạc Liêu", "not_in_list", (), None),
        ("tỉnh Quảng Ngãi", "not_found", (), "Tỉnh Quảng Ngãi"),
        # A district tells the division before July 2025: its commune may be another one today.
        (
            "Xã Bình Minh, huyện Bình Sơn, tỉnh Quảng Ngãi",
            "old_division",
            ("Xã Bình Minh",),
            "Tỉnh Quảng Ngãi",
        ),
        (
            "xã Tịnh Khê, thành phố Quảng Ngãi, tỉnh Quảng Ngãi",
            "old_division",
            ("Xã Tịnh Khê",),
            "Tỉnh Quảng Ngãi",
        ),
    ],
)
def test_an_address_that_is_not_certain(
    address: str, reason: str, candidates: tuple[str, ...], province: str | None
):
    found = divided(address)
    assert (found.commune.name, found.commune.reason, found.commune.candidates) == (None, reason, candidates)
    assert found.province.name == province


def test_a_name_of_many_communes_is_ambiguous_without_its_province():
    found = divided("Xã Tân Tiến").commune
    assert (found.name, found.reason) == (None, "ambiguous")
    assert len(found.candidates) == 7
    assert "Xã Tân Tiến, Tỉnh Lạng Sơn" in found.candidates


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(COMMUNES))
def test_every_commune_is_found_in_its_province_or_doubted(place: Place):
    found = divided(f"Thôn 1, {place.name}, {PROVINCES[place.parent].name}")
    assert found.province.name == PROVINCES[place.parent].name
    assert found.commune.name == place.name or place.name in " ".join(found.commune.candidates)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(COMMUNES))
def test_without_marks_no_other_commune_is_told(place: Place):
    found = divided(f"Thôn 1, {fold(place.name)}, {PROVINCES[place.parent].name}").commune
    assert found.name is None or fold(found.name) == fold(place.name)
