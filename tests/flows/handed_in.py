"""The product's side of the oracle's offices: the same texts, through import, ledger and report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import yaml
from sqlalchemy import delete

from config.catalogue import Catalogue
from config.settings import Settings
from dossiers.indicators import Cohort
from dossiers.manifest import StoredDocument, StoredObject, StoredObjects
from dossiers.periods import Period
from dossiers.procedures import Procedure, index_by_code
from dossiers.reporting import Breakdown, Report
from dossiers.states import PaperState
from flows.figures.reporting import report_on
from flows.register.importing import import_register
from flows.workspace import Workspace, open_workspace
from storage import documents_table
from storage.schema import metadata
from tests.oracle.cases import Texts
from tests.oracle.texts import Paper


@dataclass(frozen=True)
class Desk:
    """Opens offices one after the other; each begins with an empty ledger.

    The ledger stays open and is emptied: a fresh one would have every query compiled anew.
    """

    root: Path
    workspace: Workspace

    @contextmanager
    def opened(self, texts: Texts) -> Iterator[HandedIn]:
        """An office with its catalogue, and nothing handed in yet."""
        with self.workspace.ledger.transaction() as connection:
            for table in reversed(metadata.sorted_tables):
                if table.name != "events":  # these are never deleted, and no figure rests on them
                    connection.execute(delete(table))
        yield HandedIn(self.root, replace(self.workspace, catalogue=_catalogue(texts.catalogue)))


@contextmanager
def opened_desk(root: Path) -> Iterator[Desk]:
    """A desk with a ledger of its own in this directory."""
    ledger, store = root / "ledger.sqlite", root / "store"
    settings = Settings.model_validate(
        {"ledger": {"url": f"sqlite:///{ledger}"}, "store": {"url": store.as_uri()}}
    )
    with open_workspace(settings) as workspace:
        yield Desk(root, workspace)


@dataclass(frozen=True)
class HandedIn:
    """One office, open."""

    root: Path
    workspace: Workspace

    def everything(self, texts: Texts) -> None:
        self.register(texts.units_csv, texts.dossiers_csv, texts.slips_csv)
        self.papers(texts.papers)

    def register(self, *texts: str) -> int:
        """Imports these CSV texts in this order; returns how many rows changed something."""
        files = []
        for number, text in enumerate(texts):
            file = self.root / f"register-{number}.csv"
            file.write_text(text, encoding="utf-8")
            files.append(file)
        summary = import_register(self.workspace, files)
        assert not summary.has_rejected_rows, summary
        return sum(file.added + file.updated for file in summary.files)

    def papers(self, papers: Sequence[Paper]) -> None:
        """Stores papers, numbered in this order within each dossier."""
        numbers: dict[str, Iterator[int]] = {}
        with self.workspace.ledger.transaction() as connection:
            for index, paper in enumerate(papers):
                number = next(numbers.setdefault(paper.dossier, count(1)))
                entry = _entry(number, paper, file=f"{index:x}")
                documents_table.replace_documents(connection, paper.dossier, [entry])

    def report(self, period: Period, cohort: Cohort, breakdowns: Sequence[Breakdown] = ()) -> Report:
        """With each dossier's line, and with what to do next."""
        return report_on(
            self.workspace,
            period,
            cohort=cohort,
            breakdowns=breakdowns,
            with_dossiers=True,
            with_actions=True,
        )


def _catalogue(text: str) -> Catalogue:
    raw = yaml.load(text, Loader=yaml.CSafeLoader)
    rows = [*raw["procedures"], *raw["index_only"]]
    return Catalogue(index_by_code(Procedure.model_validate(row) for row in rows))


def _entry(number: int, paper: Paper, *, file: str) -> StoredDocument:
    original = StoredObject(key="k", sha256=file.rjust(64, "0"), bytes=1, media_type="application/pdf")
    return StoredDocument(
        number=number,
        slot=paper.slot,
        kind="unclassified",
        kind_confidence=0.0,
        pages=1,
        source_pages=(1,),
        state=PaperState(paper.state),
        source_name="a.pdf",
        digitised_at=datetime(2025, 8, 5, 5, 0, tzinfo=UTC),
        run_id="r",
        pipeline_version="1",
        objects=StoredObjects(original=original, text=original),
    )
