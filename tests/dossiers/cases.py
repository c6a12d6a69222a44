"""Random dossiers as the plain cases of the oracle, and the way from a case into the domain."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import product
from typing import Any

from hypothesis import strategies as st

from dossiers.completeness import DossierStatusReport
from tests.dossiers.building import component, look, paper, procedure, record, row

Case = dict[str, Any]

IDS = ("to_khai", "giay_1", "giay_2", "giay_3", "giay_4")
CONDITIONS = ("người được ủy quyền", "Đã kết hôn", "con dưới 18 tuổi")
FACTS = (
    *CONDITIONS,
    "NGUOI DUOC UY QUYEN.",
    "da  ket-hon",
    "con dưới 18 tuổi, ở xa",
    "-",
    "giay_1",
    "Giay 2",
)
DAYS = ("2023-12-31", "2024-01-01", "2024-03-31", "2024-04-01", "2025-06-30", "2025-07-01")
STATES = ("usable", "failed_gate", "unreadable")
PERIODS = (("2024-01-01", "2024-03-31"), ("2025-06-30", "2025-07-01"), ("2023-01-01", "2025-12-31"))


def _component(slot: str, choice: Case) -> Case:
    rest = {name: value for name, value in choice.items() if name != "need"}
    need, condition = choice["need"]
    return component(slot, required=need == "required", when=condition, **rest)


def _choices(**columns: Iterable[object]) -> st.SearchStrategy[Case]:
    """One of all combinations in one draw: drawing each column by itself takes five times as long."""
    combinations = product(*columns.values())
    return st.sampled_from([dict(zip(columns, values, strict=True)) for values in combinations])


# As in the shipped catalogue, what is required has no condition. What is repeated is likelier.
COMPONENTS = _choices(
    need=(("required", None), ("optional", None), *(("conditional", text) for text in CONDITIONS)),
    one_of=(None, None, "to_khai", "ban_khai", "chung_cu", "can_cu"),
    present_only=(False, False, False, False, True),
    digitise=(True, True, True, "check", False),
    channel=(None, None, "direct/post", "online"),
)
ROWS = _choices(
    slot=(*IDS, "result", "Giấy khác"),
    form=(None, "original", "electronic", "copy", "certified_copy", "present_only"),
    digitised_on=(None, None, "2024-01-02"),
    reused=(False, False, True),
)
PAPERS = _choices(slot=(*IDS, "result", "Giấy khác", None), state=STATES)
DOSSIERS = _choices(
    unit=("H41.12", "H41.13"),
    days=[(first, last) for first in DAYS for last in (None, *DAYS) if last is None or last >= first],
    status=(
        *("received", "resolved", "resolved", "resolved"),
        *("returned", "refused", "withdrawn", "deleted"),
    ),
    channel=("direct", "online", "post", "linked"),
    no_result=(False, False, True),
)

catalogues = st.one_of(
    st.lists(st.sampled_from(IDS), unique=True, max_size=5).flatmap(
        lambda slots: st.tuples(*(COMPONENTS.map(partial(_component, slot)) for slot in slots)).map(list)
    ),
    st.none(),
)
slips = st.one_of(st.just([]), st.lists(ROWS, max_size=4, unique_by=lambda row: row["slot"]))
facts = st.one_of(st.sampled_from(("", "-")), st.lists(st.sampled_from(FACTS), max_size=3).map("; ".join))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A dossier with its procedure, its slip and its stored papers."""
    dossier = draw(DOSSIERS)
    received_on, resolved_on = dossier["days"]
    return dossier | {
        "code": f"H41.12-240105-{draw(st.integers(1, 9999)):04d}",
        "received_on": received_on,
        "resolved_on": resolved_on,
        "facts": draw(facts),
        "components": draw(catalogues),
        "rows": draw(slips),
        "papers": [paper | {"number": n} for n, paper in enumerate(draw(st.lists(PAPERS, max_size=5)), 1)],
    }


def judged(case: Case) -> DossierStatusReport:
    """The case as the domain sees it."""
    known = procedure(*(case["components"] or ()), no_result_document=case["no_result"])
    if case["components"] is None:
        known = known.model_copy(update={"components": None})
    dossier = record(
        dossier_code=case["code"],
        unit_code=case["unit"],
        received_on=case["received_on"],
        resolved_on=case["resolved_on"],
        status=case["status"],
        channel=case["channel"],
        facts=case["facts"],
    )
    return look(
        dossier,
        known,
        rows=[row(**line) for line in case["rows"]],
        papers=[paper(entry["slot"], entry["state"], entry["number"]) for entry in case["papers"]],
    )
