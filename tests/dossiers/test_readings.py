"""The readings of the contract, one test each; the docstring quotes the sentence."""

from __future__ import annotations

from datetime import date

import pytest

from dossiers.indicators import Cohort
from dossiers.periods import Period
from tests.dossiers.building import (
    Q1_2024,
    component,
    counts,
    due_and_state,
    indicators_of,
    look,
    paper,
    procedure,
    record,
    report,
    resolved,
    row,
    slot_of,
    unlisted_procedure,
)

BIRTH = procedure(
    component("to_khai", required=True),
    component("giay_chung_sinh", required=True),
    component("uy_quyen", when="người đi đăng ký được ủy quyền"),
)
CONDITION = "người đi đăng ký được ủy quyền"
NO_RESULT = procedure(component("to_khai", required=True), no_result_document=True)
ALL_DUE = (paper("to_khai", number=1), paper("giay_chung_sinh", number=2))


# When a dossier is complete


@pytest.mark.parametrize(
    ("facts", "papers", "complete"),
    [
        ("-", ALL_DUE, True),
        ("-", ALL_DUE[:1], False),
        ("-", (ALL_DUE[0], paper("giay_chung_sinh", "failed_gate", 2)), False),
        ("-", (ALL_DUE[0], paper("giay_chung_sinh", "unreadable", 2)), False),
        ("", ALL_DUE, None),
        ("", ALL_DUE[:1], False),
        (CONDITION, ALL_DUE, False),
        (CONDITION, (*ALL_DUE, paper("uy_quyen", number=3)), True),
    ],
)
def test_complete_is_false_then_null_then_true(facts, papers, complete):
    """False if any due component is not digitised; else null if anything is undetermined; else true."""
    assert look(record(facts=facts), BIRTH, papers=papers).complete is complete


def test_reused_data_makes_complete_too():
    """`complete` is true only where every due, digitisable component is `usable` or `reused`."""
    status = look(record(), BIRTH, rows=[row("to_khai", reused=True), row("x", digitised_on="2024-01-05")])
    assert due_and_state(status)["to_khai"] == (True, "reused")
    assert status.complete is True


def test_the_ratio_of_a_dossier():
    """`components.ratio`: digitised over due and digitisable components; null where none is due."""
    assert look(record(facts="-"), BIRTH, papers=ALL_DUE[:1]).components.ratio == "50.00"
    assert look(record(), procedure(component("x"))).components.ratio is None


@pytest.mark.parametrize(
    ("states", "best"),
    [
        (("unreadable", "usable", "failed_gate"), "usable"),
        (("unreadable", "failed_gate"), "failed_gate"),
        (("unreadable",), "unreadable"),
        ((), "missing"),
    ],
)
def test_the_best_paper_of_a_slot_counts(states, best):
    papers = [paper("to_khai", state, number) for number, state in enumerate(states, 1)]
    assert due_and_state(look(record(), BIRTH, papers=papers))["to_khai"] == (True, best)


def test_a_paper_of_another_dossier_fills_no_slot():
    """A paper that bears another dossier's code fills no slot of the dossier in whose folder it lies."""
    foreign = paper(None, "usable", 2, "wrong_dossier")
    status = look(resolved(facts="-"), BIRTH, papers=[ALL_DUE[0], foreign])
    assert due_and_state(status)["giay_chung_sinh"] == (True, "missing")
    assert status.result.state == "missing"
    assert status.unassigned == (foreign,)


def test_a_paper_for_a_slot_that_the_dossier_does_not_have_is_unassigned():
    stray = paper("bang_tot_nghiep")
    status = look(record(), BIRTH, papers=[stray])
    assert status.unassigned == (stray,)
    assert not status.has_component_file


