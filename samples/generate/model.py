"""What the list of dossiers is written in: a dossier, its row and files, what is expected of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from samples.generate.blocks import Paper
from samples.generate.people import Case
from samples.generate.scan import OFFICE, Look

Container = Literal[
    "pdf",
    "jpg",
    "png",
    "tiff",
    "fax",
    "born_digital",
    "signed",
    "restricted",
    "encrypted",
    "cut",
    "noise",
    "empty",
]
USABLE, FAILED, UNREADABLE = "usable", "failed_gate", "unreadable"
MISSING, NOT_DUE, PRESENT_ONLY = "missing", "not_due", "present_only"
EXEMPT, REUSED, UNDETERMINED = "exempt", "reused", "undetermined"


@dataclass(frozen=True)
class Expected:
    """What becomes of one paper: its slot (`result` for a result, None for no slot) and state."""

    slot: str | None
    state: str = USABLE
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class File:
    """One file of the inbox.

    `path` is relative to the inbox. `expected` has one entry a paper, in their order; a file that is
    refused or a duplicate has none. `reason` is the quarantine reason. `same_as` names the file whose
    bytes it repeats.
    """

    path: str
    papers: tuple[Paper, ...]
    expected: tuple[Expected, ...] = ()
    container: Container = "pdf"
    look: Look = OFFICE
    reason: str | None = None
    same_as: str | None = None
    note: str = ""
    decomposed_name: bool = False

    @property
    def outcome(self) -> str:
        """`stored`, `duplicate` or `quarantined`."""
        if self.reason:
            return "quarantined"
        return "duplicate" if self.same_as else "stored"

    @property
    def pages(self) -> int:
        """Pages of the papers in it; 0 where no page can be opened."""
        return 0 if self.container in {"cut", "noise", "empty"} else sum(paper.pages for paper in self.papers)


@dataclass(frozen=True)
class Row:
    """A row of components.csv."""

    slot: str
    form: str = "original"
    digitised_on: str = ""
    reused: str = "no"
    evidence: str = ""


@dataclass(frozen=True)
class Truth:
    """What is expected of a dossier, written by hand. `due` None: nobody knows the due set."""

    slots: dict[str, str]
    due: int | None
    digitised: int
    complete: bool | None
    undetermined: int = 0
    result_due: bool = False
    result: str = NOT_DUE


@dataclass(frozen=True)
class Dossier:
    """A dossier of the register. Dates ISO."""

    code: str
    procedure: str
    field: str
    case: Case
    received_on: str
    due_on: str
    status: str
    facts: str
    truth: Truth
    note: str
    channel: str = "direct"
    resolved_on: str = ""
    closed_on: str = ""
    files: tuple[File, ...] = ()
    rows: tuple[Row, ...] = ()
    result_is_document: bool = True
