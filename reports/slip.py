"""The slip of a dossier for the officer at the counter: one A4 page of what is there and what is missing.

It says nothing of the applicant, nothing that was read, and no file name, for a name may be a person's.
Its words are those of `reports.slip_view`; here they become a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Template

from config.sections import Language
from reports.decision_words import DecisionWords
from reports.names import Names
from reports.notation import Notation, page_ranges, plain
from reports.slip_sizes import size_of
from reports.slip_view import RefusedFile, Slip, SlipRow, WaitingPaper, view_of
from reports.slip_words import SlipText, SlipWords
from reports.templating import environment

# What an A4 page holds at its smallest type (tests/reports/test_slip.py prints them).
MOST_ROWS = 26
_MOST_OF_A_LIST, _MOST_BESIDE_MANY_ROWS, _FEW_ROWS = 6, 2, 10
_LONGEST_NAME = 60  # of a paper within a sentence


def to_html(slip: Slip, language: Language, names: Names, made_at: datetime) -> str:
    """The slip as a page; bytes are a function of the arguments alone."""
    view = view_of(slip, language, names)
    rows = _shown(view.rows)
    most = _MOST_OF_A_LIST if len(rows) <= _FEW_ROWS else _MOST_BESIDE_MANY_ROWS
    waiting = [_waiting(paper, language) for paper in slip.waiting[:most]]
    refused = [_refused(file, language) for file in slip.refused[:most]]
    return _template("slip.html.j2").render(
        view=view,
        record=slip.status.record if slip.status else None,
        rows=rows,
        rows_left=len(view.rows) - len(rows),
        waiting=waiting,
        refused=refused,
        most=most,
        knows_papers=slip.status is not None and slip.status.components.due is not None,
        size=size_of(rows, (waiting, refused, [("; ".join(view.not_due),)])),
        names=names,
        language=language.value,
        notation=Notation(language),
        words=SlipWords(language),
        made_at=made_at,
    )


@dataclass(frozen=True, slots=True)
class Today:
    """The dossiers of a day.

    Attributes:
        slips: when each was written and what it says, the newest first.
        dossiers: how many there are in all.
        homeless: files in quarantine of which nobody knows whose they are.
    """

    slips: Sequence[tuple[datetime, Slip]]
    dossiers: int
    homeless: tuple[RefusedFile, ...]


def index_html(today: Today, language: Language, names: Names, made_at: datetime, *, reload: int) -> str:
    """The list of a day's dossiers, which a browser loads anew every `reload` seconds."""
    return _template("slip_index.html.j2").render(
        entries=[(written_at, view_of(slip, language, names)) for written_at, slip in today.slips],
        dossiers=today.dossiers,
        homeless=[_refused(file, language) for file in today.homeless[:_MOST_OF_A_LIST]],
        most=_MOST_OF_A_LIST,
        homeless_left=max(0, len(today.homeless) - _MOST_OF_A_LIST),
        names=names,
        language=language.value,
        notation=Notation(language),
        words=SlipWords(language),
        made_at=made_at,
        reload=reload,
    )


def _shown(rows: tuple[SlipRow, ...]) -> tuple[SlipRow, ...]:
    """As many as the page holds: what is digitised is left out first, the result never."""
    return rows if len(rows) <= MOST_ROWS else (*rows[: MOST_ROWS - 1], rows[-1])


def _waiting(paper: WaitingPaper, language: Language) -> tuple[str, str, str]:
    """Which paper it is, why it waits, and what is to be done."""
    words, decisions = SlipWords(language), DecisionWords(language)
    which = words.say(SlipText.WAITING_PAPER, paper.number, page_ranges(paper.pages))
    kind = f", {_short(paper.kind_name)}" if paper.kind_name else ""
    why = decisions.reason(paper.reason)
    if paper.candidate:
        why = f"{why}; {words.say(SlipText.MAY_BE, _short(paper.candidate))}"
    return f"{which}{kind}", why, words.review_step(paper.reason)


def _short(name: str) -> str:
    line = plain(name)
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1].rstrip()}…"


def _refused(file: RefusedFile, language: Language) -> tuple[str, str, str]:
    """Which file it is, why it was refused, and what is to be done."""
    words, notation = SlipWords(language), Notation(language)
    size = f"{notation.count(-(-file.bytes // 1000))} kB"
    which = words.say(SlipText.REFUSED_FILE, size, notation.moment(file.tried_at))
    return which, *words.refusal(file.reason)


@cache
def _template(name: str) -> Template:
    made = environment(T=SlipText)
    made.filters["plain"] = plain
    return made.get_template(name)
