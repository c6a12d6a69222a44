"""What the contract says, said once more: plain dicts and loops, sharing nothing with the domain's code.

A case is a plain dict:
    received_on, resolved_on (ISO or None), status, channel, facts
    components   None, or catalogue rows: id, required, when, one_of, present_only, digitise, channel
    no_result    True where the procedure does not end in a document
    rows         of the receipt slip: slot, form, digitised_on, reused
    papers       number, slot, state
Where the contract is silent, the decisions are those of the project: see `represent`.
"""

from __future__ import annotations

import unicodedata

NEW_LAW = "2025-07-01"
INDICATORS = (
    *("co_so_hoa_tphs", "so_hoa_day_du_tphs", "so_hoa_ket_qua"),
    *("qd766_4_1", "qd766_4_2", "qd766_4_3", "thanh_phan_so_hoa"),
)


def folded(text):
    letters = ""
    for char in unicodedata.normalize("NFD", text.lower()):
        if unicodedata.category(char) == "Mn":
            continue
        plain = "d" if char == "đ" else char
        letters += plain if plain in "abcdefghijklmnopqrstuvwxyz0123456789" else " "
    return " ".join(letters.split())


def condition_holds(component, facts):
    """True, False, or None for unknown."""
    if component.get("when") is None:
        return True
    named = [part.strip() for part in facts.split(";") if part.strip()]
    if not named:
        return None
    for name in named:
        if name != "-" and folded(name) in (folded(component["when"]), folded(component["id"])):
            return True
    return False


def channel_fits(component, channel):
    wanted = component.get("channel")
    if wanted is None:
        return True
    return channel == "online" if wanted == "online" else channel != "online"


def best_state(papers, slot):
    for state in ("usable", "failed_gate", "unreadable"):
        for paper in papers:
            if paper["slot"] == slot and paper["state"] == state:
                return state
    return "missing"


def listed_rows(case):
    return [row for row in case["rows"] if row["slot"] != "result"]


def slots_from_rows(case):
    """Component rows are the list of due papers and settle every condition."""
    slots = {}
    catalogue = {component["id"]: component for component in case["components"] or []}
    for name in catalogue:
        slots[name] = {"due": False, "state": "not_due"}
    for row in listed_rows(case):
        component = catalogue.get(row["slot"], {})
        exempt = None
        if row["form"] == "present_only":
            exempt = "present_only"
        elif row["form"] in ("copy", "certified_copy"):
            exempt = "exempt"
        elif row["form"] is None and component.get("present_only"):
            exempt = "present_only"
        elif row["form"] is None and component.get("digitise") is False:
            exempt = "exempt"
        if exempt:
            slots[row["slot"]] = {"due": True, "state": exempt}
        elif row["reused"]:
            slots[row["slot"]] = {"due": True, "state": "reused"}
        elif row["digitised_on"]:
            slots[row["slot"]] = {"due": True, "state": "usable"}
        else:
            slots[row["slot"]] = {"due": True, "state": best_state(case["papers"], row["slot"])}
    return slots


def slots_from_catalogue(case):
    slots = {}
    groups = {}
    for component in case["components"]:
        name = component["id"]
        holds = condition_holds(component, case["facts"])
        ruled_out = not channel_fits(component, case["channel"])
        ruled_out = ruled_out or (holds is False and not facts_contradict(case, component))
        group = component.get("one_of")
        if component.get("present_only"):
            slots[name] = {"due": False, "state": "present_only"}
        elif ruled_out:
            slots[name] = {"due": False, "state": "not_due"}
        elif component.get("digitise") is False:
            slots[name] = {"due": False, "state": "exempt"}
        elif group is not None:
            groups.setdefault(group, []).append((component, holds))
        elif component.get("required"):
            slots[name] = {"due": True, "state": best_state(case["papers"], name)}
        elif component.get("when") is None:
            slots[name] = {"due": False, "state": "not_due"}
        else:
            slots[name] = conditional(holds, best_state(case["papers"], name))
    for group, members in groups.items():
        represent(case, group, members, slots)
    return slots


def facts_contradict(case, component):
    """A group that is due cannot be wished away: its form is due even if no fact fits any member."""
    group = component.get("one_of")
    if group is None or not group_is_certain(case, group):
        return False
    for other in case["components"]:
        admitted = other.get("one_of") == group and channel_fits(other, case["channel"])
        if admitted and condition_holds(other, case["facts"]) is not False:
            return False
    return True


def conditional(holds, found):
    """Condition unknown but a usable paper there: due and usable."""
    if holds is True or found == "usable":
        return {"due": True, "state": found}
    return {"due": None, "state": "undetermined"}


