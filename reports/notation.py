"""Numbers and dates as the language writes them, and text made harmless for cells.

Vietnamese: point for thousands, decimal comma (domain/indicators.md 1.5, rule 7).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from config.sections import Language
from dossiers.periods import VIETNAM
from dossiers.ratios import Ratio

DASH = "–"
HIDDEN = "*"  # a small cell that is withheld
_SWAPPED = str.maketrans(",.", ".,")
_UNSEEN = {"Cc", "Cf", "Zl", "Zp"}  # control, format (bidirectional overrides), separators


@dataclass(frozen=True, slots=True)
class Notation:
    """How one language writes numbers and times."""

    language: Language

    def count(self, number: int | None) -> str:
        """A whole number: `3.350` or `3,350`; a dash where there is none."""
        return DASH if number is None else self._local(f"{number:,}")

    def told(self, number: int | None) -> str:
        """A count that may be withheld (None): then its sign."""
        return HIDDEN if number is None else self.count(number)

    def parts(self, ratio: Ratio, *, withheld: bool = False) -> tuple[str, str, str]:
        """Numerator, denominator and percentage, or the sign of what is withheld."""
        if withheld:
            return HIDDEN, HIDDEN, HIDDEN
        return self.count(ratio.numerator), self.count(ratio.denominator), self.percent(ratio.ratio)

    def signed(self, number: int) -> str:
        """A difference with its sign: `+3.350`, `−12`; zero without."""
        sign = "+" if number > 0 else "−" if number < 0 else ""
        return f"{sign}{self.count(abs(number))}"

    def decimal(self, number: Decimal | None) -> str:
        """Points or a percentage, two decimals: `21,50` or `21.50`; a dash where there is none."""
        return DASH if number is None else self._local(f"{number:,.2f}")

    def number(self, number: float) -> str:
        """A measured number, one decimal at most: `0,5` or `0.5`, `150`."""
        return self._local(f"{round(number, 1):,.10g}")

    def percent(self, ratio: str | None) -> str:
        """A published ratio (text with two decimals): `99,97 %` or `99.97 %`; a dash for none."""
        return DASH if ratio is None else f"{self._local(ratio)} %"

    def fraction(self, ratio: Ratio) -> str:
        """Numerator and denominator: `3.350 / 3.351`."""
        return f"{self.count(ratio.numerator)} / {self.count(ratio.denominator)}"

    def day(self, day: date) -> str:
        """A day: `31/03/2024`, in English ISO."""
        return f"{day:%d/%m/%Y}" if self._is_vietnamese else day.isoformat()

    def month(self, month: str) -> str:
        """A month given as `2024-03`: `03/2024`, in English ISO."""
        year, _, number = month.partition("-")
        return f"{number}/{year}" if self._is_vietnamese else month

    def moment(self, moment: datetime) -> str:
        """A moment, to the minute, on the clocks of Viet Nam."""
        return f"{self.day(moment.astimezone(VIETNAM).date())} {self.clock(moment)}"

    def clock(self, moment: datetime) -> str:
        """The time of a moment, on the clocks of Viet Nam: `14:05`."""
        return f"{moment.astimezone(VIETNAM):%H:%M}"

    @property
    def _is_vietnamese(self) -> bool:
        return self.language is Language.VIETNAMESE

    def _local(self, english: str) -> str:
        return english.translate(_SWAPPED) if self._is_vietnamese else english


def plain(text: str) -> str:
    """Text from a register as one harmless line: no terminal sequences, no bidirectional overrides."""
    line = " ".join(text.split())
    if line.isprintable():  # what is unseen is not; this way lists of a hundred thousand rows are quick
        return line
    return "".join("\ufffd" if unicodedata.category(char) in _UNSEEN else char for char in line)


def page_ranges(pages: tuple[int, ...]) -> str:
    """Page numbers with runs joined: `1–3, 5`."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], page]
        else:
            runs.append([page])
    return ", ".join("–".join(str(end) for end in run) for run in runs)
