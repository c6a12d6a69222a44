"""The texts that a model is trained on."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

# The kind of a text that is no paper of any kind: the first class of every model.
STRANGER = ""
FAMILIES = 3


@dataclass(frozen=True, slots=True)
class TrainingText:
    """The text of the first page of one paper.

    Attributes:
        kind: what it is; `STRANGER` for a text that is no paper of any kind.
        text: as it was read.
        family: 0 to 2: generated texts of one family share wordings, confirmed ones the dossier, so that what
            is learned from two families can be measured on the third.
        group: a word counts as known only where several groups have it, so that no name of a person or number
            of a dossier is learned.
        is_headed: its head is whole, the title included.
        is_confirmed: a person said what it is.
    """

    kind: str
    text: str
    family: int
    group: str
    is_headed: bool = True
    is_confirmed: bool = False


def family_of(dossier_code: str) -> int:
    """The family of a dossier's papers; the same for ever."""
    return _digest(dossier_code) % FAMILIES


def is_held_back(dossier_code: str, every: int = 5) -> bool:
    """Whether no model is ever trained on the papers of a dossier: one in five."""
    return (_digest(dossier_code) // FAMILIES) % every == 0


def _digest(dossier_code: str) -> int:
    return int.from_bytes(sha256(dossier_code.encode()).digest()[:8], "big")
