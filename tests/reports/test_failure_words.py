"""Gates that do not hold, in the words of an officer."""

from __future__ import annotations

import pytest

from config.gates import Operation, Property, load_gates
from config.sections import Language, Profile
from dossiers.states import GateFailure
from reports.failure_words import FailureWords

VIETNAMESE, ENGLISH = FailureWords(Language.VIETNAMESE), FailureWords(Language.ENGLISH)


def failure(of: str, measured: float | str, limit: float | str, *, page: int | None = 2, severity="error"):
    return GateFailure(
        finding="a_finding", page=page, property=of, measured=measured, limit=limit, severity=severity
    )


@pytest.mark.parametrize(
    ("failed", "vietnamese", "english"),
    [
        (
            failure("dpi", 150, 200),
            "trang 2: 150 dpi, cần ít nhất 200: quét lại",
            "page 2: 150 dpi, at least 200 is required: scan again",
        ),
        (
            failure("colour", "black_and_white", "black_and_white"),
            "trang 2: quét đen trắng, cần quét màu: quét lại",
            "page 2: scanned in black and white, colour is required: scan again",
        ),
        (
            failure("colour", "grey", "grey", severity="warning"),
            "trang 2: quét thang xám",
            "page 2: scanned in grey",
        ),
        (
            failure("words", 0, 1, severity="unreadable"),
            "trang 2: không đọc được chữ nào: quét lại",
            "page 2: no text can be read: scan again",
        ),
        (
            failure("skew", 4.25, 3, severity="warning"),
            "trang 2: nghiêng 4,2°, nên không quá 3°",
            "page 2: skewed by 4.2°, at most 3° is advised",
        ),
        (
            failure("borders", 0.0307, 0.01, severity="warning"),
            "trang 2: viền đen chiếm 3,1 % trang, nên không quá 1 %",
            "page 2: black borders are 3.1 % of the page, at most 1 % is advised",
        ),
        (
            failure("written_pages", 0, 1, page=None),
            "giấy trắng, không có chữ nào: quét lại",
            "a blank paper, nothing is written on it: scan again",
        ),
        (failure("of_tomorrow", 1, 2), "trang 2: a_finding: quét lại", "page 2: a_finding: scan again"),
    ],
)
def test_a_failure_names_page_value_limit_and_what_to_do(failed: GateFailure, vietnamese: str, english: str):
    assert VIETNAMESE.sentences([failed]) == [vietnamese]
    assert ENGLISH.sentences([failed]) == [english]


def test_pages_that_fail_alike_are_one_sentence():
    failures = [failure("dpi", dpi, 200, page=page) for page, dpi in enumerate([150, 150, 300, 150, 100], 1)]
    assert ENGLISH.sentences(failures[:2] + failures[3:]) == [
        "pages 1–2, 4: 150 dpi, at least 200 is required: scan again",
        "page 5: 100 dpi, at least 200 is required: scan again",
    ]


def test_findings_without_a_measure_keep_their_words():
    coarse = failure("dpi", 150, 200).model_copy(update={"finding": "low_resolution"})
    assert VIETNAMESE.findings(["signed", "low_resolution", "wrong_dossier"], [coarse]) == [
        "có chữ ký số",
        "trang 2: 150 dpi, cần ít nhất 200: quét lại",
        "thuộc hồ sơ khác",
    ]


def test_a_warning_is_no_reason_to_scan_again():
    blurred = failure("sharpness", 20, 40, severity="warning")
    assert ENGLISH.reasons([blurred, failure("dpi", 150, 200)]) == [
        "page 2: 150 dpi, at least 200 is required: scan again"
    ]


@pytest.mark.parametrize("words", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
@pytest.mark.parametrize("profile", list(Profile))
def test_every_gate_that_ships_has_a_sentence(profile: Profile, words: FailureWords):
    for gate in load_gates(profile):
        measured = gate.value if gate.operation is Operation.IS_NOT else 0
        failed = failure(gate.property, measured, gate.value, severity=gate.severity)
        (sentence,) = words.sentences([failed])
        assert "a_finding" not in sentence
        assert "{" not in sentence
    assert {gate.property for gate in load_gates(profile)} == set(Property)