# Facts


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ("", None),
        (" ; ", None),
        ("-", False),
        ("con ngoài giá thú", False),
        (CONDITION, True),
        ("NGUOI DI DANG KY, DUOC UY QUYEN", True),
        ("uy_quyen", True),
        (f"con ngoài giá thú; {CONDITION} ", True),
        (f"{CONDITION} bằng miệng", False),
    ],
)
def test_facts_decide_conditions(facts, due):
    """Compared folded, ids beside; empty: unknown; `-`: none holds; else closed: what is not named fails."""
    state = {None: "undetermined", False: "not_due", True: "missing"}[due]
    assert due_and_state(look(record(facts=facts), BIRTH))["uy_quyen"] == (due, state)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("usable", (True, "usable")),
        ("failed_gate", (None, "undetermined")),
        ("unreadable", (None, "undetermined")),
    ],
)
def test_condition_unknown_but_a_usable_paper_there_is_due_and_usable(state, expected):
    """Condition unknown but a usable paper there: due and usable."""
    status = look(record(facts=""), BIRTH, papers=[*ALL_DUE, paper("uy_quyen", state, 3)])
    assert due_and_state(status)["uy_quyen"] == expected
    assert counts(status) == ((3, 3, 0) if state == "usable" else (2, 2, 1))


def test_a_paper_whose_condition_does_not_hold_is_not_counted():
    status = look(record(facts="-"), BIRTH, papers=[*ALL_DUE, paper("uy_quyen", number=3)])
    assert due_and_state(status)["uy_quyen"] == (False, "not_due")
    assert counts(status) == (2, 2, 0)


# Component rows


def test_rows_are_the_list_of_due_papers_and_settle_conditions():
    """Component rows are its list of due papers and settle every condition: nothing is undetermined."""
    status = look(record(facts=""), BIRTH, rows=[row("uy_quyen", form="original")])
    assert due_and_state(status) == {
        "to_khai": (False, "not_due"),
        "giay_chung_sinh": (False, "not_due"),
        "uy_quyen": (True, "missing"),
    }
    assert counts(status) == (1, 0, 0)


def test_a_row_for_the_result_alone_is_none():
    """One (row) for `result` alone is none: the catalogue decides with `facts`."""
    status = look(record(facts=""), BIRTH, rows=[row("result", digitised_on="2024-01-10")])
    assert counts(status) == (2, 0, 1)


def test_a_slot_that_the_catalogue_does_not_know_is_a_due_paper_of_that_name():
    """A `slot` that the catalogue does not know is a due paper of that name."""
    rows = [row("to_khai"), row("Giấy xác nhận cư trú")]
    status = look(record(), BIRTH, rows=rows, papers=[paper("Giấy xác nhận cư trú")])
    assert slot_of(status, "Giấy xác nhận cư trú").name == "Giấy xác nhận cư trú"
    assert due_and_state(status)["Giấy xác nhận cư trú"] == (True, "usable")
    assert counts(status) == (2, 1, 0)


@pytest.mark.parametrize("known", [None, unlisted_procedure()], ids=["unknown procedure", "without a list"])
def test_rows_are_enough_where_the_catalogue_knows_nothing(known):
    status = look(record(), known, rows=[row("to_khai", digitised_on="2024-01-05"), row("giay_chung_sinh")])
    assert counts(status) == (2, 1, 0)
    assert status.complete is False


def test_digitised_on_counts_as_usable():
    """`digitised_on` counts as usable (digitised earlier, elsewhere)."""
    rows = [row("to_khai", digitised_on="2023-05-01"), row("giay_chung_sinh")]
    failed = [paper("to_khai", "failed_gate")]
    assert due_and_state(look(record(), BIRTH, rows=rows, papers=failed))["to_khai"] == (True, "usable")


def test_reused_is_its_own_state():
    """`reused` yes/no."""
    rows = [row("to_khai", reused=True, digitised_on="2023-05-01"), row("giay_chung_sinh", reused=False)]
    status = look(record(), BIRTH, rows=rows)
    assert due_and_state(status)["to_khai"] == (True, "reused")
    assert due_and_state(status)["giay_chung_sinh"] == (True, "missing")
    assert indicators_of(status)["qd766_4_3"] == "1/1"


