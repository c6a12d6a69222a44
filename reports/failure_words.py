"""What an officer reads where a quality gate does not hold: page, measured value, limit, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dossiers.states import GateFailure
from reports.notation import Notation, page_ranges
from reports.phrases import Phrase, Wording
from reports.words import Words

WARNING = "warning"

_ON_PAGE: Phrase = ("trang {}: {}", "page {}: {}")
_ON_PAGES: Phrase = ("trang {}: {}", "pages {}: {}")
_SCAN_AGAIN: Phrase = ("{}: quét lại", "{}: scan again")
# By property of the gate: {0} is what was measured, {1} the limit.
_FAILURES: Mapping[str, Phrase] = {
    "dpi": ("{0} dpi, cần ít nhất {1}", "{0} dpi, at least {1} is required"),
    "colour": ("quét {0}, cần quét màu", "scanned in {0}, colour is required"),
    "confidence": (
        "chữ đọc không chắc: độ tin cậy {0}, cần ít nhất {1}",
        "text read with confidence {0}, at least {1} is required",
    ),
    "words": ("không đọc được chữ nào", "no text can be read"),
    "sharpness": ("mờ: độ nét {0}, nên từ {1} trở lên", "blurred: sharpness {0}, {1} or more is advised"),
    "skew": ("nghiêng {0}°, nên không quá {1}°", "skewed by {0}°, at most {1}° is advised"),
    "cut_off": (
        "{0} chữ sát mép trang, có thể bị cắt mất",
        "{0} words end at the edge of the page and may be cut off",
    ),
    "borders": (
        "viền đen chiếm {0} % trang, nên không quá {1} %",
        "black borders are {0} % of the page, at most {1} % is advised",
    ),
    "syllables": (
        "{0} % chữ đúng âm tiết tiếng Việt, nên từ {1} % trở lên",
        "{0} % of the text is Vietnamese syllables, {1} % or more is advised",
    ),
    "size": (
        "lệch {0} mm so với khổ giấy gần nhất, nên không quá {1} mm: xem lại tỷ lệ quét 1:1",
        "{0} mm off the nearest paper size, at most {1} mm is advised: check the scale of 1:1",
    ),
    "source": ("trang trắng", "a blank page"),
    "written_pages": ("giấy trắng, không có chữ nào", "a blank paper, nothing is written on it"),
}
# Where nothing is required.
_WARNINGS: Mapping[str, Phrase] = {
    "colour": ("quét {0}", "scanned in {0}"),
    "confidence": (
        "chữ đọc không chắc: độ tin cậy {0}, nên từ {1} trở lên",
        "text read with confidence {0}, {1} or more is advised",
    ),
}
_COLOURS: Mapping[str, Phrase] = {
    "black_and_white": ("đen trắng", "black and white"),
    "grey": ("thang xám", "grey"),
}
_SHARES = frozenset({"borders", "syllables"})


class FailureWords(Wording):
    """Sentences about gates, in one language."""

    def sentences(self, failures: Iterable[GateFailure]) -> list[str]:
        """One for all pages that fail alike: `page 2: 150 dpi, at least 200 is required: scan again`."""
        pages: dict[GateFailure, list[int]] = {}
        for failure in failures:
            alike = pages.setdefault(failure.model_copy(update={"page": None}), [])
            alike.extend([] if failure.page is None else [failure.page])
        return [self._on_pages(tuple(on), self._said(failure)) for failure, on in pages.items()]

    def findings(self, findings: Iterable[str], failures: Iterable[GateFailure]) -> list[str]:
        """What the checks found: sentences for what a gate measured, words for the rest."""
        measured: dict[str, list[GateFailure]] = {}
        for failure in failures:
            measured.setdefault(failure.finding, []).append(failure)
        words = Words(self.language)
        said = (self.sentences(measured.get(finding, ())) or [words.finding(finding)] for finding in findings)
        return [sentence for group in said for sentence in group]

    def reasons(self, failures: Iterable[GateFailure]) -> list[str]:
        """Why a paper does not count: the failures that are no mere warnings."""
        return self.sentences(failure for failure in failures if failure.severity != WARNING)

    def _said(self, failure: GateFailure) -> str:
        is_warning = failure.severity == WARNING
        phrase = (_WARNINGS if is_warning else {}).get(failure.property) or _FAILURES.get(failure.property)
        if phrase is None:
            said = Words(self.language).finding(failure.finding)
        else:
            values = (self._value(failure, value) for value in (failure.measured, failure.limit))
            said = self._of(phrase).format(*values)
        return said if is_warning else self._of(_SCAN_AGAIN).format(said)

    def _on_pages(self, pages: tuple[int, ...], said: str) -> str:
        if not pages:
            return said
        phrase = _ON_PAGE if len(pages) == 1 else _ON_PAGES
        return self._of(phrase).format(page_ranges(pages), said)

    def _value(self, failure: GateFailure, value: float | str) -> str:
        if isinstance(value, str):
            return self._of(_COLOURS.get(value, (value, value)))
        share = failure.property in _SHARES
        return Notation(self.language).number(value * 100 if share else value)
