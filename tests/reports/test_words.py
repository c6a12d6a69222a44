"""Every word stands in both languages, with the same places to fill."""

from __future__ import annotations

from string import Formatter

import pytest

from config.files import DATA, read_yaml
from config.settings import Language
from dossiers.indicators import INDICATORS, Cohort
from dossiers.register import Channel, Level
from dossiers.reporting import Breakdown
from dossiers.states import SlotState
from reports.words import Text, Words

VIETNAMESE = Words(Language.VIETNAMESE)
ENGLISH = Words(Language.ENGLISH)


def places(text: str) -> int:
    return sum(name is not None for _, name, _, _ in Formatter().parse(text))


@pytest.mark.parametrize("text", list(Text.__members__.values()), ids=list(Text.__members__))
def test_every_text_has_both_languages_and_the_same_places(text: Text):
    vietnamese, english = text.value
    assert vietnamese.strip()
    assert english.strip()
    assert places(vietnamese) == places(english)


@pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_every_value_of_the_domain_has_words(words: Words):
    said = [
        *(words.state(state) for state in SlotState),
        *(words.result(state) for state in SlotState),
        *(words.level(level) for level in Level),
        *(words.channel(channel) for channel in Channel),
        *(words.cohort(cohort) for cohort in Cohort),
        *(words.breakdown(breakdown) for breakdown in Breakdown),
        *(words.indicator(indicator) for indicator in INDICATORS),
        *(words.register_kind(kind) for kind in ("dossiers", "components", "units")),
    ]
    assert all(said)
    assert not any("_" in text for text in said)


def test_the_states_are_those_an_officer_knows():
    assert [VIETNAMESE.state(state) for state in SlotState] == [
        "đã số hóa",
        "không đạt yêu cầu",
        "không đọc được",
        "thiếu",
        "tái sử dụng",
        "không phải nộp",
        "chưa xác định",
        "chỉ xuất trình",
        "không phải số hóa",
    ]


def test_a_verdict_has_three_values():
    assert [VIETNAMESE.verdict(value) for value in (True, False, None)] == ["có", "không", "chưa xác định"]


def test_every_finding_of_the_gates_has_words():
    profiles = read_yaml(DATA / "gates.yaml")["profiles"]
    findings = {gate["finding"] for gates in profiles.values() for gate in gates}
    others = {"wrong_dossier", "no_resolution", "restricted", "signed", "active_content"}
    wordless = [finding for finding in findings | others if VIETNAMESE.finding(finding) == finding]
    assert wordless == []


def test_a_finding_without_words_stands_as_it_is():
    assert VIETNAMESE.finding("blurred") == "mờ"
    assert VIETNAMESE.finding("of_tomorrow") == "of_tomorrow"
