"""What understanding a file rests on: the dossier in whose folder it lies, and the configured data."""

from __future__ import annotations

from functools import cached_property

from pydantic import BaseModel, ConfigDict

from config.gates import Gate, load_gates
from config.kinds import Kinds, load_kinds
from config.settings import Profile
from dossiers.procedures import Component, ResultPaper
from ocr.understanding.known import KnownTitles, known_titles


class DossierContext(BaseModel):
    """The dossier of a file.

    Attributes:
        dossier_code: the code of the dossier.
        components: the slots that its papers may fill, in the order of the catalogue.
        results: the papers in which its procedure ends; empty where nobody knows.
        declared_slot: None for an ordinary file; `result` where it lay in `ket-qua/`; or what a person named.
        declared_by_person: the slot was named by a person (`sohoa ingest --slot`).
    """

    model_config = ConfigDict(frozen=True)

    dossier_code: str
    components: tuple[Component, ...] = ()
    results: tuple[ResultPaper, ...] = ()
    declared_slot: str | None = None
    declared_by_person: bool = False


class Knowledge(BaseModel):
    """The kinds of paper and the gates of the profile."""

    model_config = ConfigDict(frozen=True)

    kinds: Kinds
    gates: tuple[Gate, ...]

    @cached_property
    def titles(self) -> KnownTitles:
        """The titles of the kinds."""
        return known_titles(self.kinds)


def load_knowledge(profile: Profile) -> Knowledge:
    """The shipped kinds of papers, and the gates of a profile."""
    return Knowledge(kinds=load_kinds(), gates=load_gates(profile))
