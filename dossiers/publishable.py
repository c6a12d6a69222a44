"""A report fit to leave the office: where small counts are withheld, nothing in it tells them.

The ratios are withheld by `dossiers.ratio_suppression`, the operations by `dossiers.operations_suppression`;
this is about what else a report says. Lists of dossiers are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from dossiers.incompleteness import Cause, CompletenessBand
from dossiers.register import RESULT_SLOT
from dossiers.register_guard import Exclusion, Shrinkage
from dossiers.reporting import Doubts, Report
from dossiers.states import SlotState
from dossiers.suppression import Sum, is_small, withheld

Name = TypeVar("Name", CompletenessBand, Exclusion)
Counts = Mapping[Name, int | None]


def publishable(report: Report) -> Report:
    """The report without what its suppression would be undone by; as it is where nothing is suppressed."""
    below = report.suppressed_below
    if below <= 1:
        return report
    return report.model_copy(
        update={
            "dossiers": None,
            "actions": None,
            "excluded": (),
            "doubts": _doubts(report.doubts, report.distribution.get(CompletenessBand.UNKNOWN), below),
            "distribution": _whole_or_nothing(report.distribution, below),
            "excluded_counts": _excluded(report.excluded_counts, below),
            "causes": _causes(report.causes, below),
            "shrunk": tuple(_shrinkage(entry, below) for entry in report.shrunk),
        }
    )


def _whole_or_nothing(counts: Counts[Name], below: int) -> dict[Name, int | None]:
    """All of the counts or none: most can be worked out from the ratios, and then the last one too."""
    hides = is_small((count or 0 for count in counts.values()), below)
    return {name: None if hides else count for name, count in counts.items()}


def _doubts(doubts: Doubts, of_unknown_completeness: int | None, below: int) -> Doubts:
    """Each count alone; and of what is undetermined, where all else is there and where it is not."""
    numbers: dict[str, int] = doubts.model_dump()
    small = {name for name, number in numbers.items() if is_small((number,), below)}
    all_else_there = (of_unknown_completeness or 0) - numbers["unknown_due_set"]
    if is_small((all_else_there, numbers["undetermined"] - all_else_there), below):
        small |= {"unknown_due_set", "undetermined"}
    return doubts.model_copy(update=dict.fromkeys(small))


def _excluded(counts: Mapping[Exclusion, int | None], below: int) -> dict[Exclusion, int | None]:
    """The reasons of having nothing to digitise stand beside their sum; deleted dossiers stand alone."""
    alone = {why: counts[why] for why in counts.keys() & {Exclusion.DELETED}}
    others = {why: count for why, count in counts.items() if why not in alone}
    return _whole_or_nothing(alone, below) | _whole_or_nothing(others, below)


def _causes(causes: Iterable[Cause], below: int) -> tuple[Cause, ...]:
    """What components lack together, and what results do, are the gaps of two ratios."""
    cells = {_key(cause): (cause.dossiers,) for cause in causes}
    of_results = [key for key in cells if key[1] == RESULT_SLOT]
    of_components = [key for key in cells if key[1] != RESULT_SLOT and key[2] is not SlotState.UNDETERMINED]
    hidden = withheld(cells, [Sum(of_results), Sum(of_components)], below)
    told = [
        cause.model_copy(update={"dossiers": 0, "suppressed": True}) if _key(cause) in hidden else cause
        for cause in causes
    ]
    return tuple(sorted(told, key=lambda cause: (-cause.dossiers, *_key(cause))))


def _key(cause: Cause) -> tuple[str, str, SlotState]:
    return cause.procedure_code, cause.slot, cause.state


def _shrinkage(entry: Shrinkage, below: int) -> Shrinkage:
    """The month is named; its numbers are not where they, or how many dossiers went, would tell of a few."""
    if not is_small((entry.before, entry.after, entry.before - entry.after), below):
        return entry
    return entry.model_copy(update={"before": 0, "after": 0, "suppressed": True})
