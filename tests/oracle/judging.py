"""One dossier judged by hand: which papers are due, which are there, is it complete.

A due paper is a `Unit`: one component, one group of alternatives (`one_of`), or one line of the receipt slip.
Where the contract leaves two ways, the more cautious one stands here, and its comment says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.oracle.texts import Office, Row, day, folded, procedure_of

ONLINE_EXEMPT_FROM = date(2025, 7, 1)
EXEMPT_FORMS = {"copy", "certified_copy", "present_only"}
# "The group is due if any member has required=true, or if the group is the form itself" (procedures.yaml).
FORM_GROUPS = {"to_khai", "ban_khai"}


@dataclass(frozen=True)
class Unit:
    """One due paper. `due` None: nobody knows whether it is."""

    slots: tuple[str, ...]
    due: bool | None
    digitisable: bool
    digitised: bool

    @property
    def counts(self) -> bool:
        return self.due is True and self.digitisable

    @property
    def undetermined(self) -> bool:
        return self.due is None and self.digitisable


@dataclass(frozen=True)
class Judged:
    """What the text says of one dossier. `units` None: its due set is unknown to everybody."""

    row: Row
    field: str
    rule_set: str
    units: tuple[Unit, ...] | None
    ends_in_document: bool
    result_digitised: bool
    reused_component: bool
    has_component_file: bool

    @property
    def due(self) -> int | None:
        return None if self.units is None else sum(unit.counts for unit in self.units)

    @property
    def digitised(self) -> int:
        return sum(unit.counts and unit.digitised for unit in self.units or ())

    @property
    def undetermined(self) -> int:
        return sum(unit.undetermined for unit in self.units or ())

    @property
    def nothing_to_digitise(self) -> bool:
        return self.due == 0 and self.undetermined == 0

    @property
    def has_digitised_component(self) -> bool:
        """Of a due set that nobody knows, any component with a usable file is one."""
        return self.has_component_file if self.units is None else self.digitised >= 1

    @property
    def complete(self) -> bool | None:
        """False if any due, digitisable one is missing; else null if anything is undetermined; else true."""
        if self.units is None:
            return None
        if self.missing:
            return False
        return None if self.undetermined else True

    @property
    def missing(self) -> list[tuple[str, ...]]:
        """The slots of each due paper that is not there."""
        return sorted(unit.slots for unit in self.units or () if unit.counts and not unit.digitised)


def judged(row: Row, office: Office) -> Judged:
    """Judges one row of the register."""
    code = row["dossier_code"]
    procedure = procedure_of(row, office.procedures) or {}
    known = procedure.get("components")
    lines = office.slips.get(code, [])
    slip = [line for line in lines if line["slot"] != "result"]
    result = [line for line in lines if line["slot"] == "result"]
    usable = Counter(paper.slot for paper in office.papers.get(code, ()) if paper.state == "usable")
    if slip:
        units: list[Unit] | None = [_on_slip(line, known or [], usable) for line in slip]
    elif known is not None:
        units = _by_catalogue(known, row, usable)
    else:
        units = None
    law = _rule_set(row)
    if law == "2025-118" and row["channel"] == "online":
        # Exempt whatever the list says: where there is none, nothing is owed either.
        units = [replace(unit, digitisable=False) for unit in units or []]
    return Judged(
        row=row,
        field=row["field"] or procedure.get("field", ""),
        rule_set=law,
        units=None if units is None else tuple(units),
        ends_in_document=_ends_in_document(procedure),
        result_digitised=usable["result"] > 0 or any(_on_record(line) for line in result),
        reused_component=any(line["reused"] == "yes" for line in slip),
        has_component_file=_has_component_file(slip, known, usable),
    )


def _rule_set(row: Row) -> str:
    """A dossier's rule set is that of its reception date."""
    received = day(row["received_on"])
    assert received is not None
    return "2025-118" if received >= ONLINE_EXEMPT_FROM else "2022-766"


def _on_slip(line: Row, known: list[dict[str, Any]], usable: Counter[str | None]) -> Unit:
    """Component rows are the list of due papers and settle every condition; the form says what is exempt.

    A line without a form leaves that to the catalogue; a slot that it does not know is a paper of that name.
    """
    component = next((entry for entry in known if entry["id"] == line["slot"]), {"id": line["slot"]})
    to_digitise = line["form"] not in EXEMPT_FORMS if line["form"] else _digitisable(component)
    digitised = _on_record(line) or _enough(component, usable)
    return Unit(slots=(line["slot"],), due=True, digitisable=to_digitise, digitised=digitised)


