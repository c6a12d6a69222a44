"""Completeness of one dossier: each slot's state, the counts, and whether it is complete.

The readings are those of contract.md ("Readings that this project takes"). In doubt a dossier is not
complete: unknown conditions make it undetermined, unassigned papers fill nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dossiers.procedures import Procedure
from dossiers.ratios import percentage
from dossiers.register import RESULT_SLOT, ComponentRow, DossierRecord
from dossiers.rules import RuleSet
from dossiers.slots import DueSlot, due_slots, owes_no_components, slots_without_list
from dossiers.states import Paper, PaperState, SlotState

_BEST_FIRST = tuple(PaperState)


@dataclass(frozen=True, slots=True)
class SlotStatus:
    """One slot and how it stands. `due` is None while undetermined."""

    id: str
    name: str
    due: bool | None
    digitisable: bool
    state: SlotState
    group: str | None = None
    papers: tuple[Paper, ...] = ()
    row: ComponentRow | None = None
    by_fact: bool = False
    papers_min: int = 1

    @property
    def is_counted_due(self) -> bool:
        """Whether the slot is one of the due, digitisable ones."""
        return self.due is True and self.digitisable

    @property
    def has_usable_file(self) -> bool:
        """Whether there is a usable file or earlier digitised data, counted or not."""
        return _evidence(self.row) is not None or any(
            paper.state is PaperState.USABLE for paper in self.papers
        )


@dataclass(frozen=True, slots=True)
class ResultStatus:
    """The result (kết quả). Due only of a resolved dossier whose procedure ends in a document."""

    due: bool
    state: SlotState
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class ComponentCounts:
    """Due units, digitised ones among them, and undetermined ones beside them.

    `due` is None where nobody knows the due set.
    """

    due: int | None
    digitised: int
    undetermined: int

    @property
    def ratio(self) -> str | None:
        """The completeness of the dossier in percent; None where none is due."""
        return percentage(self.digitised, self.due or 0)


@dataclass(frozen=True, slots=True)
class DossierStatusReport:
    """A dossier with its slots, its result, and the verdict.

    `complete` is None where something is undetermined or the due set unknown.
    """

    record: DossierRecord
    rule_set: str
    slots: tuple[SlotStatus, ...]
    result: ResultStatus
    unassigned: tuple[Paper, ...]
    components: ComponentCounts
    complete: bool | None
    ends_in_document: bool

    @property
    def has_nothing_to_digitise(self) -> bool:
        """Known to owe nothing: in neither part of the component ratios (indicators.md 1.5, rule 5)."""
        return self.components.due == 0 and self.components.undetermined == 0

    @property
    def has_component_file(self) -> bool:
        """Whether any component has a usable file, also where none was to be digitised."""
        return any(slot.has_usable_file for slot in self.slots)

    @property
    def has_reused_data(self) -> bool:
        """Whether digitised data was used again for a component."""
        return any(
            (slot.row is not None and slot.row.reused) or any(paper.reused for paper in slot.papers)
            for slot in self.slots
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The due, digitisable slots that are not digitised."""
        return tuple(slot.id for slot in self.slots if slot.is_counted_due and not slot.state.is_digitised)


def dossier_status(
    record: DossierRecord,
    *,
    procedure: Procedure | None,
    rows: Sequence[ComponentRow],
    papers: Sequence[Paper],
    rules: RuleSet,
) -> DossierStatusReport:
    """How a dossier stands, from the register, the catalogue and its stored papers alone."""
    due = due_slots(record, procedure, rows, rules)
    slots = _filled(due if due is not None else slots_without_list(record, papers, rules), papers)
    is_known = due is not None or owes_no_components(record, rules)
    counts = _count(slots) if is_known else ComponentCounts(None, 0, 0)
    known = {slot.id for slot in slots} | {RESULT_SLOT}
    ends_in_document = procedure is None or procedure.ends_in_document
    return DossierStatusReport(
        record=record,
        rule_set=rules.id,
        slots=slots,
        result=_result(record, rows, papers, ends_in_document=ends_in_document),
        unassigned=tuple(paper for paper in papers if not known & set(paper.slots)),
        components=counts,
        complete=_verdict(counts),
        ends_in_document=ends_in_document,
    )


def _verdict(counts: ComponentCounts) -> bool | None:
    """False if any due component is not digitised; else None if anything is undetermined; else True."""
    if counts.due is None:
        return None
    if counts.digitised < counts.due:
        return False
    return None if counts.undetermined else True


