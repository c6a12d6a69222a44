"""The slots of a dossier: which papers are due, from the catalogue or from the receipt slip.

A due unit is one slot, or one `one_of` group: the group is represented by one of its members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dossiers.procedures import FORM_GROUPS, Component, Facts, Procedure
from dossiers.register import RESULT_SLOT, Channel, ComponentRow, DossierRecord, Form
from dossiers.rules import RuleSet
from dossiers.states import Paper, SlotState


@dataclass(frozen=True, slots=True)
class DueSlot:
    """One slot before anybody looked at the papers.

    Attributes:
        due: True, False, or None where the facts do not decide.
        exemption: the state of a slot that is not to be digitised; None for a digitisable one.
        group: the `one_of` group; its members together are one due unit.
        by_fact: a fact of the dossier names its condition: of a group it is the one that is meant.
        row: what the receipt slip says of it.
        papers_min: how many usable papers it needs.
    """

    id: str
    name: str
    due: bool | None
    exemption: SlotState | None = None
    group: str | None = None
    by_fact: bool = False
    row: ComponentRow | None = None
    papers_min: int = 1


def due_slots(
    record: DossierRecord, procedure: Procedure | None, rows: Sequence[ComponentRow], rules: RuleSet
) -> tuple[DueSlot, ...] | None:
    """The slots of a dossier in catalogue order; None where nobody knows its due set.

    With component rows, these are the list of due papers and settle every condition; without, the
    catalogue decides with the facts (contract.md, "The register").
    """
    listed = [row for row in rows if row.slot != RESULT_SLOT]
    components = procedure.components if procedure else None
    if listed:
        slots = tuple(_from_rows(listed, components or ()))
    elif components is not None:
        slots = tuple(_from_catalogue(components, record))
    else:
        return None
    return tuple(_exempted(slots)) if owes_no_components(record, rules) else slots


def slots_without_list(record: DossierRecord, papers: Iterable[Paper], rules: RuleSet) -> tuple[DueSlot, ...]:
    """Where nobody knows the due set: the slots that papers were given by a person, none of them due."""
    ids = dict.fromkeys(slot for paper in papers for slot in paper.slots if slot != RESULT_SLOT)
    slots = tuple(DueSlot(slot, slot, due=False) for slot in ids)
    return tuple(_exempted(slots)) if owes_no_components(record, rules) else slots


def owes_no_components(record: DossierRecord, rules: RuleSet) -> bool:
    """Whether a dossier is exempt from the digitisation of components, whatever its list says.

    Filed online, under a rule set that exempts these (Circular 03/2025/TT-VPCP art. 5).
    """
    return record.channel is Channel.ONLINE and rules.online_exempt


def fillable_components(procedure: Procedure | None, rows: Iterable[ComponentRow]) -> tuple[Component, ...]:
    """The components that a paper of the dossier can be recognised as, catalogue order.

    A paper that only the receipt slip knows is a component whose title is its name.
    """
    known = (procedure.components or ()) if procedure else ()
    ids = {component.id for component in known}
    named = [row.slot for row in rows if row.slot != RESULT_SLOT and row.slot not in ids]
    return known + tuple(
        Component(id=slot, name_vi=slot, required=True, title_lines=(slot,)) for slot in named
    )


def _from_rows(rows: Sequence[ComponentRow], components: Sequence[Component]) -> Iterator[DueSlot]:
    by_slot = {row.slot: row for row in rows}
    for component in components:
        row = by_slot.pop(component.id, None)
        if row is None:
            yield DueSlot(component.id, component.name_vi, due=False)
        else:
            yield DueSlot(
                component.id,
                component.name_vi,
                due=True,
                exemption=_row_exemption(row, component),
                row=row,
                papers_min=component.papers_min,
            )
    for slot, row in by_slot.items():
        yield DueSlot(slot, slot, due=True, exemption=_row_exemption(row, None), row=row)


def _row_exemption(row: ComponentRow, component: Component | None) -> SlotState | None:
    if row.form is Form.PRESENT_ONLY:
        return SlotState.PRESENT_ONLY
    if row.form is not None:
        return None if row.form.is_digitisable else SlotState.EXEMPT
    return _catalogue_exemption(component) if component else None


def _from_catalogue(components: Sequence[Component], record: DossierRecord) -> Iterator[DueSlot]:
    facts = Facts.parse(record.facts)
    ruled_out = _ruled_out(components, record.channel, facts)
    for component in components:
        condition = component.condition(facts)
        if component.id in ruled_out:
            exemption = SlotState.PRESENT_ONLY if component.present_only else None
            yield DueSlot(component.id, component.name_vi, due=False, exemption=exemption)
        else:
            yield DueSlot(
                component.id,
                component.name_vi,
                due=_is_due(component, components, condition=condition),
                exemption=_catalogue_exemption(component),
                group=component.one_of,
                by_fact=component.when is not None and condition is True,
                papers_min=component.papers_min,
            )


def _ruled_out(components: Sequence[Component], channel: Channel, facts: Facts) -> frozenset[str]:
    """The components that the channel or a condition known not to hold rules out.

    Facts cannot do away with a group that is due: where they rule out each member that the channel leaves,
    they contradict the catalogue, and one of the members stays due.
    """
    owed = [component for component in components if component.is_owed_by(channel)]
    left = {component.id for component in owed if component.condition(facts) is not False}
    for group in {component.one_of for component in owed if component.one_of}:
        members = {component.id for component in owed if component.one_of == group}
        if _group_is_due(group, components) and not members & left:
            left |= members
    return frozenset(component.id for component in components) - left


def _catalogue_exemption(component: Component) -> SlotState | None:
    if component.present_only:
        return SlotState.PRESENT_ONLY
    return None if component.is_digitisable else SlotState.EXEMPT


def _is_due(component: Component, components: Sequence[Component], *, condition: bool | None) -> bool | None:
    """Whether a component that is not ruled out is due; None where its condition decides and is unknown."""
    group_is_due = component.one_of is not None and _group_is_due(component.one_of, components)
    if group_is_due or (component.required and component.one_of is None):
        return True
    return condition if component.when else False


def _group_is_due(group: str, components: Sequence[Component]) -> bool:
    """A group is due if a member is required, or if it is the form itself (procedures.yaml, notes)."""
    return group in FORM_GROUPS or any(entry.required for entry in components if entry.one_of == group)


def _exempted(slots: Iterable[DueSlot]) -> Iterator[DueSlot]:
    for slot in slots:
        exemption = slot.exemption or SlotState.EXEMPT
        yield DueSlot(slot.id, slot.name, due=False, exemption=exemption, row=slot.row)
