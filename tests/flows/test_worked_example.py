"""The example that docs/indicators.md counts by hand: the product and the oracle come to the same."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from dossiers.indicators import Cohort
from dossiers.periods import Period
from dossiers.reporting import Report
from flows.figures.reporting import report_on
from flows.register.importing import import_register
from flows.workspace import open_workspace
from tests.flows import agreeing
from tests.office import Office
from tests.oracle import counting, texts

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs/indicators.md").read_text(encoding="utf-8")
REGISTER, SLIPS = re.findall(r"```csv\n(.*?)```", DOCUMENT, re.DOTALL)
BY_HAND = {
    indicator: (int(numerator), int(denominator), ratio)
    for indicator, numerator, denominator, ratio in re.findall(
        r"^\| `(\w+)` \| (\d+) .*?\| (\d+) .*?\| ([\d,]+) % \|$", DOCUMENT, re.MULTILINE
    )
}
POINTS = [Decimal(points.replace(",", ".")) for points in re.findall(r" = (\d,\d\d);", DOCUMENT)]
QUARTER = Period.parse("2025-Q3")


@pytest.fixture
def report(office: Office) -> Report:
    files = [office.root / "register.csv", office.root / "slips.csv"]
    for file, text in zip(files, (REGISTER, SLIPS), strict=True):
        file.write_text(text, encoding="utf-8")
    with open_workspace(office.settings) as workspace:
        assert not import_register(workspace, files).has_rejected_rows
        return report_on(workspace, QUARTER, cohort=Cohort.RECEIVED, breakdowns=(), with_dossiers=True)


def test_the_product_counts_what_the_document_counts(report: Report):
    assert set(BY_HAND) == set(agreeing.INDICATORS)
    told = {
        name: (both.numerator, both.denominator, (both.ratio or "").replace(".", ","))
        for name, both in report.total.items()
    }
    assert told == BY_HAND


def test_the_points_are_those_of_the_document(report: Report):
    (scoring,) = report.scoring
    measured = [score.points for score in scoring.scores if score.indicator]
    assert measured == POINTS
    assert (scoring.points, scoring.measured_most, scoring.most) == (sum(POINTS), 12, 22)


def test_the_oracle_counts_what_the_document_counts():
    catalogue = (ROOT / "config/data/procedures.yaml").read_text(encoding="utf-8")
    span = counting.Span(QUARTER.first, QUARTER.last)
    dossiers = counting.cohort(texts.office(catalogue, *_with_all_columns()), span, "received")
    expected = {name: (numerator, denominator) for name, (numerator, denominator, _) in BY_HAND.items()}
    assert counting.indicators(dossiers, span) == expected


def test_the_document_names_the_dossiers_that_it_counts(report: Report):
    told = {line.dossier_code[-4:] for line in report.dossiers or ()}
    assert told == set(re.findall(r"\d{4}", re.search(r"5 \((.*?)\)", DOCUMENT)[1]))


def _with_all_columns() -> tuple[str, str]:
    """The oracle asks for the optional columns too."""
    header, *rows = REGISTER.splitlines()
    optional = ",closed_on,supplement_asked_on,supplemented_on"
    return "\n".join([header + optional, *(f"{row},,," for row in rows)]), SLIPS