@pytest.mark.parametrize(
    ("form", "digitisable", "state"),
    [
        ("original", True, "missing"),
        ("electronic", True, "missing"),
        (None, True, "missing"),
        ("copy", False, "exempt"),
        ("certified_copy", False, "exempt"),
        ("present_only", False, "present_only"),
    ],
)
def test_the_form_of_a_row_decides_what_is_digitised(form, digitisable, state):
    """Rows with form `copy`, `certified_copy` or `present_only` are exempt."""
    status = look(record(), BIRTH, rows=[row("to_khai", form=form)])
    slot = slot_of(status, "to_khai")
    assert (slot.due, slot.digitisable, slot.state) == (True, digitisable, state)
    assert counts(status) == (int(digitisable), 0, 0)


@pytest.mark.parametrize(
    ("attributes", "digitisable", "state"),
    [
        ({"present_only": True}, False, "present_only"),
        ({"digitise": False}, False, "exempt"),
        ({"copies": 1}, True, "missing"),
        ({"digitise": "check"}, True, "missing"),
    ],
)
def test_without_rows_the_catalogue_decides_what_is_digitised(attributes, digitisable, state):
    """Without rows: `present_only` and `digitise: false` are exempt, "copies: 1" alone is not."""
    status = look(record(), procedure(component("giay_to", required=True, **attributes)))
    slot = slot_of(status, "giay_to")
    assert (slot.digitisable, slot.state) == (digitisable, state)
    assert counts(status) == (int(digitisable), 0, 0)


@pytest.mark.parametrize(
    "attributes", [{"when": CONDITION}, {"channel": "online"}], ids=["condition", "channel"]
)
def test_what_is_ruled_out_is_not_due_rather_than_exempt(attributes):
    known = procedure(component("giay_to", digitise=False, **attributes))
    assert due_and_state(look(record(facts="-"), known))["giay_to"] == (False, "not_due")


# Channels


@pytest.mark.parametrize(
    ("channel", "owed"),
    [("direct", "giay"), ("post", "giay"), ("linked", "giay"), ("online", "dien_tu")],
)
def test_the_channel_of_a_component_filters_what_is_due(channel, owed):
    """`channel` of a component filters what is due."""
    known = procedure(
        component("giay", required=True, channel="direct/post"),
        component("dien_tu", required=True, channel="online"),
    )
    status = look(record(channel=channel), known)
    assert [slot.id for slot in status.slots if slot.due] == [owed]
    assert counts(status) == (1, 0, 0)


@pytest.mark.parametrize(
    ("received_on", "channel", "due", "rule_set"),
    [
        ("2025-06-30", "online", 2, "2022-766"),
        ("2025-07-01", "online", 0, "2025-118"),
        ("2025-07-01", "direct", 2, "2025-118"),
        ("2025-07-01", "post", 2, "2025-118"),
        ("2025-07-01", "linked", 2, "2025-118"),
    ],
)
@pytest.mark.parametrize("rows", [(), (row("to_khai"), row("giay_chung_sinh"))], ids=["catalogue", "rows"])
def test_dossiers_filed_online_are_exempt_from_july_2025(received_on, channel, due, rule_set, rows):
    """Dossiers filed online are exempt from component digitisation from 2025-07-01 (`2025-118`)."""
    status = look(record(received_on=received_on, channel=channel, facts="-"), BIRTH, rows=rows)
    assert status.rule_set == rule_set
    assert counts(status) == (due, 0, 0)
    assert (slot_of(status, "to_khai").state == "exempt") == (due == 0)


