"""An indicator of a province's own rule set stands by its name wherever it is told."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from config.sections import Language
from config.settings import Settings
from dossiers.counting import Which
from dossiers.indicators import Cohort
from dossiers.periods import Period
from flows.deployed.markdown import ratios_markdown
from flows.figures.reporting import indicators_of_all, names_of
from flows.workspace import open_workspace
from reports.listed_table import Behind, listed_table
from reports.names import Names

OWN = "qua_buu_chinh"


@pytest.fixture
def names_and_ratios(tmp_path: Path):
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "own.yaml").write_text(
        "{id: H40-2024, extends: 2022-766, valid_from: 2024-02-01, source: x, indicators: ["
        f"{{id: {OWN}, name_vi: Qua bưu chính, name_en: By post, source: x, population: received, "
        "denominator: received, numerator: filed_by_post}]}",
        encoding="utf-8",
    )
    settings = Settings(
        ledger={"url": f"sqlite:///{tmp_path / 'ledger.sqlite'}"},
        store={"url": (tmp_path / "store").as_uri()},
        rules={"path": rules},
    )
    with open_workspace(settings) as workspace:
        yield names_of(workspace), indicators_of_all(workspace)


@pytest.mark.parametrize(
    ("language", "name"), [(Language.VIETNAMESE, "Qua bưu chính"), (Language.ENGLISH, "By post")]
)
def test_it_is_called_by_its_name_in_the_language_of_the_report(
    names_and_ratios, language: Language, name: str
):
    names, ratios = names_and_ratios
    page = ratios_markdown(ratios, language, names)
    assert f"| {name} | 0 | 0 |" in page
    assert OWN not in page
    heading = printed(listed(OWN), language, names).splitlines()[0]
    assert name in heading
    assert OWN not in heading


def test_one_that_no_rule_set_names_any_more_is_called_by_its_id():
    assert OWN in printed(listed(OWN), Language.ENGLISH, Names())


def listed(indicator: str) -> Behind:
    return Behind(Period.parse("2024"), Cohort.RECEIVED, indicator, Which.MISSING, ())


def printed(behind: Behind, language: Language, names: Names) -> str:
    console = Console(file=io.StringIO(), width=100)
    console.print(listed_table(behind, language, names))
    return console.file.getvalue()
