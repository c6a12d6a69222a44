"""The review sheet: one HTML file on which an officer sees each paper and copies the command that decides it.

No request leaves it. One script of its own runs, named in the content security policy by its digest.
"""

from __future__ import annotations

import base64
import hashlib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from importlib.resources import files

from jinja2 import Template
from markupsafe import Markup

from config.kinds import load_kinds
from config.sections import Language
from dossiers.reuse import ALREADY_DIGITISED
from reports.decision_words import DecisionWords, Label
from reports.failure_words import FailureWords
from reports.notation import Notation, page_ranges, plain
from reports.paper_view import PaperView
from reports.review_words import SheetText, SheetWords
from reports.templating import environment
from reports.texts import Text
from reports.words import Words

MOST_CANDIDATES = 2
_UNCLASSIFIED = "unclassified"


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """One paper of the sheet.

    Attributes:
        pictures: JPEGs of its first pages; none where it cannot be shown.
        missing: the slots that the dossier lacks, in catalogue order; None where nobody knows.
        undetermined: of how many more nobody knows whether they are due.
    """

    view: PaperView
    pictures: tuple[bytes, ...]
    missing: tuple[str, ...] | None
    undetermined: int = 0

    @property
    def pages_left_out(self) -> int:
        """How many of its pages have no picture here; 0 where none has."""
        return self.view.entry.pages - len(self.pictures) if self.pictures else 0

    @property
    def candidates(self) -> list[tuple[str, float]]:
        """The two best slots with their confidence, 0 to 1."""
        best = self.view.entry.candidates[:MOST_CANDIDATES]
        return [(str(guess["slot"]), float(guess["confidence"])) for guess in best]

    @property
    def reuse_comes_first(self) -> bool:
        """Whether the paper waits because it lies in another dossier already."""
        return self.view.entry.review_reason == ALREADY_DIGITISED

    @property
    def evidence(self) -> list[tuple[str, str, float]]:
        """Where each piece of evidence comes from, what it says, and how strong it is, 0 to 1."""
        return [
            (str(piece["source"]), _said(str(piece["said"])), float(piece["strength"]))
            for piece in self.view.entry.kind_evidence
        ]

    @property
    def other_slots(self) -> list[tuple[str, bool]]:
        """Every further slot of the dossier, and whether it lacks it: those that it lacks first."""
        suggested = {slot for slot, _ in self.candidates}
        lacked = set(self.missing or ())
        others = [(slot, slot in lacked) for slot in self.view.slots if slot not in suggested]
        return sorted(others, key=lambda other: not other[1])


def to_html(papers: Sequence[SheetPaper], language: Language, *, waiting: int, made_at: datetime) -> str:
    """The sheet as a page; bytes are a function of the arguments alone.

    Args:
        papers: those to show, in their order.
        language: of the words.
        waiting: how many papers wait in all.
        made_at: when the sheet is made.
    """
    script = _script()
    return _template().render(
        papers=papers,
        reasons=sorted({paper.view.entry.review_reason or "" for paper in papers}),
        dossiers=sorted({paper.view.dossier_code for paper in papers}),
        waiting=waiting,
        made_at=made_at,
        language=language.value,
        notation=Notation(language),
        words=SheetWords(language),
        undetermined=partial(Words(language).say, Text.TODO_UNDETERMINED),
        decisions=DecisionWords(language),
        failures=FailureWords(language),
        script=Markup(script),  # noqa: S704 - our own file
        script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _said(text: str) -> str:
    """What a piece of evidence says; the learned model says the id of a kind."""
    kind = load_kinds().get(text)
    return kind.name_vi if kind else text


def command(action: str, document: str, *words: str) -> str:
    """What decides a paper, quoted for a shell."""
    return shlex.join(["sohoa", "review", action, document, *words])


@cache
def _script() -> str:
    return files("reports").joinpath("templates/review.js").read_text(encoding="utf-8")


def _data_uri(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


@cache
def _template() -> Template:
    made = environment(
        T=SheetText, L=Label, command=command, page_ranges=page_ranges, UNCLASSIFIED=_UNCLASSIFIED
    )
    made.filters.update(plain=plain, data_uri=_data_uri)
    return made.get_template("review.html.j2")
