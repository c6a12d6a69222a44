"""Rule sets as data: those that ship, a province's own, and what is refused with the file's name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.files import DATA
from config.rule_sets import load_rule_sets
from dossiers.errors import CatalogueRefused, SettingsRefused
from dossiers.indicators import CONTRACT_IDS, INDICATORS
from dossiers.register_guard import Exclusion
from dossiers.rules import rule_set_on

SHIPPED = (DATA / "rules" / "2022-766.yaml").read_text(encoding="utf-8")
OWN = """
id: H40-2026
extends: 2025-118
valid_from: 2026-01-01
source: Quyết định của UBND tỉnh
indicators:
  - id: ho_so_truc_tuyen
    name_vi: Hồ sơ nộp trực tuyến
    name_en: Filed online
    source: Kế hoạch của tỉnh
    population: received
    denominator: received
    numerator: filed_online
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, text: str, name: str = "own.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_sets_define_the_seven_under_their_names() -> None:
    for rules in load_rule_sets():
        assert [(r.id, r.name_vi, r.name_en) for r in rules.indicators] == [
            (indicator.id, indicator.name_vi, indicator.name_en) for indicator in INDICATORS
        ]
        assert all(r.source and r.numerator_vi and r.denominator_en for r in rules.indicators)
        assert set(rules.exclusions) == set(Exclusion)
        assert rules.scoring is not None
        assert rules.scoring.most == 22


def test_a_province_adds_an_indicator_from_a_day_on_without_code(folder: Path) -> None:
    rules = load_rule_sets(write(folder, OWN))
    own = rule_set_on(date(2026, 1, 1), rules)
    assert [entry.id for entry in own.indicators] == [*CONTRACT_IDS, "ho_so_truc_tuyen"]
    assert (own.id, own.online_exempt) == ("H40-2026", True)
    assert rule_set_on(date(2025, 12, 31), rules).id == "2025-118"


def test_a_province_overrides_an_indicator_by_its_id(folder: Path) -> None:
    text = OWN.replace("ho_so_truc_tuyen", "so_hoa_ket_qua")
    own = rule_set_on(date(2026, 5, 1), load_rule_sets(write(folder, text)))
    assert [entry.id for entry in own.indicators] == list(CONTRACT_IDS)
    assert own.indicators[2].name_en == "Filed online"


def test_a_set_of_a_shipped_id_takes_its_place(folder: Path) -> None:
    write(folder, SHIPPED.replace("valid_from: 2022-08-01", "valid_from: 2023-06-01"))
    rules = load_rule_sets(folder)
    assert [(entry.id, entry.valid_from) for entry in rules] == [
        ("2022-766", date(2023, 6, 1)),
        ("2025-118", date(2025, 7, 1)),
    ]


def test_of_two_that_begin_on_one_day_the_provinces_own_holds(folder: Path) -> None:
    write(folder, OWN.replace("2026-01-01", "2025-07-01").replace("H40-2026", "0-own"))
    assert rule_set_on(date(2025, 7, 1), load_rule_sets(folder)).id == "0-own"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN.replace("numerator: filed_online", "numerator: filed_onlin"), "filed_onlin is no fact"),
        (OWN.replace("numerator: filed_online", "numerator: {some: [received]}"), "a condition is"),
        (OWN.replace("numerator: filed_online", "numerator: {all: []}"), "at least one"),
        (OWN.replace("numerator: filed_online", "numerator: {sum: due}"), "could exceed 1"),
        (OWN + OWN[OWN.index("  - id") :], "defined twice"),
        (OWN.replace("extends: 2025-118\n", "online_exempt: true\n"), "lacks co_so_hoa_tphs"),
        (OWN.replace("extends: 2025-118", "extends: 2030-1"), "extends 2030-1"),
        (OWN.replace("extends: 2025-118", "extends: H40-2026"), "extends H40-2026"),
        (OWN + "surprise: 1\n", "surprise"),
        (OWN.replace("id: H40-2026\n", ""), "no id"),
        (OWN + "exclusions: {moved: x}\n", "moved"),
        ("a: [", "no YAML"),
        (
            OWN + "scoring: {source: x, most: 3, scores: "
            "[{code: '1', name_vi: x, name_en: x, indicator: other, most: 3}]}\n",
            "no indicator here",
        ),
        (
            OWN + "scoring: {source: x, most: 3, scores: [{code: '1', name_vi: x, name_en: x, most: 2}]}\n",
            "2 together",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_the_files_name(folder: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogueRefused) as caught:
        load_rule_sets(write(folder, text))
    assert "own.yaml" in caught.value.message
    assert said in caught.value.message


def test_two_files_of_one_id_are_refused(folder: Path) -> None:
    write(folder, OWN)
    with pytest.raises(CatalogueRefused, match=r"own\.yaml"):
        load_rule_sets(write(folder, OWN, "twice.yaml"))


def test_a_folder_that_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(SettingsRefused, match=r"\[rules\] path"):
        load_rule_sets(folder / "none")
