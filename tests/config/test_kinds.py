"""The kinds of paper that ship, and what is refused in their file."""

from __future__ import annotations

from typing import Any

import pytest

from config.files import DATA, read_yaml
from config.kinds import UNCLASSIFIED, load_kinds, parse_kinds
from dossiers.errors import CatalogueRefused
from dossiers.text import fold

# A placeholder of the catalogue, the mark of a copy and what a person may write: no kinds of paper.
NO_KIND = {"GIẤY X Y Z", "BẢN SAO", "V/v cấp bản sao trích lục hộ tịch"}
# Decree 30/2020/NĐ-CP, art. 7.
ADMINISTRATIVE = """
    nghi_quyet quyet_dinh chi_thi quy_che quy_dinh thong_cao thong_bao huong_dan chuong_trinh
    ke_hoach phuong_an de_an du_an bao_cao bien_ban to_trinh hop_dong cong_van cong_dien ban_ghi_nho
    ban_thoa_thuan giay_uy_quyen giay_moi giay_gioi_thieu giay_nghi_phep phieu_gui phieu_chuyen phieu_bao
    thu_cong
"""


def test_the_29_administrative_kinds_are_known():
    assert len(ADMINISTRATIVE.split()) == 29
    assert not [name for name in ADMINISTRATIVE.split() if load_kinds().get(name) is None]


@pytest.mark.parametrize(
    "name",
    [
        "to_khai_dang_ky_khai_sinh",
        "giay_chung_sinh",
        "giay_khai_sinh",
        "trich_luc_khai_tu",
        "can_cuoc_cong_dan",
    ],
)
def test_the_names_of_the_contract(name: str):
    assert load_kinds().get(name) is not None


def test_every_title_line_of_the_catalogue_is_known():
    known = set()
    for kind in load_kinds().kinds:
        known |= {fold(text) for text in (*kind.titles, *kind.second_lines)}
        known |= {fold(f"{text} {second}") for text in kind.titles for second in kind.second_lines}
    unknown = {line for line in _title_lines() - NO_KIND if fold(line.split("(")[0]) not in known}
    # Decisions are of one kind, whatever they decide.
    assert {line for line in unknown if not line.startswith("Về việc")} == set()


def _title_lines() -> set[str]:
    procedures = read_yaml(DATA / "procedures.yaml")["procedures"]
    papers = [
        paper for row in procedures for part in ("components", "result") for paper in row.get(part) or ()
    ]
    return {line for paper in papers for line in paper.get("title_lines") or ()}


def test_papers_of_the_office_are_never_issued_results():
    assert all(not kind.issued for kind in load_kinds().kinds if kind.process)
    assert sum(kind.process for kind in load_kinds().kinds) >= 7


def _kind(**changes: Any) -> dict[str, Any]:
    return {"id": "giay_thu", "name_vi": "Giấy thử", "titles": ["GIẤY THỬ"], **changes}


@pytest.mark.parametrize(
    ("entries", "named"),
    [
        ([_kind(colour="red")], "giay_thu"),
        ([_kind(titles=[])], "giay_thu"),
        ([_kind(id="Giấy")], "Giấy"),
        ([_kind(fields=["weight"])], "giay_thu"),
        ([_kind(), _kind()], "giay_thu"),
        ([_kind(id=UNCLASSIFIED)], UNCLASSIFIED),
        (["giay"], "kinds.0"),
        (None, "kinds"),
    ],
)
def test_a_wrong_entry_is_named(entries: object, named: str):
    with pytest.raises(CatalogueRefused, match=named) as caught:
        parse_kinds({"kinds": entries}, "kinds.yaml")
    assert "kinds.yaml" in caught.value.message