@pytest.mark.parametrize("known", [None, unlisted_procedure()], ids=["unknown procedure", "without a list"])
def test_filed_online_nothing_is_owed_where_nobody_knows_the_list_either(known):
    """Dossiers filed online are exempt from 2025-07-01: whatever the list of the procedure would say."""
    period = Period(first=date(2025, 7, 1), last=date(2025, 7, 31))
    online = record(received_on="2025-07-01", channel="online")
    status = look(online, known, papers=[paper("don")])
    assert (status.complete, counts(status), status.components.ratio) == (True, (0, 0, 0), None)
    assert due_and_state(status) == {"don": (False, "exempt")}
    listed = look(online, BIRTH, papers=[paper("to_khai")])
    assert indicators_of(status, period=period) == indicators_of(listed, period=period)
    assert report(status, period=period).doubts == report(listed, period=period).doubts
    told = look(online, known, rows=[row("don", form="original")])
    assert (told.complete, counts(told)) == (True, (0, 0, 0))
    earlier = look(record(received_on="2025-06-30", channel="online"), known)
    assert (earlier.complete, counts(earlier)) == (None, (None, 0, 0))


# Groups and optional papers


def group(*members: dict, name: str = "chung_cu"):
    return procedure(*({**member, "one_of": name} for member in members))


def test_one_member_satisfies_the_group():
    """`one_of`: one member satisfies the group. A `one_of` group is one due unit."""
    known = group(component("a", required=True), component("b"))
    status = look(record(), known, papers=[paper("b")])
    assert due_and_state(status) == {"a": (False, "not_due"), "b": (True, "usable")}
    assert counts(status) == (1, 1, 0)
    assert counts(look(record(), known)) == (1, 0, 0)


@pytest.mark.parametrize(
    ("papers", "stands"),
    [
        ([], {"a": (True, "missing")}),
        ([paper("b", "failed_gate")], {"b": (True, "failed_gate")}),
        ([paper("b", "failed_gate"), paper("c", "usable", 2)], {"c": (True, "usable")}),
    ],
)
def test_who_stands_for_a_group(papers, stands):
    known = group(component("a", required=True), component("b"), component("c"))
    others = {slot: (False, "not_due") for slot in "abc" if slot not in stands}
    assert due_and_state(look(record(), known, papers=papers)) == others | stands


@pytest.mark.parametrize(
    ("name", "facts", "due"),
    [
        ("to_khai", "", (1, 0, 0)),
        ("ban_khai", "", (1, 0, 0)),
        ("can_cu", "", (0, 0, 1)),
        ("can_cu", "giám hộ cử", (1, 0, 0)),
        ("can_cu", "-", (0, 0, 0)),
    ],
)
def test_a_group_of_conditional_members(name, facts, due):
    """The group is due if any member has required=true, or if the group is the form itself."""
    known = group(component("a", when="giám hộ cử"), component("b", when="giám hộ đương nhiên"), name=name)
    assert counts(look(record(facts=facts), known)) == due


def test_an_undetermined_group_with_a_usable_paper_is_due_and_usable():
    known = group(
        component("a", when="giám hộ cử"), component("b", when="giám hộ đương nhiên"), name="can_cu"
    )
    status = look(record(), known, papers=[paper("b")])
    assert due_and_state(status) == {"a": (False, "not_due"), "b": (True, "usable")}


@pytest.mark.parametrize(
    "ruled_out", [{"when": CONDITION}, {"channel": "online"}], ids=["condition", "channel"]
)
def test_a_member_that_is_ruled_out_satisfies_no_group(ruled_out):
    known = group(component("a", required=True), component("b", **ruled_out))
    status = look(record(facts="-"), known, papers=[paper("b")])
    assert due_and_state(status) == {"a": (True, "missing"), "b": (False, "not_due")}


def test_an_optional_member_satisfies_a_group_that_a_condition_makes_due():
    known = group(component("a"), component("b", when=CONDITION))
    assert counts(look(record(facts=CONDITION), known)) == (1, 0, 0)
    assert counts(look(record(facts=CONDITION), known, papers=[paper("a")])) == (1, 1, 0)
    assert counts(look(record(facts="-"), known, papers=[paper("a")])) == (0, 0, 0)


def test_a_shown_member_of_a_group_stays_shown():
    known = group(component("a", required=True), component("the", present_only=True))
    status = look(record(), known)
    assert slot_of(status, "the").state == "present_only"
    assert counts(status) == (1, 0, 0)


