"""What a form or a civil-status paper says of its people, label by label, page by page.

Values stand behind their label, below it, or in the column of a spouse (tờ khai đăng ký kết hôn, giấy chứng
nhận kết hôn).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from dossiers.text import fold
from ocr.understanding.field_values import field_value
from ocr.understanding.head import Line, whole_lines_of
from ocr.understanding.label_words import About
from ocr.understanding.labels import Labelled, labelled
from ocr.understanding.readings import FieldReading, FieldReason
from ocr.understanding.roles import Role, concerned, is_neutral, role_in, section_of
from ocr.understanding.spouse_columns import Column, cells_of, spouse_header
from ocr.values import PageReading, Word

# Asked of the paper, not of a person.
_OF_PAPER = frozenset({About.REGISTER_BOOK, About.REGISTERED_AT, About.REGISTERED_ON, About.VALID_UNTIL})
_MAY_GO_ON = frozenset({About.ADDRESS, About.REGISTERED_AT})
# A line that goes on in the next one reaches the right margin, nearly.
_FULL_LINE = 0.8
_MOST_PARTS = 3
_NEXT_PLACE = re.compile(r"(?:XA|PHUONG|THI TRAN|DAC KHU|HUYEN|QUAN|THI XA|TINH|THANH PHO|TP)(?: \S+){1,5}")

Key = tuple[Role | None, About]


@dataclass(slots=True)
class _Said:
    page: int
    words: list[Word]


@dataclass(slots=True)
class _Walk:
    """Where the walk through the lines stands; `open` is the value that the next line may go on."""

    roles: Sequence[Role]
    role: Role | None
    said: dict[Key, _Said] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    label_left: float = 0.0
    is_table: bool = False
    open: tuple[Key, ...] = ()
    is_full: bool = False
    parts: int = 0

    def line(self, line: Line, page: PageReading) -> None:
        """One line more."""
        if header := spouse_header(line):
            self.columns, self.is_table, self.open = header, True, ()
            self.label_left = line.words[0].box[0]
            return
        labels = labelled(line)
        if not labels:
            self._without_label(line, page)
        elif self.is_table:
            self._row(line, labels[0], page.number)
        else:
            self._labels(line, labels, page)

    def _labels(self, line: Line, labels: Sequence[Labelled], page: PageReading) -> None:
        self._set_columns(line, labels)
        if not self.columns and (before := _before(line, labels[0])):
            role = role_in(before)
            self.role = role if role in self.roles else None
        for label in labels:
            key = self._key(line, label)
            self.open = ()
            if key is None or label.about is About.OTHER:
                continue
            self._say(key, label.value, page.number)
            self.open, self.parts = (key,), 0
        self.is_full = bool(line.box and line.box[2] >= _FULL_LINE * page.width)

    def _key(self, line: Line, label: Labelled) -> Key | None:
        if label.about in _OF_PAPER:
            return (None, label.about)
        named = label.about is About.NAME
        if is_neutral(label.qualifier):
            role = self._role_at(line.words[label.start].box[0])
            if named and not self.columns and (role, About.NAME) in self.said:
                # A second name in the section of one person is that of somebody else.
                role = self.role = None
        else:
            role = role_in(label.qualifier)
            role = concerned(self.roles) if role is Role.PERSON and role not in self.roles else role
            if named and not self.columns:
                self.role = role
        return (role, label.about) if role in self.roles else None

    def _role_at(self, left: float) -> Role | None:
        if not self.columns:
            return self.role
        return min(self.columns, key=lambda column: abs(column.left - left)).role

    def _set_columns(self, line: Line, labels: Sequence[Labelled]) -> None:
        """Two names side by side, each with its own person, open two columns; one name ends them."""
        names = [(label, role_in(label.qualifier)) for label in labels if label.about is About.NAME]
        told = [Column(line.words[label.start].box[0], role) for label, role in names if role]
        if len(told) > 1:
            self.columns = tuple(told)
        elif told:
            self.columns = ()

    def _say(self, key: Key, words: Sequence[Word], page: int) -> None:
        known = self.said.get(key)
        if known is None or not known.words:
            self.said[key] = _Said(page, list(words))
        elif key[1] is About.IN_WORDS:
            known.words.extend(words)

    def _without_label(self, line: Line, page: PageReading) -> None:
        if self.is_table:
            for key, words in zip(
                self.open, cells_of(line.words, self.columns, self.label_left), strict=False
            ):
                self.said[key].words.extend(words)
            return
        if self.open and self._goes_on(line):
            self.said[self.open[0]].words.extend(line.words)
            self.parts += 1
            self.is_full = bool(line.box and line.box[2] >= _FULL_LINE * page.width)
            return
        self.open = ()
        opens, role = section_of(fold(line.text), self.roles)
        if opens:
            self.role, self.columns = (role if role in self.roles else None), ()

    def _goes_on(self, line: Line) -> bool:
        key = self.open[0]
        said = self.said[key]
        if not said.words:
            return self.parts == 0 and field_value(key[1], line.words, said.page).value is not None
        if key[1] not in _MAY_GO_ON or self.parts >= _MOST_PARTS or said.words[-1].text.endswith((".", ";")):
            return False
        return self.is_full or _NEXT_PLACE.match(fold(line.text)) is not None

    def _row(self, line: Line, label: Labelled, page: int) -> None:
        keys = []
        for column, words in zip(
            self.columns, cells_of(line.words, self.columns, self.label_left), strict=True
        ):
            key = (column.role, label.about)
            if label.about is not About.OTHER and key not in self.said:
                self.said[key] = _Said(page, list(words))
                keys.append(key)
        self.open = tuple(keys)


def read_labelled(pages: Sequence[PageReading], roles: Sequence[Role]) -> dict[Key, FieldReading]:
    """All that the labels of a paper ask for; a value that is missing behind its label is null with a reason.

    Args:
        pages: of the paper.
        roles: the people it tells of; the first is meant where no label or heading says who.
    """
    walk = _Walk(roles=roles, role=roles[0] if roles else None)
    for page in pages:
        for line in whole_lines_of(page):
            if line.words:
                walk.line(line, page)
        walk.open = ()
    readings = {key: field_value(key[1], said.words, said.page) for key, said in walk.said.items()}
    return {key: _with_words(key, reading, readings) for key, reading in readings.items()}


def _with_words(key: Key, reading: FieldReading, readings: dict[Key, FieldReading]) -> FieldReading:
    """A date also written out in words: both must agree; one of them is enough."""
    in_words = readings.get((key[0], About.IN_WORDS))
    if key[1] is not About.BORN or in_words is None or in_words.value is None:
        return reading
    if reading.value is None:
        return in_words if reading.reason is not FieldReason.CONTRADICTION else reading
    agree = in_words.value.startswith(reading.value)
    return reading if agree else reading.but(FieldReason.CONTRADICTION, (reading.value, in_words.value))


def _before(line: Line, first: Labelled) -> str:
    """Whom a line names before its label: `II. Người chết: Họ và tên: …`; empty where it names nobody."""
    words = line.words[: first.start]
    if not words or not words[-1].text.endswith(":"):
        return ""
    return fold(" ".join(word.text for word in words if len(word.text.strip(".):")) > 2))  # noqa: PLR2004
