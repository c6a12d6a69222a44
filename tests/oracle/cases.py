"""Random offices as texts: a catalogue in YAML, a register in CSV with all columns, slips, units, papers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import yaml
from hypothesis import strategies as st

from tests.oracle.texts import Office, Paper, Row, office

DOSSIER_COLUMNS = (
    *("dossier_code", "procedure_code", "unit_code", "level", "field", "channel", "received_on", "due_on"),
    *("resolved_on", "status", "facts", "closed_on", "supplement_asked_on", "supplemented_on"),
)
SLIP_COLUMNS = ("dossier_code", "slot", "form", "digitised_on", "reused", "evidence")
CLOSED = ("returned", "refused", "withdrawn")
UNIT_COLUMNS = ("unit_code", "name", "parent_code", "level")

MOST_PAPERS = 2  # that one component asks for
SLOTS = ("don", "to_khai", "giay_chung_sinh", "can_cuoc", "so_ho_khau")
CONDITIONS = ("đã ly hôn", "người còn sống", "con từ đủ 18 tuổi đang đi học")
# Other spellings of the same: facts are compared folded.
SPELLED = (*CONDITIONS, "ĐÃ  LY HÔN", "nguoi con song", "Con từ đủ 18 tuổi, đang đi học", *SLOTS[:2])
KNOWN, INDEX_ONLY, STRANGER = ("1.001193", "2.000635", "1.014746"), "1.000080", "3.000001"
FIELDS = ("Hộ tịch", "Người có công", "")
# Each unit with the one that a register of units names above it; without it the dotted prefix decides.
UNITS = {
    "H40": "",
    "H40.12": "H40",
    "H40.12.05": "",
    "H40.13": "",
    "H40.13.02": "H40.12",
    "000.00.23.H40": "",
    "000.14.23.H40": "",
    "001.14.23.H40": "H40.13",
}
PERIODS = (
    (date(2025, 1, 1), date(2025, 3, 31)),
    (date(2025, 6, 30), date(2025, 6, 30)),
    (date(2025, 4, 1), date(2025, 9, 30)),
    (date(2024, 11, 1), date(2025, 10, 31)),
)
TURNS = (*(day for period in PERIODS for day in period), date(2025, 7, 1), date(2024, 12, 31))


@dataclass(frozen=True)
class Texts:
    """An office as it is handed in."""

    catalogue: str
    dossiers: tuple[Row, ...]
    slips: tuple[Row, ...]
    units: tuple[Row, ...]
    papers: tuple[Paper, ...]

    @property
    def dossiers_csv(self) -> str:
        return written(DOSSIER_COLUMNS, self.dossiers)

    @property
    def slips_csv(self) -> str:
        return written(SLIP_COLUMNS, self.slips)

    @property
    def units_csv(self) -> str:
        return written(UNIT_COLUMNS, self.units)

    def office(self) -> Office:
        """What the oracle makes of it."""
        return office(self.catalogue, self.dossiers_csv, self.slips_csv, self.units_csv, self.papers)

    def told(self) -> str:
        """All of it, for whoever has to mend a disagreement."""
        papers = "\n".join(map(str, self.papers))
        return f"{self.catalogue}\n{self.dossiers_csv}\n{self.slips_csv}\n{self.units_csv}\n{papers}"

    def with_papers(self, papers: Sequence[Paper]) -> Texts:
        return replace(self, papers=tuple(papers))


def written(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Rows as CSV."""
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()