def _count(slots: Iterable[SlotStatus]) -> ComponentCounts:
    due = digitised = undetermined = 0
    for slot in slots:
        if slot.state is SlotState.UNDETERMINED:
            undetermined += 1
        elif slot.is_counted_due:
            due += 1
            digitised += slot.state.is_digitised
    return ComponentCounts(due, digitised, undetermined)


def _filled(slots: Sequence[DueSlot], papers: Sequence[Paper]) -> tuple[SlotStatus, ...]:
    filled = [_fill(slot, tuple(paper for paper in papers if slot.id in paper.slots)) for slot in slots]
    for group in dict.fromkeys(slot.group for slot in slots if slot.group):
        _settle_group(filled, group)
    return tuple(filled)


def _fill(slot: DueSlot, papers: tuple[Paper, ...]) -> SlotStatus:
    due, state = _state(slot, papers)
    return SlotStatus(
        id=slot.id,
        name=slot.name,
        due=due,
        digitisable=slot.exemption is None,
        state=state,
        group=slot.group,
        papers=papers,
        row=slot.row,
        by_fact=slot.by_fact,
        papers_min=slot.papers_min,
    )


def _state(slot: DueSlot, papers: Sequence[Paper]) -> tuple[bool | None, SlotState]:
    if slot.exemption is not None:
        return slot.due is True, slot.exemption
    if slot.due is False:
        return False, SlotState.NOT_DUE
    found = _evidence(slot.row) or _best(papers, slot.papers_min)
    if slot.due is None and not found.is_digitised:
        return None, SlotState.UNDETERMINED
    return True, found


def _evidence(row: ComponentRow | None) -> SlotState | None:
    """What the register itself proves: reused data, or a paper digitised earlier."""
    if row is None:
        return None
    if row.reused:
        return SlotState.REUSED
    return SlotState.USABLE if row.digitised_on else None


def _best(papers: Sequence[Paper], needed: int = 1) -> SlotState:
    """The best state of the papers; where too few are usable, that of the best one that is not.

    Papers that were digitised elsewhere and stand alone make the slot `reused`.
    """
    usable = [paper for paper in papers if paper.state is PaperState.USABLE]
    if len({paper.number for paper in usable}) >= needed:
        return SlotState.REUSED if all(paper.reused for paper in usable) else SlotState.USABLE
    states = {paper.state for paper in papers} - {PaperState.USABLE}
    return next((SlotState(state.value) for state in _BEST_FIRST if state in states), SlotState.MISSING)


def _settle_group(slots: list[SlotStatus], group: str) -> None:
    """Leaves one representative of a `one_of` group that is due; its other members are not.

    A member with a usable paper stands for the group; else one that has papers; else the first that is
    surely due; else the first. A member that is not to be digitised never does, and keeps its state.
    """
    counted = [index for index, slot in enumerate(slots) if slot.group == group and slot.digitisable]
    standing = {slots[index].due for index in counted}
    if standing <= {False}:
        return
    chosen = min(counted, key=lambda index: _rank(slots[index]))
    for index in counted:
        slots[index] = replace(slots[index], due=False, state=SlotState.NOT_DUE)
    found = _best(slots[chosen].papers, slots[chosen].papers_min)
    if True in standing or found.is_digitised:
        slots[chosen] = replace(slots[chosen], due=True, state=found)
    else:
        slots[chosen] = replace(slots[chosen], due=None, state=SlotState.UNDETERMINED)


def _rank(slot: SlotStatus) -> int:
    if _best(slot.papers, slot.papers_min).is_digitised:
        return 0
    if slot.papers:
        return 1
    if slot.due:
        return 2 if slot.by_fact else 3
    return 4 if slot.due is None else 5


def _result(
    record: DossierRecord, rows: Sequence[ComponentRow], papers: Sequence[Paper], *, ends_in_document: bool
) -> ResultStatus:
    own = tuple(paper for paper in papers if RESULT_SLOT in paper.slots)
    due = ends_in_document and record.is_resolved_by(None)
    row = next((row for row in rows if row.slot == RESULT_SLOT), None)
    found = _evidence(row) or _best(own)
    if not due and found is SlotState.MISSING:
        return ResultStatus(due, SlotState.NOT_DUE)
    return ResultStatus(due, found, own)