def test_optional_is_not_due_and_never_counted():
    """Optional (`required: false` without `when` or group) is `not_due`, never counted."""
    known = procedure(component("to_khai", required=True), component("anh"))
    status = look(record(), known, papers=[paper("anh")])
    assert due_and_state(status)["anh"] == (False, "not_due")
    assert counts(status) == (1, 0, 0)
    assert indicators_of(status)["co_so_hoa_tphs"] == "0/1"


# Dossiers that nobody can judge, and dossiers with nothing to judge


@pytest.mark.parametrize("known", [None, unlisted_procedure()], ids=["unknown procedure", "without a list"])
def test_a_due_set_that_nobody_knows(known):
    """A procedure without component list, no rows: `complete` null, components `due` null."""
    status = look(record(), known)
    assert (status.complete, counts(status), status.components.ratio) == (None, (None, 0, 0), None)
    assert indicators_of(status)["co_so_hoa_tphs"] == "0/1"
    assert indicators_of(status)["so_hoa_day_du_tphs"] == "0/1"
    assert indicators_of(status)["thanh_phan_so_hoa"] == "0/0"
    assert report(status).doubts.unknown_due_set == 1


def test_a_usable_paper_counts_where_the_due_set_is_unknown():
    """Such dossiers stay in the denominators of both, never in the latter's numerator."""
    status = look(record(), unlisted_procedure(), papers=[paper("don")])
    assert counts(status) == (None, 0, 0)
    assert indicators_of(status)["co_so_hoa_tphs"] == "1/1"
    assert indicators_of(status)["so_hoa_day_du_tphs"] == "0/1"


def test_undetermined_dossiers_stay_in_the_denominators():
    """… and undetermined ones stay in the denominators, never in the latter's numerator; printed."""
    status = look(record(facts=""), BIRTH, papers=ALL_DUE)
    made = report(status)
    assert indicators_of(status)["co_so_hoa_tphs"] == "1/1"
    assert indicators_of(status)["so_hoa_day_du_tphs"] == "0/1"
    assert made.doubts.undetermined == 1


NOTHING = procedure(component("the_can_cuoc", present_only=True, required=True))


def test_a_dossier_with_nothing_to_digitise_is_in_neither_part():
    """… in neither part of `co_so_hoa_tphs`, `so_hoa_day_du_tphs`, `thanh_phan_so_hoa`."""
    counted = indicators_of(look(record(), NOTHING), look(record(facts="-"), BIRTH, papers=ALL_DUE))
    assert counted["co_so_hoa_tphs"] == counted["so_hoa_day_du_tphs"] == "1/1"
    assert counted["thanh_phan_so_hoa"] == "2/2"


RECEIPT_SLIP = paper(None, number=2).model_copy(update={"settled": True})


def test_the_report_prints_how_many_nobody_can_judge():
    """The report prints how many: each dossier under the one doubt that it raises."""
    made = report(
        look(record(), unlisted_procedure()),
        *[look(record(facts=""), BIRTH, papers=ALL_DUE)] * 2,
        *[look(record(), NOTHING, papers=[paper(None), RECEIPT_SLIP])] * 3,
        look(record(facts="-"), BIRTH, papers=ALL_DUE),
    )
    assert made.doubts.model_dump() == {
        "unknown_due_set": 1,
        "undetermined": 2,
        "nothing_to_digitise": 3,
        "unassigned_papers": 3,
        "level_out_of_time": 0,
    }
    assert made.counted == 7


def test_the_766_indicators_keep_it_and_its_electronic_files_count():
    """The `qd766_…` indicators keep it, and its electronic files count there."""
    online = record(channel="online", received_on="2025-07-02", dossier_code="H41.12-250702-0001")
    period = Period(first=date(2025, 7, 1), last=date(2025, 7, 31))
    without = indicators_of(look(online, BIRTH), period=period)
    with_file = indicators_of(look(online, BIRTH, papers=[paper("to_khai")]), period=period)
    from_slip = indicators_of(
        look(online, BIRTH, rows=[row("to_khai", form="electronic", digitised_on="2025-07-02", reused=True)]),
        period=period,
    )
    assert without["co_so_hoa_tphs"] == with_file["co_so_hoa_tphs"] == "0/0"
    assert [entry["qd766_4_2"] for entry in (without, with_file, from_slip)] == ["0/1", "1/1", "1/1"]
    assert [entry["qd766_4_3"] for entry in (without, with_file, from_slip)] == ["0/1", "0/1", "1/1"]
    assert without["qd766_4_1"] == "0/1"


