"""What speaks for a kind of paper, and how sure all of it together is.

In order of trust: the code of a sheet, the official form, the title with its second line, the notation of the
number, the learned model. Pieces that agree make each other surer; strong ones that contradict each other
leave the matter to a person, whatever the majority says.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Source(StrEnum):
    """Where evidence comes from, most trusted first."""

    SHEET = "sheet"
    FORM = "form"
    TITLE = "title"
    NOTATION = "notation"
    MODEL = "model"


class Evidence(BaseModel):
    """One piece of evidence.

    Attributes:
        source: where it comes from.
        kind: the kind that it speaks for; None where it only speaks against the others'.
        strength: 0 to 1, how often it is right where it stands alone.
        said: what was read, in words of the data (a title, `Mẫu số 05`); nothing of a person.
    """

    model_config = ConfigDict(frozen=True)

    source: Source
    kind: str | None
    strength: float
    said: str


# A kind about which strong evidence disagrees is at most this sure: below every threshold.
CONTRADICTED = 0.4


def together(one: float, other: float) -> float:
    """How sure two agreeing, independent pieces are together."""
    return 1 - (1 - one) * (1 - other)
