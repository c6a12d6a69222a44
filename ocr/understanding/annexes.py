"""An annex goes with the paper it names: `(Kèm theo Quyết định số 114/QĐ-UBND ngày …)`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from dossiers.text import fold
from ocr.understanding.head import Line

_ALIKE = 84
_HEAD_LINES = 14
_ATTACHED = "KEM THEO"
# What a paper may be attached to; the laws that forms are published with are not among them.
_ATTACHING = (
    "QUYET DINH", "CONG VAN", "TO TRINH", "BAO CAO", "THONG BAO", "KE HOACH", "BIEN BAN", "NGHI QUYET",
    "HOP DONG", "VAN BAN",
)  # fmt: skip
_REACH = 16
_NUMBER_OF = re.compile(r"\bS\w (\d[\d ]{0,5})\b")


class Attachment(NamedTuple):
    """What an annex says it belongs to: a kind of paper, folded, and its number where it was read."""

    paper: str
    number: str | None


def attachment_in(text: str) -> Attachment | None:
    """What `(Kèm theo Quyết định số …)` in a folded head names; not the law a form came with."""
    found = fuzz.partial_ratio_alignment(_ATTACHED, text, score_cutoff=_ALIKE)
    if found is None or len(text) < len(_ATTACHED):
        return None
    rest = text[found.dest_end :].lstrip()
    paper = next((name for name in _ATTACHING if _is_like(rest[: len(name)], name)), None)
    if paper is None:
        return None
    number = _NUMBER_OF.search(rest[: len(paper) + _REACH])
    return Attachment(paper, number[1].replace(" ", "") if number else None)


def bears_number(paper: Sequence[Line], attached: Attachment) -> bool:
    """Whether the first page of a paper bears the number that an annex names."""
    head = [fold(line.text) for line in paper[:_HEAD_LINES]]
    return attached.number is not None and any(
        text.startswith("S") and attached.number in text.replace(" ", "") for text in head
    )


def _is_like(text: str, other: str) -> bool:
    """Whether two folded texts are the same, misread here and there."""
    return fuzz.ratio(text, other) >= _ALIKE
