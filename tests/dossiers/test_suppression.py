"""Withholding small figures: none below n is printed, and none can be told from what is printed beside it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.ratios import Ratio
from dossiers.reporting import Breakdown
from dossiers.suppression import withheld
from tests.dossiers.building import component, look, paper, procedure, record, report

KNOWN = procedure(component("don", required=True))


def dossiers(unit: str, number: int, **changes: object):
    return [
        look(
            record(dossier_code=f"{unit}-240105-{n:04}", unit_code=unit, **changes),
            KNOWN,
            papers=[paper("don")],
        )
        for n in range(number)
    ]


def test_one_small_cell_takes_the_next_smallest_with_it():
    sizes = {"a": 3, "b": 9, "c": 7, "d": 0}
    assert withheld(sizes, [list(sizes)], 5) == {"a", "c"}
    assert withheld(sizes, [list(sizes)], 3) == frozenset()
    assert withheld({"a": 3, "b": 4, "c": 7}, [["a", "b", "c"]], 5) == {"a", "b"}


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(0, 30), min_size=1),
    st.integers(2, 10),
)
def test_no_row_or_column_withholds_a_single_cell(sizes, below):
    rows = [[key for key in sizes if key[place] == value] for place in (0, 1) for value in range(4)]
    hidden = withheld(sizes, rows, below)
    assert all(key in hidden for key, size in sizes.items() if 0 < size < below)
    for part in rows:
        others = [key for key in part if key not in hidden and sizes[key]]
        assert sum(key in hidden for key in part) != 1 or not others


def test_groups_units_and_causes_withhold_their_numbers():
    made = report(
        *dossiers("H40.01", 2), *dossiers("H40.02", 8), *dossiers("H40.03", 9), by=[Breakdown.UNIT],
        suppress_below=5,
    )  # fmt: skip
    hidden = {group.by["unit"]: group.suppressed for group in made.groups}
    assert "so_hoa_day_du_tphs" in hidden["H40.01"]
    assert "so_hoa_day_du_tphs" in hidden["H40.02"]
    assert hidden["H40.03"] == ()
    assert made.groups[0].indicators["so_hoa_day_du_tphs"] == Ratio()
    assert made.groups[2].indicators["so_hoa_day_du_tphs"].ratio == "100.00"
    assert [(line.counted, "counted" in line.suppressed) for line in made.units] == [
        (0, True), (0, True), (9, False),
    ]  # fmt: skip
    assert made.total["so_hoa_day_du_tphs"].denominator == 19
    assert made.suppressed_below == 5


def test_a_rare_cause_withholds_its_number():
    lacking = [look(record(dossier_code=f"H40-240105-{n:04}"), KNOWN) for n in range(3)]
    (cause,) = report(*lacking, suppress_below=5).causes
    assert (cause.dossiers, cause.suppressed) == (0, True)
    (cause,) = report(*lacking).causes
    assert (cause.dossiers, cause.suppressed) == (3, False)


def test_nothing_is_withheld_unless_asked_for():
    made = report(*dossiers("H40.01", 1), by=[Breakdown.UNIT])
    assert made.groups[0].suppressed == made.units[0].suppressed == ()
