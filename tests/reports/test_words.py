"""Every word stands in both languages, with the same places to fill."""

from __future__ import annotations

from string import Formatter

import pytest

from config.files import DATA, read_yaml
from config.sections import Language
from dossiers.incompleteness import ActionKind, CompletenessBand
from dossiers.indicators import INDICATORS, Cohort
from dossiers.operations import Operations, carried_over, checked, parts_add_up
from dossiers.register import Channel, Level
from dossiers.register_guard import Exclusion, Shrinking
from dossiers.reporting import Breakdown
from dossiers.states import SlotState
from reports.office_texts import ListText, OfficeText, OperationsText, SheetName
from reports.phrases import Phrases
from reports.texts import Text
from reports.words import Words

VIETNAMESE = Words(Language.VIETNAMESE)
ENGLISH = Words(Language.ENGLISH)


def places(text: str) -> int:
    return sum(name is not None for _, name, _, _ in Formatter().parse(text))


THEMES = (Text, OfficeText, SheetName, OperationsText, ListText)


@pytest.mark.parametrize("text", [text for theme in THEMES for text in theme], ids=str)
def test_every_text_has_both_languages_and_the_same_places(text: Phrases):
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
        *(words.in_either(known.name_vi, known.name_en) for known in INDICATORS),
        *(words.register_kind(kind) for kind in ("dossiers", "components", "units")),
        *(words.band(band) for band in CompletenessBand),
        *(words.step(kind) for kind in ActionKind),
        *(words.exclusion(why) for why in Exclusion),
        *(words.shrinking(how) for how in Shrinking),
    ]
    assert all(said)
    assert not any("_" in text for text in said)


def test_every_sum_that_is_checked_has_words():
    nothing = Operations()
    checks = (*checked(nothing, 0), carried_over(0, nothing), parts_add_up(nothing, ()))
    assert all(VIETNAMESE.check(check.what) != check.what for check in checks)


@pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_no_sheet_has_a_name_that_excel_refuses(words: Words):
    names = [words.say(name, "") for name in SheetName if name is not SheetName.DISTRIBUTION]
    names += [words.say(SheetName.BY, words.breakdown(breakdown)) for breakdown in Breakdown]
    assert max(len(name) for name in names) <= 31
    assert not any(set(name) & set("[]:*?/\\") for name in names)


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