def represent(case, group, members, slots):
    """A group is one due unit, shown at the one member that represents it; the others are not due."""
    certain = group_is_certain(case, group)
    conditions = [holds for component, holds in members if component.get("when") is not None]
    due = True if certain or True in conditions else None if None in conditions else False
    for component, _ in members:
        slots[component["id"]] = {"due": False, "state": "not_due"}
    if due is False:
        return
    found = {component["id"]: best_state(case["papers"], component["id"]) for component, _ in members}
    usable = [name for name in found if found[name] == "usable"]
    papered = [name for name in found if found[name] != "missing"]
    surely = [c["id"] for c, holds in members if certain or (c.get("when") is not None and holds is True)]
    perhaps = [c["id"] for c, _ in members if c.get("when") is not None]
    meant = [c["id"] for c, holds in members if c.get("when") is not None and holds is True]
    name = (usable + papered + meant + surely + perhaps)[0]
    slots[name] = conditional(due, found[name])


def group_is_certain(case, group):
    """Due whatever the facts say: then every member that is not ruled out is as surely due as the next."""
    if group in ("to_khai", "ban_khai"):
        return True
    return any(c.get("one_of") == group and c.get("required") for c in case["components"])


def slots_of(case):
    """The slots with their states, and whether the due set is known at all.

    What was filed online is exempt under the new law, whatever the list says: nobody has to know it.
    """
    exempt = case["channel"] == "online" and case["received_on"] >= NEW_LAW
    if listed_rows(case):
        slots = slots_from_rows(case)
    elif case["components"] is not None:
        slots = slots_from_catalogue(case)
    else:
        named = [paper["slot"] for paper in case["papers"] if paper["slot"] not in (None, "result")]
        slots = {name: {"due": False, "state": "not_due"} for name in named}
        if not exempt:
            return slots, False
    if exempt:
        for name, slot in slots.items():
            shown = slot["state"] == "present_only"
            slots[name] = {"due": False, "state": "present_only" if shown else "exempt"}
    return slots, True


def has_component_file(case, slots):
    for paper in case["papers"]:
        if paper["slot"] in slots and paper["state"] == "usable":
            return True
    return any(row["digitised_on"] or row["reused"] for row in listed_rows(case))


def judge(case):
    """Everything about one dossier."""
    slots, known = slots_of(case)
    counted = {
        name: slot["state"]
        for name, slot in slots.items()
        if slot["due"] is True and slot["state"] not in ("exempt", "present_only")
    }
    missing = [name for name, state in counted.items() if state not in ("usable", "reused")]
    undetermined = len([slot for slot in slots.values() if slot["state"] == "undetermined"])
    complete = True
    if missing:
        complete = False
    elif undetermined or not known:
        complete = None
    return {
        "slots": slots,
        "known": known,
        "due": len(counted) if known else None,
        "digitised": len(counted) - len(missing),
        "undetermined": undetermined,
        "ratio": percent(len(counted) - len(missing), len(counted)),
        "missing": missing,
        "complete": complete,
        "result": judge_result(case),
        "has_file": has_component_file(case, slots),
        "reused": any(row["reused"] for row in listed_rows(case)),
    }


def judge_result(case):
    state = best_state(case["papers"], "result")
    for row in case["rows"]:
        if row["slot"] == "result" and row["reused"]:
            state = "reused"
        elif row["slot"] == "result" and row["digitised_on"]:
            state = "usable"
    due = case["status"] == "resolved" and not case["no_result"]
    return {"due": due, "state": "not_due" if state == "missing" and not due else state}


def in_cohort(case, cohort, first, last):
    if case["status"] == "deleted":
        return False
    if cohort == "received":
        return first <= case["received_on"] <= last
    return case["status"] == "resolved" and first <= (case["resolved_on"] or "") <= last


def count_indicators(cases, cohort, first, last):
    """The seven indicators as (numerator, denominator)."""
    totals = {}
    for name in INDICATORS:
        totals[name] = [0, 0]

    def add(name, numerator, denominator):
        totals[name][0] += int(numerator)
        totals[name][1] += int(denominator)

    for case in cases:
        if not in_cohort(case, cohort, first, last):
            continue
        seen = judge(case)
        resolved = case["status"] == "resolved" and (case["resolved_on"] or last) <= last
        has_result = seen["result"]["state"] in ("usable", "reused")
        if not (seen["known"] and seen["due"] == 0 and seen["undetermined"] == 0):
            some = seen["digitised"] > 0 if seen["known"] else seen["has_file"]
            add("co_so_hoa_tphs", some, True)
            add("so_hoa_day_du_tphs", seen["complete"] is True, True)
        if resolved:
            add("so_hoa_ket_qua", has_result or case["no_result"], True)
        if not case["no_result"]:
            add("qd766_4_1", has_result, True)
        add("qd766_4_2", seen["has_file"] and (has_result or not resolved or case["no_result"]), True)
        add("qd766_4_3", seen["reused"], True)
        add("thanh_phan_so_hoa", seen["digitised"], seen["due"] or 0)
    return {name: tuple(parts) for name, parts in totals.items()}


def percent(numerator, denominator):
    """Two decimals, half up, by integers alone; never 100.00 while something is missing."""
    if denominator == 0:
        return None
    hundredths = (numerator * 20000 + denominator) // (2 * denominator)
    if numerator < denominator and hundredths >= 10000:
        hundredths = 9999
    return f"{hundredths // 100}.{hundredths % 100:02d}"