# Results and resolutions


@pytest.mark.parametrize(
    ("dossier", "known", "papers", "expected"),
    [
        (resolved(), BIRTH, [], (True, "missing")),
        (resolved(), BIRTH, [paper("result")], (True, "usable")),
        (resolved(), BIRTH, [paper("result", "unreadable")], (True, "unreadable")),
        (resolved(), None, [], (True, "missing")),
        (resolved(), NO_RESULT, [], (False, "not_due")),
        (record(), BIRTH, [], (False, "not_due")),
        (record(), BIRTH, [paper("result")], (False, "usable")),
    ],
)
def test_when_a_result_is_due(dossier, known, papers, expected):
    result = look(dossier, known, papers=papers).result
    assert (result.due, result.state) == expected


def test_a_result_may_have_been_digitised_earlier():
    status = look(resolved(), BIRTH, rows=[row("result", digitised_on="2024-01-10")])
    assert status.result.state == "usable"
    assert indicators_of(status)["so_hoa_ket_qua"] == "1/1"


def test_a_procedure_without_a_document_counts_as_done():
    """A procedure without a document result counts as done."""
    counted = indicators_of(look(resolved(), NO_RESULT))
    assert counted["so_hoa_ket_qua"] == "1/1"
    assert counted["qd766_4_1"] == "0/0"


@pytest.mark.parametrize("status", ["returned", "refused", "withdrawn"])
@pytest.mark.parametrize("resolved_on", [None, "2024-01-10"])
def test_returned_refused_and_withdrawn_are_received_not_resolved(status, resolved_on):
    """Returned, refused and withdrawn are received, not resolved."""
    closed = look(record(status=status, resolved_on=resolved_on, closed_on="2024-01-10"), BIRTH)
    counted = indicators_of(closed)
    assert not closed.result.due
    assert counted["so_hoa_ket_qua"] == "0/0"
    assert [counted[name] for name in ("co_so_hoa_tphs", "qd766_4_1", "qd766_4_2")] == ["0/1"] * 3
    assert report(closed, cohort=Cohort.RESOLVED).counted == 0


@pytest.mark.parametrize("cohort", list(Cohort))
def test_deleted_ones_are_out_of_everything(cohort):
    """Deleted ones are out of everything."""
    gone = look(resolved(status="deleted"), BIRTH, papers=[*ALL_DUE, paper("result", number=3)])
    made = report(gone, cohort=cohort, with_dossiers=True)
    assert made.dossiers == ()
    assert made.doubts.undetermined == made.counted == 0
    assert set(indicators_of(gone, cohort=cohort).values()) == {"0/0"}


@pytest.mark.parametrize(
    ("resolved_on", "denominator"),
    [("2024-03-31", 1), ("2024-04-01", 0)],
)
def test_resolved_after_the_period_is_not_resolved_in_it(resolved_on, denominator):
    """`so_hoa_ket_qua`: over resolved dossiers of the cohort."""
    status = look(resolved(resolved_on=resolved_on), BIRTH, papers=[paper("to_khai")])
    counted = indicators_of(status)
    assert counted["so_hoa_ket_qua"] == f"0/{denominator}"
    assert counted["qd766_4_2"] == f"{1 - denominator}/1"
    assert report(status, cohort=Cohort.RESOLVED).counted == denominator