def usually(value: Any, *others: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from((value, value, value, *others))


@st.composite
def components(draw: st.DrawFn, slot: str) -> dict[str, Any]:
    component: dict[str, Any] = {"id": slot, "name_vi": f"Giấy {slot}", "required": draw(st.booleans())}
    if not component["required"]:
        component["when"] = draw(st.sampled_from((None, *CONDITIONS)))
    component["one_of"] = draw(usually(None, "to_khai", "chung_cu"))
    component["present_only"] = draw(usually(False, True))
    component["digitise"] = draw(usually(True, False, "check"))
    component["channel"] = draw(usually(None, "direct/post", "online"))
    component["papers_min"] = draw(usually(1, 1, MOST_PAPERS))
    component["copies"] = draw(st.sampled_from((None, 1)))
    return {name: value for name, value in component.items() if value is not None}


@st.composite
def procedures(draw: st.DrawFn, code: str) -> dict[str, Any]:
    slots = draw(st.lists(st.sampled_from(SLOTS), min_size=1, max_size=4, unique=True))
    paper, no_paper = {"name_vi": "Quyết định"}, {"name_vi": "Đã tư vấn", "no_document": True}
    return {
        "code": code,
        "name_vi": f"Thủ tục {code}",
        "field": "Bảo trợ xã hội",
        "components": [draw(components(slot)) for slot in slots],
        "result": draw(st.sampled_from(([paper], [paper], [paper, no_paper], [no_paper], []))),
        "no_result_document": draw(usually(False, True)),
    }


@st.composite
def catalogues(draw: st.DrawFn) -> str:
    known = [draw(procedures(code)) for code in KNOWN]
    index = [{"code": INDEX_ONLY, "name_vi": "Thủ tục không có danh mục", "field": "Hộ tịch"}]
    return str(
        yaml.dump({"procedures": known, "index_only": index}, Dumper=yaml.CSafeDumper, allow_unicode=True)
    )


@st.composite
def dossiers(draw: st.DrawFn, number: int) -> Row:
    received = draw(st.sampled_from(TURNS) | st.dates(date(2024, 10, 15), date(2025, 9, 30)))
    status = draw(usually("resolved", "received", "in_progress", *CLOSED, "deleted"))
    ended = received + timedelta(draw(st.integers(0, 60)))
    asked = received + timedelta(draw(st.integers(0, 30)))
    written_as = _spelling(draw)
    facts = draw(st.just([]) | st.just(["-"]) | st.lists(st.sampled_from(SPELLED), min_size=1, max_size=2))
    code = draw(st.sampled_from((*KNOWN, *KNOWN, f"{KNOWN[0]}.000.00.00.H15", INDEX_ONLY, STRANGER)))
    supplement = draw(st.booleans())
    due = draw(usually(received + timedelta(draw(st.integers(0, 40))), None))
    return {
        "dossier_code": f"H40.12-{received:%y%m%d}-{number:04}",
        "procedure_code": code,
        "unit_code": draw(st.sampled_from(tuple(UNITS))),
        "level": draw(st.sampled_from(("province", "district", "commune"))),
        "field": draw(st.sampled_from(FIELDS)),
        "channel": draw(st.sampled_from(("direct", "online", "post", "linked"))),
        "received_on": written_as(received),
        "due_on": written_as(due),
        "resolved_on": written_as(ended if status == "resolved" and draw(usually(True, False)) else None),
        "status": status,
        "facts": "; ".join(facts),
        "closed_on": written_as(ended if status in CLOSED and draw(usually(True, False)) else None),
        "supplement_asked_on": written_as(asked if supplement else None),
        "supplemented_on": written_as(
            asked + timedelta(draw(st.integers(0, 20))) if supplement and draw(st.booleans()) else None
        ),
    }


@st.composite
def slips(draw: st.DrawFn, code: str) -> list[Row]:
    """Few dossiers have one; a line for the result alone is none."""
    slots = draw(
        st.just([])
        | st.just(["result"])
        | st.lists(st.sampled_from((*SLOTS, "giấy lạ", "result")), min_size=1, max_size=4, unique=True)
    )
    forms = ("original", "original", "electronic", "certified_copy", "copy", "present_only", "")
    return [
        {
            "dossier_code": code,
            "slot": slot,
            "form": draw(st.sampled_from(forms)),
            "digitised_on": draw(usually("", "2024-11-05", "31/07/2025")),
            "reused": draw(usually("no", "yes", "")),
            "evidence": draw(st.sampled_from(("", "kho 12/2024"))),
        }
        for slot in slots
    ]


@st.composite
def papers(draw: st.DrawFn, codes: Sequence[str]) -> Paper:
    return Paper(
        dossier=draw(st.sampled_from(codes)),
        slot=draw(st.sampled_from((*SLOTS, *SLOTS, "result", "result", "giấy lạ", None))),
        state=draw(usually("usable", "failed_gate", "unreadable")),
    )


@st.composite
def offices(draw: st.DrawFn, most: int = 12) -> Texts:
    rows = [draw(dossiers(number)) for number in range(1, draw(st.integers(1, most)) + 1)]
    codes = [row["dossier_code"] for row in rows]
    named = draw(st.sets(st.sampled_from(tuple(UNITS))))
    return Texts(
        catalogue=draw(catalogues()),
        dossiers=tuple(rows),
        slips=tuple(line for code in codes for line in draw(slips(code))),
        units=tuple(
            {"unit_code": unit, "name": f"Đơn vị {unit}", "parent_code": UNITS[unit], "level": ""}
            for unit in sorted(named)
        ),
        papers=tuple(draw(st.lists(papers(codes), max_size=3 * len(codes)))),
    )


def _spelling(draw: st.DrawFn) -> Callable[[date | None], str]:
    pattern = draw(st.sampled_from(("%Y-%m-%d", "%d/%m/%Y")))
    return lambda moment: "" if moment is None else moment.strftime(pattern)