def _by_catalogue(known: list[dict[str, Any]], row: Row, usable: Counter[str | None]) -> list[Unit]:
    """Every component alone is a due paper, and every group of alternatives is one."""
    groups: dict[str, list[dict[str, Any]]] = {}
    units = []
    for component in known:
        if component.get("one_of"):
            groups.setdefault(component["one_of"], []).append(component)
        else:
            units.append(_alone(component, row, usable))
    return units + [_group(name, members, row, usable) for name, members in groups.items()]


def _alone(component: dict[str, Any], row: Row, usable: Counter[str | None]) -> Unit:
    """Due by channel, obligation and condition; unknown condition, but a usable paper: due and usable."""
    digitised = _enough(component, usable)
    if not _owed(component, row):
        due: bool | None = False
    elif component.get("required"):
        due = True
    elif component.get("when"):
        holds = _holds(component, row)
        due = True if holds is None and digitised else holds
    else:
        due = False
    return Unit((component["id"],), due=due, digitisable=_digitisable(component), digitised=digitised)


def _group(name: str, members: list[dict[str, Any]], row: Row, usable: Counter[str | None]) -> Unit:
    """A `one_of` group is one due unit, and one member satisfies it.

    Cautious: a member that the channel or a condition rules out satisfies nothing, nor does one that is not
    to be digitised; and facts that rule out every member of a group that is due do not do away with it.
    """
    certain = name in FORM_GROUPS or any(member.get("required") for member in members)
    owed = [member for member in members if _owed(member, row)]
    left = [member for member in owed if _holds(member, row) is not False]
    if certain and not left:
        left = owed
    left = [member for member in left if _digitisable(member)]
    digitised = any(_enough(member, usable) for member in left)
    conditions = [_holds(member, row) for member in left if member.get("when")]
    if not left:
        due: bool | None = False
    elif certain or True in conditions:
        due = True
    elif None in conditions:
        due = True if digitised else None
    else:
        due = False
    return Unit(tuple(sorted(m["id"] for m in members)), due=due, digitisable=True, digitised=digitised)


def _owed(component: dict[str, Any], row: Row) -> bool:
    """The channel of a component filters what is due. Cautious: a linked dossier was paper at an office."""
    channel = component.get("channel")
    return channel is None or (channel == "online") == (row["channel"] == "online")


def _holds(component: dict[str, Any], row: Row) -> bool | None:
    """Facts that are not empty are a closed list; `-`: none holds; empty: unknown. Ids serve as the texts."""
    if not component.get("when"):
        return True
    if not row["facts"].strip(" ;"):
        return None
    named = {folded(fact) for fact in row["facts"].split(";")}
    return folded(component["when"]) in named or folded(component["id"]) in named


def _digitisable(component: dict[str, Any]) -> bool:
    """`present_only` and `digitise: false` are exempt, "copies: 1" alone is not."""
    return not component.get("present_only") and component.get("digitise") is not False


def _enough(component: dict[str, Any], usable: Counter[str | None]) -> bool:
    """`papers_min`: how many papers serve the component together (procedures.yaml, notes)."""
    return usable[component["id"]] >= component.get("papers_min", 1)


def _on_record(line: Row) -> bool:
    """What the register itself proves: digitised earlier or elsewhere (counts as usable), or reused."""
    return bool(line["digitised_on"]) or line["reused"] == "yes"


def _has_component_file(
    slip: list[Row], known: Iterable[dict[str, Any]] | None, usable: Counter[str | None]
) -> bool:
    """4.2 asks for any component with a usable file: due or not, exempt or not."""
    slots = {line["slot"] for line in slip} | {component["id"] for component in known or ()}
    if not slip and known is None:  # nobody knows its components: whatever a person assigned is one
        slots = {slot for slot in usable if slot not in (None, "result")}
    return any(_on_record(line) for line in slip) or any(usable[slot] for slot in slots)


def _ends_in_document(procedure: dict[str, Any]) -> bool:
    """Cautious: a procedure of which nobody knows the result is taken to end in a document."""
    results = procedure.get("result", [])
    without = bool(results) and all(result.get("no_document") for result in results)
    return not (procedure.get("no_result_document") or without)
