"""The tree of units: given parents, codes of both orders, and registers that contradict themselves."""

from __future__ import annotations

from collections.abc import Iterable
from operator import add

from hypothesis import given
from hypothesis import strategies as st

from dossiers.register import Unit
from dossiers.unit_tree import unit_tree


def units(*pairs: tuple[str, str]) -> list[Unit]:
    return [Unit(unit_code=code, parent_code=parent) for code, parent in pairs]


def test_given_parents_come_before_codes() -> None:
    tree = unit_tree(units(("H40", ""), ("H40.12", "H40.23"), ("H40.23", "")), ())
    assert tree.parents == {"H40": None, "H40.12": "H40.23", "H40.23": "H40"}
    assert list(tree.depths.items()) == [("H40", 0), ("H40.23", 1), ("H40.12", 2)]


def test_codes_of_both_orders_tell_what_lies_above() -> None:
    used = ["H40", "000.14.23.H40", "000.00.23.H40", "001.14.23.H40", "000.00.07.H40", "H40.23.15", "H40.23"]
    assert unit_tree((), used).parents == {
        "H40": None,
        "000.00.07.H40": "H40",
        "000.00.23.H40": "H40",
        "000.14.23.H40": "000.00.23.H40",
        "001.14.23.H40": "000.14.23.H40",
        "H40.23": "H40",
        "H40.23.15": "H40.23",
    }


def test_a_unit_that_nothing_knows_is_not_made_up() -> None:
    assert unit_tree((), ["H40.23.15", "H40.31", "000.14.23.H40"]).parents == dict.fromkeys(
        ["000.14.23.H40", "H40.23.15", "H40.31"]
    )


def test_a_given_parent_without_a_row_stands_in_the_tree() -> None:
    tree = unit_tree(units(("xa-1", "huyen")), ())
    assert list(tree.depths.items()) == [("huyen", 0), ("xa-1", 1)]


def test_what_lies_below_is_found_and_rolled_up() -> None:
    tree = unit_tree(units(("H40", ""), ("a", "H40"), ("b", "a"), ("c", "")), ())
    assert tree.at_or_below("a") == {"a", "b"}
    assert list(tree.rolled_up({"b": 2, "a": 1, "c": 5}, add).items()) == [
        ("H40", 3),
        ("a", 3),
        ("b", 2),
        ("c", 5),
    ]


def test_parents_in_a_circle_lose_nobody() -> None:
    tree = unit_tree(units(("a", "b"), ("b", "c"), ("c", "a"), ("d", "d")), ())
    assert tree.parents == {"a": "b", "b": "c", "c": None, "d": None}


CODES = st.sampled_from(["a", "b", "c", "H40", "H40.1", "H40.1.2", "000.00.23.H40", "000.14.23.H40"])


@given(pairs=st.lists(st.tuples(CODES, CODES | st.just("")), max_size=12), used=st.sets(CODES))
def test_the_roots_hold_everything_once(pairs: list[tuple[str, str]], used: Iterable[str]) -> None:
    tree = unit_tree(units(*pairs), used)
    values = dict.fromkeys(used, 1)
    sums = tree.rolled_up(values, add)
    assert sum(sums[code] for code in sums if tree.depths[code] == 0) == len(values)
    order = list(tree.depths)
    assert all(
        parent is None or order.index(parent) < order.index(code) for code, parent in tree.parents.items()
    )
