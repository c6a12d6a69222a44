"""Where number, agency and subject stand in an administrative head (Decree 30/2020/NĐ-CP, annex I)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import fmean

from dossiers.text import fold
from ocr.understanding.classify import Classification
from ocr.understanding.head import HEAD_LINES, Line, head_of, is_motto, line_of

_NUMBER_LINE = re.compile(r"\W*S[ốôóòỐÔÓo]\s*(?:[:.;]|\s|\d|/|$)")
_SUBJECT = re.compile(r"\W*(?:V\s*[/1lI]?\s*v\b|v[ềêèà]\s*vi[ệêe]c\b)", re.IGNORECASE)
_ENDS_SUBJECT = re.compile(
    r"\W*(?:Kính gửi|Căn cứ|Thực hiện|Theo |Trong |Xét |Ngày \d|Thời gian|Để |\d+[.)]|I\.|[-–] \w+ |Số\s*:)"
)
_SUBJECT_LINES = 6
# In heights of the motto: the line under it, and half a line.
_BESIDE_MOTTO = 2.0
_NEAR = 3
# Between the subject and the body stands more than half an empty line.
_PARAGRAPH_GAP = 1.7
# A stamp read as text; printed lines are read with 85 and more.
_NOISE = 60.0


def agency_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines above the number that stand left of the motto; without a number, those beside the motto."""
    head = lines[:HEAD_LINES]
    motto = next((line for line in head if is_motto(line)), None)
    number = next((line for line in head if _NUMBER_LINE.match(line.text)), None)
    if motto is None:
        return []
    if motto.box is None:
        return [line for line in head[: head.index(number)] if _is_agency(line)] if number else []
    height = motto.box[3] - motto.box[1]
    foot = number.box[3] - height / 2 if number and number.box else motto.box[3] + _BESIDE_MOTTO * height
    return [
        line
        for line in head
        if line.box is not None
        and _is_agency(line)
        and line.box[2] <= motto.box[0]
        and motto.box[1] - height <= line.box[1]
        and line.box[3] <= foot
    ]


def _is_agency(line: Line) -> bool:
    return line.is_upper and not is_motto(line)


def subject_lines(lines: Sequence[Line], paper: Classification) -> list[Line]:
    """The lines under the heading; of a công văn, the block that begins with `V/v`."""
    if paper.match is None:
        return []
    if paper.heading is not None and paper.heading.is_letter:
        return _letter_subject(lines)
    heading = paper.heading.lines[paper.match.last_line] if paper.heading else None
    index = next((index for index, line in enumerate(lines) if line == heading), None)
    return list(_block(_from_mark(lines[index + 1 :]))) if index is not None else []


def _from_mark(lines: Sequence[Line]) -> list[Line]:
    """From `Về việc`, where it is near: a stamp read as text may stand above it and left of it."""
    for index, line in enumerate(lines[:_NEAR]):
        for start in range(len(line.words)):
            rest = line_of(line.words[start:])
            if _SUBJECT.match(rest.text):
                return [rest, *lines[index + 1 :]]
    return list(lines)


def _letter_subject(lines: Sequence[Line]) -> list[Line]:
    head = head_of(lines)
    start = next((index for index, line in enumerate(head) if _SUBJECT.match(line.text)), None)
    if start is None:
        return []
    first = head[start].box
    rest = [
        line
        for line in head[start:]
        if first is None or line.box is None or (line.box[0] + line.box[2]) / 2 < first[2]
    ]
    return list(_block(rest))


def _block(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of one paragraph: until the body begins, an authority in capitals stands, or a gap opens."""
    pitch = None
    printed = [line for line in lines if not _is_noise(line)]
    for index, line in enumerate(printed[:_SUBJECT_LINES]):
        if _ENDS_SUBJECT.match(line.text) or (line.is_upper and len(fold(line.text).split()) > 1):
            return
        if index > 0 and (step := _step(printed[index - 1], line)) is not None:
            if pitch is not None and step > _PARAGRAPH_GAP * pitch:
                return
            pitch = pitch or step
        yield line


def _is_noise(line: Line) -> bool:
    return bool(line.words) and fmean(word.confidence for word in line.words) < _NOISE


def _step(upper: Line, lower: Line) -> float | None:
    if upper.box is None or lower.box is None:
        return None
    return lower.box[3] - upper.box[3]
