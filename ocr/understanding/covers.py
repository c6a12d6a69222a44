"""Whether a page with the code of a cover or separator sheet (`sohoa cover`) is that sheet.

The code may lie on a paper too: on the back of a used sheet, or pasted on. Then the title tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from ocr.understanding.head import Line
from ocr.understanding.headings import find_heading
from ocr.understanding.known import Named, Role

# What a cover or separator sheet of ours is.
COVER = "bia_ho_so"


def is_headed_otherwise(lines: Sequence[Line], named: Sequence[Named]) -> bool:
    """Whether the title of another kind of paper stands at the head."""
    heading = find_heading(lines, [entry for entry in named if entry.role is Role.KIND])
    told = {entry.id for entry in heading.sightings if entry.match.complete} if heading else set()
    return bool(told) and COVER not in told
