"""Withholding small counts: none below n is printed, nor can be worked out from what stands beside it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.operations import Operations, OperationsRow
from dossiers.operations_suppression import hidden_operations, without_hidden
from dossiers.periods import Period
from dossiers.ratios import Ratio
from dossiers.register import Channel
from dossiers.reporting import Breakdown
from dossiers.suppression import Sum, withheld
from reports.json_report import to_json
from tests.dossiers.building import component, look, paper, procedure, record, report

KNOWN = procedure(component("don", required=True))
FULL = "so_hoa_day_du_tphs"

Equation = Mapping[Hashable, int]
"""A sum: 1 for the whole, -1 for each part; it is 0."""
Row = dict[Hashable, Fraction]
"""The same with numbers in it: under None what is known."""


def dossiers(unit: str, number: int, **changes: object):
    return [
        look(
            record(dossier_code=f"{unit}-240105-{n:04}", unit_code=unit, **changes),
            KNOWN,
            papers=[paper("don")],
        )
        for n in range(number)
    ]


def worked_out(equations: Iterable[Equation], shown: Mapping[Hashable, int]) -> dict[Hashable, Fraction]:
    """What linear algebra tells of the values that are not shown."""
    rows = []
    for equation in equations:
        row: Row = {}
        for name, factor in equation.items():
            key = None if name in shown else name
            row[key] = row.get(key, Fraction(0)) + factor * shown.get(name, 1)
        rows.append(row)
    solved: list[tuple[Hashable, Row]] = []
    for given_row in rows:
        left = given_row
        for own, known in solved:
            left = less(left, known, left.get(own, Fraction(0)))
        pivot = next((name for name, factor in left.items() if name is not None and factor), None)
        if pivot is not None:
            one = {name: factor / left[pivot] for name, factor in left.items()}
            solved = [(own, less(known, one, known.get(pivot, Fraction(0)))) for own, known in solved]
            solved.append((pivot, one))
    return {
        pivot: -row.get(None, Fraction(0))
        for pivot, row in solved
        if not any(factor for name, factor in row.items() if name not in {pivot, None})
    }


def less(row: Row, other: Row, times: Fraction) -> Row:
    if not times:
        return row
    both = {
        name: row.get(name, Fraction(0)) - times * other.get(name, Fraction(0)) for name in {**row, **other}
    }
    return {name: factor for name, factor in both.items() if factor}


def rests(equations: Iterable[Equation], shown: Mapping[Hashable, int]) -> list[int]:
    """Of each sum that is shown: what it is less the parts that are shown."""
    wholes = [(next(name for name, factor in entry.items() if factor > 0), entry) for entry in equations]
    return [
        shown[whole] - sum(shown.get(name, 0) for name in entry if name != whole)
        for whole, entry in wholes
        if whole in shown
    ]


# Tables

parents = st.lists(st.integers(0, 20), min_size=1, max_size=7)


@st.composite
def crossed(draw: st.DrawFn) -> tuple[dict[str, tuple[int]], list[Sum[str]], dict[str, int]]:
    """Units below each other and months, with the groups of both; some dossiers stand in no group."""
    tree = draw(parents)
    months = range(draw(st.integers(1, 4)))
    is_crossed = draw(st.booleans())
    few = st.sampled_from((0, 0, 1, 3, 4, 7, 12, 30))
    groups = {f"g{unit}/{month}": draw(few) for unit in range(len(tree)) for month in months}
    above = {unit: (None if unit == 0 or parent % unit == unit else parent % unit) if unit else None
             for unit, parent in enumerate(tree)}  # fmt: skip
    sizes = {unit: sum(groups[f"g{unit}/{month}"] for month in months) for unit in above}
    for unit in sorted(above, reverse=True):
        if (parent := above[unit]) is not None:
            sizes[parent] += sizes[unit]
    roots = [f"u{unit}" for unit, parent in above.items() if parent is None]
    cells = {f"u{unit}": (size,) for unit, size in sizes.items()} | {"all": (sum(groups.values()),)}
    sums = [Sum(roots, "all")]
    for unit in above:
        below = [f"u{child}" for child, parent in above.items() if parent == unit]
        own = [f"g{unit}/{month}" for month in months] if is_crossed else []
        sums.append(Sum([*below, *own], f"u{unit}"))
    if is_crossed:
        cells |= {group: (size,) for group, size in groups.items()}
        for month in months:
            of_month = [f"g{unit}/{month}" for unit in above]
            cells[f"m{month}"] = (sum(groups[group] for group in of_month),)
            sums.append(Sum(of_month, f"m{month}"))
        sums.append(Sum([f"m{month}" for month in months], "all"))
    return cells, sums, {name: size for name, (size,) in cells.items()}


@settings(max_examples=150, deadline=None)
@given(crossed(), st.integers(2, 8))
def test_no_small_cell_of_a_table_is_readable_nor_can_be_worked_out(table, below):
    cells, sums, sizes = table
    hidden = withheld(cells, sums, below)
    shown = {name: size for name, size in sizes.items() if name not in hidden}
    assert not [name for name, size in shown.items() if 0 < size < below]
    equations = []
    for total in sums:
        own = sizes[total.whole] - sum(sizes[part] for part in total.parts)
        equations.append(
            {total.whole: 1, **dict.fromkeys(total.parts, -1), **({("own", total.whole): -1} if own else {})}
        )
    assert not [value for value in worked_out(equations, shown).values() if 0 < value < below]
    assert not [rest for rest in rests(equations, shown) if 0 < rest < below]


def test_one_small_cell_takes_the_next_smallest_with_it():
    cells = {"a": (3,), "b": (9,), "c": (7,), "d": (0,)}
    assert withheld(cells, [Sum([*cells])], 5) == {"a", "c"}
    assert withheld(cells, [Sum([*cells])], 3) == frozenset()


def test_two_small_cells_that_are_few_together_take_a_third():
    assert withheld({"a": (1,), "b": (2,), "c": (7,), "d": (8,)}, [Sum(["a", "b", "c", "d"])], 5) == {
        "a",
        "b",
        "c",
    }


def test_what_a_unit_received_itself_is_not_told_by_those_below_it():
    cells = {"H40": (23,), "H40.1": (9,), "H40.2": (12,)}
    assert withheld(cells, [Sum(["H40.1", "H40.2"], "H40")], 5) == {"H40.1"}


# Operations


@st.composite
def operations(draw: st.DrawFn) -> list[OperationsRow]:
    """The rows of a tree of units whose figures add up."""
    tree = draw(parents)
    few = st.sampled_from((0, 0, 0, 1, 2, 6, 9, 20))
    depths, own = [0], [went_through(draw, few)]
    for parent in tree[1:]:
        depths.append(min(parent % 3, depths[-1] + 1))
        own.append(went_through(draw, few))
    sums = []
    for place, depth in enumerate(depths):
        end = next((at for at in range(place + 1, len(depths)) if depths[at] <= depth), len(depths))
        sums.append(sum(own[place + 1 : end], start=own[place]))
    rows = [
        OperationsRow(unit_code=f"U{place}", depth=depth, operations=total)
        for place, (depth, total) in enumerate(zip(depths, sums, strict=True))
    ]
    return [OperationsRow(unit_code=None, operations=sum(own, start=Operations())), *rows]


def went_through(draw: st.DrawFn, few: st.SearchStrategy[int]) -> Operations:
    received = {channel.value: draw(few) for channel in Channel}
    ended = {name: draw(few) for name in ("early", "late", "without_date", "returned", "refused", "overdue")}
    surplus = sum(ended.values()) - sum(received.values())
    rest = {"carried_in": max(surplus, 0), "carried_out": max(-surplus, 0), "supplements_asked": draw(few)}
    return Operations(received=received, **ended, **rest)


PARTS = {
    "received": [f"received_{channel.value}" for channel in Channel],
    "resolved": ["early", "on_time", "late", "without_date"],
    "closed": ["returned", "refused", "withdrawn"],
    "open": ["carried_out", "overdue"],
}


@settings(max_examples=20, deadline=None)
@given(operations(), st.integers(2, 8))
def test_no_small_figure_of_the_operations_is_readable_nor_can_be_worked_out(rows, below):
    told = without_hidden(rows, hidden_operations(rows, below))
    shown = {(place, name): count for place, row in enumerate(told) for name, count in row.figures.items()
             if count is not None}  # fmt: skip
    assert not [name for name, count in shown.items() if 0 < count < below]
    equations = [*across(rows), *down(rows)]
    assert not [value for value in worked_out(equations, shown).values() if 0 < value < below]
    assert not [rest for rest in rests(equations, shown) if 0 < rest < below]


def across(rows: Sequence[OperationsRow]) -> Iterable[Equation]:
    sums = [*PARTS.items(), ("total", ["carried_in", "received"]), ("total", ["resolved", "closed", "open"])]
    for place in range(len(rows)):
        for whole, parts in sums:
            yield {(place, whole): 1, **{(place, part): -1 for part in parts}}


def down(rows: Sequence[OperationsRow]) -> Iterable[Equation]:
    for place, row in enumerate(rows):
        level = -1 if row.unit_code is None else row.depth
        end = next((at for at in range(place + 1, len(rows)) if rows[at].depth <= level), len(rows))
        children = [at for at in range(place + 1, end) if rows[at].depth == level + 1]
        for name, count in row.operations.figures.items() if children else ():
            own = count - sum(rows[at].operations.figures[name] for at in children)
            unprinted = {("own", place, name): -1} if own else {}
            yield {(place, name): 1, **{(at, name): -1 for at in children}, **unprinted}


# Reports

KINDS = {
    "complete": {"papers": [paper("don")]},
    "incomplete": {},
    "unassigned": {"papers": [paper(None)]},
}
few_or_many = st.sampled_from((0, 1, 2, 5, 9))


@st.composite
def registers(draw: st.DrawFn) -> list[Any]:
    made = []
    for unit in ("H40", "H40.1", "H40.2", "H40.3"):
        for kind, given_papers in KINDS.items():
            for month in ("01", "02"):
                for number in range(draw(few_or_many)):
                    code = f"{unit}-24{month}05-{kind}{number}"
                    field = draw(st.sampled_from(("Hộ tịch", "Đất đai")))
                    one = record(
                        dossier_code=code, unit_code=unit, received_on=f"2024-{month}-05", field=field
                    )
                    made.append(look(one, KNOWN, **given_papers))
    return made


@settings(max_examples=10, deadline=None)
@given(
    registers(), st.sampled_from(([], [Breakdown.UNIT], [Breakdown.FIELD], [Breakdown.UNIT, Breakdown.FIELD]))
)
def test_no_small_count_is_readable_in_a_suppressed_report(register, by):
    whole = Period.parse("2024-Q1")
    told = to_json(report(*register, period=whole, by=by, suppress_below=5))
    cells = [
        told["total"],
        *(group["indicators"] for group in told["groups"] + told["units"] + told["trend"]),
    ]
    counts = [ratio["denominator"] for cell in cells for ratio in cell.values()]
    counts += [told["dossier_count"], *(unit["counted"] for unit in told["units"])]
    counts += [*told["distribution"].values(), *told["doubts"].values(), *told["excluded_counts"].values()]
    counts += [cause["dossiers"] for cause in told["causes"]]
    assert not [count for count in counts if count is not None and 0 < count < 5]
    names = [name for name, ratio in told["total"].items() if name != "thanh_phan_so_hoa"]
    for line in [{"counted": told["dossier_count"], "indicators": told["total"]}, *told["units"]]:
        for name in names:
            size = line["indicators"][name]["denominator"]
            assert None in {size, line["counted"]} or not 0 < line["counted"] - size < 5


def test_groups_and_units_withhold_their_numbers_and_the_same_ones():
    made = report(
        *dossiers("H40.01", 2), *dossiers("H40.02", 8), *dossiers("H40.03", 9), by=[Breakdown.UNIT],
        suppress_below=5,
    )  # fmt: skip
    hidden = {group.by["unit"]: group.suppressed for group in made.groups}
    assert FULL in hidden["H40.01"]
    assert FULL in hidden["H40.02"]
    assert hidden["H40.03"] == ()
    assert made.groups[0].indicators[FULL] == Ratio()
    assert made.groups[2].indicators[FULL].ratio == "100.00"
    assert [(line.counted, "counted" in line.suppressed) for line in made.units] == [
        (0, True), (0, True), (9, False),
    ]  # fmt: skip
    assert made.total[FULL].denominator == 19
    assert (made.suppressed, made.suppressed_below) == ((), 5)


def test_a_small_report_tells_nothing_but_that_it_is_small():
    made = report(*dossiers("H40.01", 3), suppress_below=5)
    assert (made.counted, set(made.total.values())) == (0, {Ratio()})
    assert {"counted", FULL} <= set(made.suppressed)
    assert not made.is_empty
    assert [score.points for scoring in made.scoring for score in scoring.scores if score.points] == []


def test_what_a_ratio_leaves_out_is_not_told_by_what_it_counts():
    """Of ten dossiers nine have something to digitise: the one that has not is not told by subtraction."""
    nothing = look(record(dossier_code="H40-240105-9999"), procedure(component("the", present_only=True)))
    made = report(*dossiers("H40", 9), nothing, suppress_below=5)
    assert {"co_so_hoa_tphs", FULL} <= set(made.suppressed)
    assert (made.counted, made.doubts.nothing_to_digitise) == (10, None)


def test_a_rare_cause_withholds_its_number():
    lacking = [look(record(dossier_code=f"H40-240105-{n:04}"), KNOWN) for n in range(3)]
    (cause,) = report(*lacking, suppress_below=5).causes
    assert (cause.dossiers, cause.suppressed) == (0, True)
    (cause,) = report(*lacking).causes
    assert (cause.dossiers, cause.suppressed) == (3, False)


def test_nothing_is_withheld_unless_asked_for():
    made = report(*dossiers("H40.01", 1), by=[Breakdown.UNIT])
    assert made.groups[0].suppressed == made.units[0].suppressed == made.suppressed == ()
