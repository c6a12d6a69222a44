"""Which charts a report has, and what each shows; `reports.charts` draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor

from markupsafe import Markup

from dossiers.incompleteness import Cause
from dossiers.ratios import Ratio
from dossiers.reporting import Breakdown, Report, UnitLine
from reports.charts import Value, bars, line
from reports.drawing import PAPER, SCREEN, Canvas, Palette
from reports.facts import HEADLINES
from reports.names import Names, indicator_name, paper_name
from reports.notation import Notation
from reports.office_texts import SheetName
from reports.page_words import PageText
from reports.words import Words

UNIT_INDICATOR = "so_hoa_day_du_tphs"
MOST_BARS = 32  # more are no longer read: then the lowest and the highest of them
MOST_ENDS = 15
MOST_CAUSES = 10
_STEP = 10  # percent: where the axis of a trend may begin
_HIGHEST_START = 90
_BELOW = 4  # percent below the lowest figure: its number is printed there

Drawings = tuple[tuple[str, Markup], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where charts are shown.

    Attributes:
        whole, half, third: widths in CSS pixels of a chart that has the row, a half, a third of it.
        beside_ratio, beside_count: characters of a label that leave room for what is printed at a bar.
    """

    name: str
    palette: Palette
    whole: int
    half: int
    third: int
    font_size: int
    beside_ratio: int
    beside_count: int

    def canvas(self, chart: str, width: int, most_label: int) -> Canvas:
        """What a chart is drawn on here."""
        return Canvas(f"{chart}-{self.name}", width, self.palette, self.font_size, most_label)


