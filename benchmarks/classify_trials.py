"""Every paper before every procedure that it serves, and before some that it does not: which slot it gets."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.classify_readings import CACHE, Readings
from benchmarks.figures import PartFailed
from benchmarks.papers_by_kind.drawn import fingerprint, pages_of
from benchmarks.papers_by_kind.persons import persona
from benchmarks.papers_by_kind.truth import RESULT, Paper, papers, right_slots, served
from config.catalogue import load_catalogue
from config.sections import Profile
from dossiers.procedures import Procedure
from dossiers.slots import fillable_components
from ocr.understanding.context import load_knowledge
from ocr.understanding.documents import DossierContext, Knowledge, understand
from ocr.values import Document

_STRANGERS_A_PAPER = 4
_CODE = "H40.12-250801-0001"


@dataclass(frozen=True)
class Trial:
    """One paper in the folder of one dossier; `right` are the slots that it may fill, none for a stranger."""

    procedure: str
    paper: Paper
    variant: int
    in_results: bool
    right: frozenset[str]

    @property
    def name(self) -> str:
        """For lists of what went wrong."""
        place = " in ket-qua" if self.in_results else ""
        return f"{self.procedure} {self.paper.id}-{self.variant}{place}"


@dataclass(frozen=True)
class Tried:
    """What became of a trial: the slots that its papers were given without a person."""

    trial: Trial
    level: str
    slots: tuple[str, ...]
    reason: str
    seconds: float
    pages: int

    @property
    def is_right(self) -> bool:
        """It went where it belongs, and nowhere else."""
        return bool(self.slots) and set(self.slots) <= self.trial.right and not self.reason

    @property
    def is_wrong(self) -> bool:
        """It fills a slot that it does not serve."""
        return not set(self.slots) <= self.trial.right


def trials(limit: int | None = None) -> tuple[Trial, ...]:
    """Every paper in every place that it serves, and each in the folders of some strangers."""
    known = papers()
    own = [
        Trial(code, known[paper], variant, slot == RESULT, _right(code, paper, slot))
        for code, slots in served().items()
        for slot, ids in slots.items()
        for paper in ids
        for variant in range(known[paper].variants)
    ]
    unique = list(dict.fromkeys(own))
    strange = list(_strangers())
    if limit is not None:
        dice = random.Random("classify trials")
        unique, strange = (
            dice.sample(unique, min(limit, len(unique))),
            dice.sample(strange, min(limit, len(strange))),
        )
    return (*unique, *strange)


def pictures(trial: Trial, level: str) -> tuple[Path, ...]:
    """The pages of a trial's paper."""
    who = persona(f"trial {trial.paper.id} {trial.variant}")
    return pages_of(trial.paper, trial.variant, who, level, page_cache())


def page_cache() -> Path:
    """Where the drawn pages lie."""
    return CACHE / f"pages-{fingerprint()}"


def tried(trial: Trial, level: str, readings: Readings) -> Tried:
    """Understands the paper of a trial as the batch does."""
    reading = readings.paper(pictures(trial, level))
    context = context_of(trial.procedure, RESULT if trial.in_results else None)
    started = time.process_time()
    documents = understand(reading, context=context, knowledge=knowledge())
    seconds = time.process_time() - started
    return Tried(trial, level, filled(documents), _reasons(documents), seconds, len(reading.pages))


def filled(documents: Sequence[Document]) -> tuple[str, ...]:
    """The slots that documents fill without a person."""
    return tuple(one.slot for one in documents if one.slot is not None and one.review_reason is None)


def context_of(procedure: str, declared: str | None) -> DossierContext:
    """A dossier of a procedure without a receipt slip: any component may come."""
    known = procedure_of(procedure)
    return DossierContext(
        dossier_code=_CODE,
        components=fillable_components(known, ()),
        results=known.result,
        declared_slot=declared,
    )


def procedure_of(code: str) -> Procedure:
    """A procedure of the shipped catalogue.

    Raises:
        PartFailed: the catalogue has it no more.
    """
    known = load_catalogue().get(code)
    if known is None:
        raise PartFailed(f"the catalogue has no {code}")
    return known


@cache
def knowledge() -> Knowledge:
    """What the product knows in the profile of the one-stop shop."""
    return load_knowledge(Profile.INTAKE)


def _right(code: str, paper: str, slot: str) -> frozenset[str]:
    return frozenset({RESULT}) if slot == RESULT else right_slots(code, paper) - {RESULT}


def _strangers() -> Iterator[Trial]:
    """Strays before any procedure; forms before procedures that have no use for them."""
    for paper in papers().values():
        if not (paper.is_stray or paper.shape == "forms"):
            continue
        dice = random.Random(f"classify stranger {paper.id}")
        elsewhere = sorted(code for code in served() if not right_slots(code, paper.id))
        for code in dice.sample(elsewhere, _STRANGERS_A_PAPER):
            yield Trial(code, paper, 0, dice.random() < 0.25, frozenset())


def _reasons(documents: Sequence[Document]) -> str:
    return ", ".join(sorted({str(one.review_reason) for one in documents if one.review_reason}))
