"""Codes of dossiers and procedures, alone and in running text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.codes import (
    dossier_codes_in,
    is_procedure_code,
    is_usable_dossier_code,
    looks_like_dossier_code,
    national_procedure_code,
)

OLD = ["000.00.23.H40-240105-0012", "000.14.23.H40-240118-0003", "013.02.59.H41-250630-10234"]
NEW = ["H40.12-240105-0012", "H15.50.05.13-261008-0975", "H40.07-260210-0915234", "G09-250701-0912345"]
OTHER = [
    "",
    "H40.12-240105-012",
    "H40.12-240105-00123456",
    "H40.12-24105-0012",
    "h40.12-240105-0012",
    "40.12-240105-0012",
    "00.00.23.H40-240105-0012",
    "H40.12-240105-0012 ",
    "H40.12–240105–0012",
    "1.001193",
]


@pytest.mark.parametrize("code", OLD + NEW)
def test_both_orders_are_dossier_codes(code):
    assert looks_like_dossier_code(code)
    assert is_usable_dossier_code(code)


@pytest.mark.parametrize("text", OTHER)
def test_what_is_no_dossier_code(text):
    assert not looks_like_dossier_code(text)


@pytest.mark.parametrize("code", ["HS-2024/17".replace("/", "-"), "A", "0001.2024", "x" * 64])
def test_a_register_may_hold_codes_of_other_forms(code):
    assert is_usable_dossier_code(code)


@pytest.mark.parametrize(
    "code",
    ["", ".", "..", "a..b", "../H40", "a/b", "a\\b", "-a", "a-", ".a", "a.", "a b", "Hồ-1", "x" * 65, "a\n"],
)
def test_what_is_unsafe_in_a_key_is_no_code(code):
    assert not is_usable_dossier_code(code)


@pytest.mark.parametrize("code", OLD + NEW)
@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "Mã hồ sơ: {}",
        "Mã hồ sơ:{}, ngày 05/01/2024",
        "({})",
        "Số {}.",
        "{}\nNgười nộp",
        "“{}”;",
        "{}/1",
        "_{}_",
    ],
)
def test_codes_are_found_in_running_text(code, text):
    assert dossier_codes_in(text.format(code)) == {code}


@pytest.mark.parametrize(
    "text",
    [
        "A{}",
        "9{}",
        "{}9999",
        "{}A",
        "{}-1",
        "1-{}",
        "x.{}",
        "{} thiếu".replace("{}", "H40.12-240105-012"),
        "Quyết định 47/QĐ-UBND ngày 17/01/2025",
        "0123456789-240105-0012",
    ],
)
def test_nothing_is_found_inside_longer_tokens(text):
    assert dossier_codes_in(text.format("H40.12-240105-0912345")) == frozenset()


def test_the_new_order_is_not_seen_inside_the_old():
    assert dossier_codes_in(OLD[0]) == {OLD[0]}


def test_every_code_of_a_text_is_found_once():
    assert dossier_codes_in(f"{OLD[0]} {NEW[0]}, {OLD[0]}") == {OLD[0], NEW[0]}


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(OLD + NEW), max_size=4), st.sampled_from([" ", "\n", ", ", "; ", " – "]))
def test_whatever_stands_between_codes(codes, between):
    assert dossier_codes_in(between.join(codes)) == set(codes)


@pytest.mark.parametrize("code", ["1.001193", "2.000286", "1.010833.000.00.00.H15", "6.000123"])
def test_procedure_codes(code):
    assert is_procedure_code(code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.00119",
        "1.0133611",
        "1.014955-Xoa",
        "2.009182739",
        "01.001193",
        "1,001193",
        "1.001193.000.00.00",
    ],
)
def test_dirt_is_no_procedure_code(text):
    assert not is_procedure_code(text)


def test_the_national_part_of_a_provincial_code():
    assert national_procedure_code("1.010833.000.00.00.H15") == "1.010833"
    assert national_procedure_code("1.001193") == "1.001193"
