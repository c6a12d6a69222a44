"""Ratios and operations withheld together: what an office received is also what its ratios are about."""

from __future__ import annotations

from collections.abc import Sequence

from dossiers.counting import Counting
from dossiers.indicators import Cohort
from dossiers.operations import OperationsRow
from dossiers.operations_suppression import INTAKE, hidden_operations, without_hidden
from dossiers.periods import Period
from dossiers.ratio_suppression import COUNTED, TOTAL, Names, Place, Printed, hidden_ratios


def hidden_together(
    printed: Printed,
    operations: Sequence[OperationsRow],
    *,
    counting: Counting,
    period: Period,
    cohort: Cohort,
    below: int,
) -> tuple[dict[Place, Names], tuple[OperationsRow, ...]]:
    """What of the ratios is withheld, and the operations without what is withheld of them."""
    if below <= 1:
        return {}, tuple(operations)
    places = [TOTAL if row.unit_code is None else Place("unit", (row.unit_code,)) for row in operations]
    printed_there = printed.cells().keys() & places
    unreceived: set[Place] = set()
    while True:
        ratios = hidden_ratios(printed, counting, period, below, unreceived)
        told = {place for place, names in ratios.items() if COUNTED in names}
        is_one_count = cohort is Cohort.RECEIVED
        already = [place for place, at in enumerate(places) if is_one_count and at in told]
        hidden = hidden_operations(operations, below, already)
        more = {places[place] for place in hidden[INTAKE]} & printed_there - told
        if not (is_one_count and more):
            return ratios, without_hidden(operations, hidden)
        unreceived |= more
