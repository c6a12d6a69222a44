"""Procedures (thủ tục hành chính), their components (thành phần hồ sơ) and results (kết quả)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from dossiers.register import Channel
from dossiers.text import fold

# A group that is the application form itself is due whoever its members are (procedures.yaml, notes).
FORM_GROUPS = frozenset({"to_khai", "ban_khai"})


class ComponentChannel(StrEnum):
    """The channels by which a component is handed in, where the catalogue says so."""

    PAPER = "direct/post"
    ONLINE = "online"

    def admits(self, channel: Channel) -> bool:
        """Whether a dossier that came by this channel owes the component.

        A linked dossier (liên thông) was handed in on paper at another office: it counts as paper,
        otherwise its application form would silently not be due.
        """
        return (channel is Channel.ONLINE) == (self is ComponentChannel.ONLINE)


class Component(BaseModel):
    """A component of a procedure: one due paper, conditional paper or alternative.

    Attributes:
        id: the slot that papers fill, unique within the procedure.
        name_vi: its official name.
        required: always due (a conditional one carries `when` instead).
        title_lines: text at the head of page 1; any line is evidence, a line in mixed case decides.
        when: the condition under which it is due, a text compared folded with the facts.
        one_of: the name of a group of which one member is enough.
        present_only: shown, not kept (Circular 01/2023/TT-VPCP art. 4).
        digitise: False where it is not to be digitised; "check" counts as to be digitised.
        channel: the channels of the dossiers that owe it; None for all.
        papers_min, papers_max: how many papers serve it together; no maximum where None.
        kinds: kinds of paper that serve it beside those its title lines name.
        cues: words that stand on a paper with a general heading (`QUYẾT ĐỊNH`) where it serves here.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    name_vi: str
    required: bool = False
    title_lines: tuple[str, ...] = ()
    when: str | None = None
    one_of: str | None = None
    present_only: bool = False
    digitise: bool | Literal["check"] = True
    channel: ComponentChannel | None = None
    papers_min: int = Field(1, ge=1)
    papers_max: int | None = Field(None, ge=1)
    kinds: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()

    @property
    def is_digitisable(self) -> bool:
        """Whether the paper is to be digitised at all."""
        return not self.present_only and self.digitise is not False

    def is_owed_by(self, channel: Channel) -> bool:
        """Whether a dossier that came by this channel can owe the component."""
        return self.channel is None or self.channel.admits(channel)

    def condition(self, facts: Facts) -> bool | None:
        """Whether the condition holds: True, False, or None where the facts are unknown."""
        return True if self.when is None else facts.hold(self.when, self.id)


class ResultPaper(BaseModel):
    """A paper with which the procedure ends."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name_vi: str
    title_lines: tuple[str, ...] | None = None
    no_document: bool = False


class Procedure(BaseModel):
    """A procedure of the catalogue.

    Attributes:
        components: None where nobody knows the list (an index-only row): its due set is unknown.
        no_result_document: the procedure does not end in a document.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str
    name_vi: str
    field: str = ""
    components: tuple[Component, ...] | None = None
    result: tuple[ResultPaper, ...] = ()
    no_result_document: bool = False

    @property
    def ends_in_document(self) -> bool:
        """Whether a document is due as result (a procedure about which nothing is known owes one)."""
        if self.no_result_document:
            return False
        return not self.result or any(not paper.no_document for paper in self.result)

    def component(self, slot: str) -> Component | None:
        """The component of that id, or None."""
        return next((entry for entry in self.components or () if entry.id == slot), None)


class Facts(BaseModel):
    """The facts of a dossier that decide its conditional components.

    Attributes:
        names: `when` texts or component ids; None: unknown. An empty tuple: none holds.
    """

    model_config = ConfigDict(frozen=True)

    names: tuple[str, ...] | None = None

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(fold(name) for name in self.names or ())

    @classmethod
    def parse(cls, text: str) -> Facts:
        """Reads the register's cell: empty is unknown, `-` is none, otherwise `;`-separated."""
        names = tuple(part.strip() for part in text.split(";") if part.strip())
        if not names:
            return cls(names=None)
        return cls(names=tuple(name for name in names if name != "-"))

    def hold(self, *statements: str) -> bool | None:
        """Whether one of the statements is named; None where the facts are unknown."""
        if self.names is None:
            return None
        return any(fold(statement) in self._folded for statement in statements)


def index_by_code(procedures: Iterable[Procedure]) -> dict[str, Procedure]:
    """The procedures by their code."""
    return {procedure.code: procedure for procedure in procedures}
