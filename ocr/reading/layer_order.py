"""The reading order of a page's own text: as its program wrote it, but for what stands side by side.

Programs write the body in order, its columns and tables too; what they take across the page are the head and
the end of a paper (Decree 30/2020/NĐ-CP, annex I).
"""

from __future__ import annotations

from collections.abc import Sequence

from ocr.reading.heads import with_head
from ocr.reading.pages import PageWord
from ocr.reading.rows import numbered, pieces_of
from ocr.reading.signers import with_recipients, with_signers


def in_reading_order(words: Sequence[PageWord], size: tuple[float, float]) -> list[PageWord]:
    """The words, none lost, with agency before motto, number before date, recipients before who signs.

    Args:
        words: as the text layer orders them, without the banner.
        size: width and height of the page, points.
    """
    lines = with_recipients(with_head(pieces_of(words)), size[0])
    return list(numbered(with_signers(lines, size[0])))
