"""What understanding a file rests on: the dossier in whose folder it lies, and the configured data."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from config.gates import Gate, load_gates
from config.kinds import Kinds, load_kinds
from config.sections import ClassifySettings, Profile
from dossiers.procedures import Component, Procedure, ResultPaper
from dossiers.register import ComponentRow, DossierRecord
from dossiers.rules import RuleSet
from dossiers.slots import due_slots, fillable_components
from ocr.understanding.known import KnownTitles, known_titles
from ocr.understanding.model_file import model_in_use

if TYPE_CHECKING:
    from ocr.understanding.model import KindModel


class DossierContext(BaseModel):
    """The dossier of a file.

    Attributes:
        dossier_code: the code of the dossier.
        components: the slots that its papers may fill, in the order of the catalogue.
        results: the papers in which its procedure ends; empty where nobody knows.
        declared_slot: None for an ordinary file; `result` where it lay in `ket-qua/`; or what a person named.
        declared_by_person: the slot was named by a person (`sohoa ingest --slot`).
        may_be_due: the slots that are due and to be digitised, or may be; None where nobody knows. Of two
            slots that one paper may serve it is the one that is due.
    """

    model_config = ConfigDict(frozen=True)

    dossier_code: str
    components: tuple[Component, ...] = ()
    results: tuple[ResultPaper, ...] = ()
    declared_slot: str | None = None
    declared_by_person: bool = False
    may_be_due: frozenset[str] | None = None


def dossier_context(
    record: DossierRecord,
    procedure: Procedure | None,
    rows: Sequence[ComponentRow],
    rules: RuleSet,
    *,
    declared_slot: str | None = None,
    declared_by_person: bool = False,
) -> DossierContext:
    """What the register and the catalogue say of a dossier before its papers are looked at."""
    due = due_slots(record, procedure, rows, rules)
    return DossierContext(
        dossier_code=record.dossier_code,
        components=fillable_components(procedure, rows),
        results=procedure.result if procedure else (),
        declared_slot=declared_slot,
        declared_by_person=declared_by_person,
        may_be_due=None
        if due is None
        else frozenset(slot.id for slot in due if slot.due is not False and slot.exemption is None),
    )


class Knowledge(BaseModel):
    """The kinds of paper, the gates of the profile, and how sure a paper must be.

    Attributes:
        model_file: the learned model; None for none.
        threshold: a paper less sure than this goes to a person.
    """

    model_config = ConfigDict(frozen=True)

    kinds: Kinds
    gates: tuple[Gate, ...]
    model_file: Path | None = None
    threshold: float = ClassifySettings().threshold

    @cached_property
    def titles(self) -> KnownTitles:
        """The titles of the kinds."""
        return known_titles(self.kinds)

    @cached_property
    def model(self) -> KindModel | None:
        """The learned model, loaded when a paper first needs it; None where there is none."""
        from ocr.understanding.model import load_model

        return load_model(self.model_file) if self.model_file else None


def load_knowledge(profile: Profile, settings: ClassifySettings | None = None) -> Knowledge:
    """The shipped kinds of papers, the gates of a profile, and the model in use."""
    chosen = settings or ClassifySettings()
    return Knowledge(
        kinds=load_kinds(),
        gates=load_gates(profile),
        model_file=model_in_use(chosen.model),
        threshold=chosen.threshold,
    )
