"""The sample sheet (phiếu kiểm tra mẫu): dossiers drawn at random, to hold beside the paper.

It names what is stored of each: slots, states, documents, pages. The content of files stands nowhere on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from jinja2 import Template
from rich.console import Group as Stack
from rich.console import RenderableType
from rich.text import Text as Line

from config.sections import Language
from dossiers.completeness import DossierStatusReport, SlotStatus
from dossiers.indicators import Cohort
from dossiers.manifest import document_id
from dossiers.periods import Period
from dossiers.register import ComponentRow, DossierStatus
from dossiers.sampling import METHOD
from dossiers.states import Paper, SlotState
from reports.json_status import to_status_json
from reports.names import Names
from reports.notation import DASH, Notation, plain
from reports.office_texts import OfficeText
from reports.sample_words import STATUSES, SampleText
from reports.templating import environment
from reports.terminal import add_cells, data_table, pair_table
from reports.texts import Text
from reports.words import Words

_COLUMNS = (
    *(OfficeText.ORDINAL, Text.DOSSIER, Text.UNIT),
    *(SampleText.DIGITISED, Text.COMPLETE, Text.RESULT),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, and from what.

    Attributes:
        population: how many dossiers it was drawn from.
        unit_code: this unit and what lies below it alone; None: all.
        dossiers: in the order in which they were drawn.
    """

    period: Period
    cohort: Cohort
    unit_code: str | None
    seed: str
    population: int
    dossiers: tuple[DossierStatusReport, ...]
    made_at: datetime


def to_json(sample: Sample) -> dict[str, Any]:
    """The sample as JSON: each dossier as `sohoa status` shapes it, and the ids of its papers."""
    return {
        "period": {"from": sample.period.first.isoformat(), "to": sample.period.last.isoformat()},
        "cohort": sample.cohort.value,
        "unit": sample.unit_code,
        "seed": sample.seed,
        "method": METHOD,
        "population": sample.population,
        "made_at": sample.made_at.isoformat(),
        "dossiers": [_dossier_json(status) for status in sample.dossiers],
    }


def to_pdf(sample: Sample, language: Language, names: Names) -> bytes:
    """The sheet as A4.

    Raises:
        ToolMissing: the libraries that set text (Pango) are not installed.
    """
    from reports.typesetting import pdf_of

    return pdf_of(to_html(sample, language, names))


def to_html(sample: Sample, language: Language, names: Names) -> str:
    """The sheet as a page; bytes are a function of the arguments alone."""
    return _template().render(
        sample=sample,
        facts=_facts(sample, language, names),
        language=language.value,
        notation=Notation(language),
        words=Words(language),
        names=names,
        shown=shown_slots,
        copies=partial(_copies, Words(language)),
    )


def sample_table(sample: Sample, language: Language, names: Names) -> RenderableType:
    """The sample for the terminal: one line a dossier."""
    words = Words(language)
    table = data_table()
    for text in _COLUMNS:
        table.add_column(words.say(text))
    for number, status in enumerate(sample.dossiers, start=1):
        add_cells(
            table,
            str(number),
            plain(status.record.dossier_code),
            names.unit(status.record.unit_code),
            digitised(status),
            words.verdict(status.complete),
            words.result(status.result.state),
        )
    return Stack(
        Line(words.say(SampleText.TITLE), style="bold"), pair_table(_facts(sample, language, names)), table
    )


def digitised(status: DossierStatusReport) -> str:
    """Digitised over due components; a dash where nobody knows what is due."""
    counts = status.components
    return f"{counts.digitised} / {DASH if counts.due is None else counts.due}"


def shown_slots(status: DossierStatusReport) -> list[SlotStatus]:
    """The slots that may be on paper: due, perhaps due, exempt, or filled all the same."""
    return [slot for slot in status.slots if slot.state is not SlotState.NOT_DUE or slot.papers]


def _facts(sample: Sample, language: Language, names: Names) -> list[tuple[str, str]]:
    words, notation = Words(language), Notation(language)
    days = (notation.day(day) for day in (sample.period.first, sample.period.last))
    unit = names.unit(sample.unit_code) if sample.unit_code else words.say(SampleText.ALL_UNITS)
    size = (notation.count(number) for number in (len(sample.dossiers), sample.population))
    return [
        (words.say(Text.UNIT), unit),
        (words.say(Text.PERIOD), words.say(Text.FROM_TO, *days)),
        (words.say(Text.COHORT), words.cohort(sample.cohort)),
        (words.say(SampleText.SAMPLE), words.say(SampleText.SIZE, *size)),
        (words.say(SampleText.SEED), plain(sample.seed)),
        (words.say(Text.GENERATED), notation.moment(sample.made_at)),
    ]


def _copies(
    words: Words,
    status: DossierStatusReport,
    papers: Sequence[Paper],
    state: SlotState | None = None,
    row: ComponentRow | None = None,
) -> str:
    """The stored documents; where the register alone proves the paper, what it says."""
    if not papers and state is not None and state.is_digitised:
        return ", ".join([words.say(SampleText.BY_REGISTER), *_said(row, words)])
    code = status.record.dossier_code
    return ", ".join(
        words.say(SampleText.PAGES, document_id(code, paper.number), len(paper.pages)) for paper in papers
    )


def _said(row: ComponentRow | None, words: Words) -> list[str]:
    if row is None:
        return []
    day = [Notation(words.language).day(row.digitised_on)] if row.digitised_on else []
    return [*day, *([plain(row.evidence)] if row.evidence else [])]


def _dossier_json(status: DossierStatusReport) -> dict[str, Any]:
    record, told = status.record, to_status_json(status)
    code = record.dossier_code
    slots = zip(told["slots"], status.slots, strict=True)
    return {
        **told,
        "unit_code": record.unit_code,
        "status": record.status.value,
        "received_on": record.received_on.isoformat(),
        "slots": [{**slot, "documents": _documents(code, own.papers)} for slot, own in slots],
        "result": {**told["result"], "documents": _documents(code, status.result.papers)},
        "unassigned": _documents(code, status.unassigned),
    }


def _documents(code: str, papers: Sequence[Paper]) -> list[dict[str, Any]]:
    return [
        {
            "document": document_id(code, paper.number),
            "number": paper.number,
            "pages": list(paper.pages),
        }
        for paper in papers
    ]


def _standing(status: DossierStatus, words: Words) -> str:
    return words.in_either(*STATUSES[status])


@cache
def _template() -> Template:
    made = environment(S=SampleText, T=Text, F=OfficeText, standing=_standing, digitised=digitised)
    made.filters["plain"] = plain
    return made.get_template("sample.html.j2")