WIDE = Place("wide", SCREEN, 1100, 540, 350, 13, beside_ratio=46, beside_count=80)
PHONE = Place("phone", SCREEN, 340, 340, 340, 11, beside_ratio=22, beside_count=36)
SHEET = Place("sheet", PAPER, 640, 640, 208, 10, beside_ratio=40, beside_count=70)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its heading, drawn for each place that shows it."""

    title: str
    drawings: Drawings


@dataclass(frozen=True, slots=True)
class ReportCharts:
    """Draws the charts of a report for some places."""

    report: Report
    names: Names
    words: Words
    places: Sequence[Place]

    @property
    def notation(self) -> Notation:
        """How the language writes numbers."""
        return Notation(self.words.language)

    def units(self) -> list[Chart]:
        """The ratio of each unit that has none below it, the lowest first; of many the two ends."""
        title = self.words.say(PageText.UNITS_CHART)
        values = [self._of_unit(unit) for unit in self.ranked_units()]
        if not values:
            return []
        if len(values) <= MOST_BARS:
            return [self._bars("units", title, values, 100)]
        lowest = self.words.say(PageText.UNITS_LOWEST, MOST_ENDS, self.notation.count(len(values)))
        highest = self.words.say(PageText.UNITS_HIGHEST, MOST_ENDS, self.notation.count(len(values)))
        return [
            self._bars("units-lowest", f"{title}: {lowest}", values[:MOST_ENDS], 100),
            self._bars("units-highest", f"{title}: {highest}", values[-MOST_ENDS:], 100),
        ]

    def ranked_units(self) -> list[UnitLine]:
        """The units with none below them and with a figure, the lowest ratio first."""
        units = self.report.units
        followers = [*(unit.depth for unit in units[1:]), 0]
        leaves = [unit for unit, depth in zip(units, followers, strict=False) if depth <= unit.depth]
        shown = [unit for unit in leaves if length(unit.indicators.get(UNIT_INDICATOR)) is not None]
        return sorted(shown, key=lambda unit: (length(unit.indicators[UNIT_INDICATOR]), unit.unit_code))

    def trend(self) -> list[Chart]:
        """One small chart for each headline ratio, all with the same axis; none for a single month."""
        if len(self.report.trend) < 2 or not self._known():  # noqa: PLR2004 - two points make a line
            return []
        return [self._line(name, self.axis_start()) for name in HEADLINES]

    def axis_start(self) -> int:
        """Where the axis of the trend begins, in percent: low enough for the lowest figure."""
        lowest = min(self._known(), default=0) - _BELOW
        return max(0, min(floor(lowest / _STEP) * _STEP, _HIGHEST_START))

    def causes(self) -> list[Chart]:
        """The most frequent causes."""
        causes = [cause for cause in self.report.causes if cause.dossiers][:MOST_CAUSES]
        if not causes:
            return []
        most = max(cause.dossiers for cause in causes)
        values = [self._of_cause(cause) for cause in causes]
        return [self._counts("causes", self.words.say(PageText.CAUSES_CHART), values, most, _whole)]

    def distribution(self) -> list[Chart]:
        """How many dossiers have which completeness."""
        counted = {band: number for band, number in self.report.distribution.items() if number is not None}
        if not any(counted.values()):
            return []
        values = [
            Value(self.words.band(band), number, self.notation.count(number))
            for band, number in counted.items()
        ]
        title = self.words.say(SheetName.DISTRIBUTION)
        return [self._counts("distribution", title, values, max(counted.values()), _half)]

    def _known(self) -> list[float]:
        """Every figure that the trend shows."""
        figures = (length(month.indicators.get(name)) for month in self.report.trend for name in HEADLINES)
        return [figure for figure in figures if figure is not None]

    def _of_unit(self, unit: UnitLine) -> Value:
        ratio = unit.indicators[UNIT_INDICATOR]
        notation = self.notation
        said = f"{notation.percent(ratio.ratio)} ({notation.fraction(ratio).replace(' ', '')})"
        return Value(self.names.unit(unit.unit_code), length(ratio), said)

    def _of_cause(self, cause: Cause) -> Value:
        """The paper, how it lacks, and of which procedure: results of all procedures have one name."""
        paper = paper_name(cause.procedure_code, cause.slot, self.names, self.words)
        tail = f": {self.words.state(cause.state)} ({cause.procedure_code})"
        return Value(paper, cause.dossiers, self.notation.count(cause.dossiers), tail)

    def _bars(self, name: str, title: str, values: Sequence[Value], whole: float) -> Chart:
        drawings = tuple(
            (place.name, bars(canvas, title, values, whole=whole))
            for place in self.places
            for canvas in [place.canvas(name, place.whole, place.beside_ratio)]
        )
        return Chart(title, drawings)

    def _counts(
        self, name: str, title: str, values: Sequence[Value], most: int, width: Callable[[Place], int]
    ) -> Chart:
        drawings = tuple(
            (place.name, bars(canvas, title, values, whole=most))
            for place in self.places
            for canvas in [place.canvas(name, width(place), place.beside_count)]
        )
        return Chart(title, drawings)

    def _line(self, name: str, start: int) -> Chart:
        indicator = indicator_name(name, self.report, self.words)
        values = [
            self._of_month(month.by[Breakdown.MONTH], month.indicators.get(name))
            for month in self.report.trend
        ]
        title = self.words.say(PageText.TREND_CHART, indicator)
        drawings = tuple(
            (
                place.name,
                line(
                    place.canvas(name.replace("_", "-"), place.third, place.beside_ratio),
                    title,
                    values,
                    lowest=start,
                    percent=lambda mark: f"{self.notation.number(mark)} %",
                ),
            )
            for place in self.places
        )
        return Chart(indicator, drawings)

    def _of_month(self, month: str, ratio: Ratio | None) -> Value:
        return Value(
            self.notation.month(month), length(ratio), self.notation.percent(ratio.ratio if ratio else None)
        )


def cause_name(cause: Cause, names: Names, words: Words) -> str:
    """The paper (or the result) and how it lacks."""
    paper = paper_name(cause.procedure_code, cause.slot, names, words)
    return words.say(PageText.LACKS, paper, words.state(cause.state))


def length(ratio: Ratio | None) -> float | None:
    """How long a ratio is drawn, in percent; None where there is no figure."""
    return None if ratio is None or ratio.ratio is None else float(ratio.ratio)


def _whole(place: Place) -> int:
    return place.whole


def _half(place: Place) -> int:
    return place.half