@pytest.mark.parametrize(
    ("received_on", "resolved_on", "received", "in_resolved"),
    [
        ("2023-12-31", "2024-01-01", 0, 1),
        ("2024-01-01", "2024-04-01", 1, 0),
        ("2024-03-31", "2024-03-31", 1, 1),
        ("2024-04-01", "2024-04-02", 0, 0),
        ("2024-02-01", None, 1, 0),
    ],
)
def test_cohorts_are_by_their_own_date_and_both_ends_count(received_on, resolved_on, received, in_resolved):
    status = look(resolved(received_on=received_on, resolved_on=resolved_on), BIRTH)
    assert report(status).counted == received
    assert report(status, cohort=Cohort.RESOLVED).counted == in_resolved


@pytest.mark.parametrize(
    ("dossier", "known", "papers", "expected"),
    [
        (resolved(), BIRTH, [paper("to_khai")], "0/1"),
        (resolved(), BIRTH, [paper("result")], "0/1"),
        (resolved(), BIRTH, [paper("to_khai"), paper("result", number=2)], "1/1"),
        (resolved(), BIRTH, [paper("to_khai", "failed_gate"), paper("result", number=2)], "0/1"),
        (resolved(), NO_RESULT, [paper("to_khai")], "1/1"),
        (record(), BIRTH, [paper("to_khai")], "1/1"),
        (record(), BIRTH, [paper(None)], "0/1"),
    ],
)
def test_qd766_4_2_asks_for_a_component_and_where_due_a_result(dossier, known, papers, expected):
    """At least one component with a usable file and, where resolved with a document due, a result file."""
    assert indicators_of(look(dossier, known, papers=papers))["qd766_4_2"] == expected


@pytest.mark.parametrize(
    ("dossier", "known", "expected"),
    [
        (record(), BIRTH, "1/1"),
        (resolved(), BIRTH, "1/1"),
        (resolved(), NO_RESULT, "0/0"),
        (record(), None, "1/1"),
    ],
)
def test_qd766_4_1_is_over_all_received_dossiers_that_end_in_a_document(dossier, known, expected):
    """Result file over all received dossiers of procedures that end in a document."""
    assert indicators_of(look(dossier, known, papers=[paper("result")]))["qd766_4_1"] == expected


def test_a_report_over_two_rule_sets_lists_them():
    """A dossier's rule set is that of its reception date; over several, `mixed`, and they are listed."""
    before, after = (look(record(received_on=day), BIRTH) for day in ("2025-06-30", "2025-07-01"))
    period = Period(first=date(2025, 6, 1), last=date(2025, 7, 31))
    assert (report(before, period=period).rule_set, report(before, period=period).rule_sets) == (
        "2022-766",
        (),
    )
    mixed = report(before, after, period=period)
    assert (mixed.rule_set, mixed.rule_sets) == ("mixed", ("2022-766", "2025-118"))


def test_dossier_rows_name_what_is_missing():
    (line,) = report(look(resolved(facts="-"), BIRTH, papers=ALL_DUE[:1]), with_dossiers=True).dossiers
    assert (line.due, line.digitised, line.ratio, line.complete) == (2, 1, "50.00", False)
    assert (line.missing, line.result) == (("giay_chung_sinh",), "missing")
    assert Q1_2024.first == report().period.first


ALTERNATIVES = procedure(
    component("con_song", one_of="to_khai", when="người còn sống"),
    component("da_mat", one_of="to_khai", when="đã từ trần"),
)


def test_facts_cannot_do_away_with_a_group_that_is_due():
    """The group is due if it is the form itself, whatever the facts leave out."""
    status = look(record(facts="-"), ALTERNATIVES)
    assert counts(status) == (1, 0, 0)
    assert status.complete is False
    assert look(record(facts="-"), ALTERNATIVES, papers=[paper("da_mat")]).complete is True


def test_of_alternatives_the_one_that_a_fact_names_is_missing():
    deaths = procedure(
        component("giay_bao_tu", one_of="chung_cu", required=True),
        component("chung_cu_khac", one_of="chung_cu", when="không có giấy báo tử"),
    )
    assert look(record(facts="không có giấy báo tử"), deaths).missing == ("chung_cu_khac",)
    assert look(record(facts="-"), deaths).missing == ("giay_bao_tu",)
