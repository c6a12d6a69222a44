"""A random sample that anybody can draw again."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from dossiers.sampling import draw

CODES = [f"H40.12-240105-{number:04d}" for number in range(500)]


def test_the_order_is_that_of_sha256_of_seed_and_code() -> None:
    by_hand = sorted(CODES, key=lambda code: hashlib.sha256(f"2024/{code}".encode()).hexdigest())
    assert list(draw(CODES, seed="2024", size=30)) == by_hand[:30]


def test_the_order_of_the_register_does_not_matter_and_the_seed_does() -> None:
    assert draw(reversed(CODES), seed="a", size=30) == draw(CODES, seed="a", size=30)
    assert draw(CODES, seed="b", size=30) != draw(CODES, seed="a", size=30)


@given(codes=st.sets(st.sampled_from(CODES)), size=st.integers(1, 40), seed=st.text())
def test_each_dossier_comes_once_and_all_where_there_are_no_more(
    codes: set[str], size: int, seed: str
) -> None:
    drawn = draw(codes, seed=seed, size=size)
    assert len(drawn) == len(set(drawn)) == min(size, len(codes))
    assert set(drawn) <= codes


def test_a_larger_sample_begins_with_the_smaller() -> None:
    assert draw(CODES, seed="a", size=60)[:30] == draw(CODES, seed="a", size=30)
