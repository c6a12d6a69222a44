"""The benchmark of the quarterly report: what it says, and that it runs."""

from __future__ import annotations

import pytest

from benchmarks import report
from benchmarks.report import Measured


def test_the_figures_of_a_database():
    good = Measured(report=1.0, bare=0.6, young=1.0, old=1.1, judged_again=2500, memory=200.0)
    assert all(figure.met for figure in report.judged("SQLite", good))
    slow = Measured(report=3.5, bare=1.0, young=1.0, old=2.0, judged_again=2501, memory=700.0)
    assert not any(figure.met for figure in report.judged("SQLite", slow))


def test_a_database_that_does_not_start_is_met_nowhere():
    found = report.judged("PostgreSQL", None, note="no server")
    assert len(found) == 5
    assert all(figure.value is None and figure.note == "no server" and not figure.met for figure in found)


@pytest.mark.slow
def test_it_runs_on_a_small_archive(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(report, "_DATABASES", ("SQLite",))
    result = report.figures(limit=3000)
    values = {figure.name: figure.value for figure in result.figures}
    assert None not in values.values()
    assert 0 < values["SQLite: dossiers judged again after a night that touched 2,500"] <= report.TOUCHED
