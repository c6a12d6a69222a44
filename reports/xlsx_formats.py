"""How the cells of a workbook look: Times New Roman as offices write, thin rules, numbers as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

FONT = {"font_name": "Times New Roman", "font_size": 11}
_HEAD_FILL = "#DDE6EE"
_SUM_FILL = "#F1F4F7"
_ALARM = "#B00020"
_DEEPEST_INDENT = 15

Look = Mapping[str, Any]


class Kind(Enum):
    """What a column of a table holds."""

    TEXT = auto()
    NAME = auto()
    CENTRED = auto()
    COUNT = auto()
    RATIO = auto()
    MOMENT = auto()
    CHECK = auto()


class Style(Enum):
    """How text beside tables, and their heads, look."""

    NATION = auto()
    MOTTO = auto()
    CENTRED = auto()
    ITALIC = auto()
    STRONG = auto()
    TITLE = auto()
    SUBTITLE = auto()
    HEADING = auto()
    NOTE = auto()
    ALARM = auto()
    HEAD = auto()
    HEAD_ABOVE = auto()
    HEAD_BELOW = auto()
    NUMBERING = auto()


_WRAPPED_LEFT: Look = {"align": "left", "text_wrap": True}
_WRAPPED_CENTRE: Look = {"align": "center", "text_wrap": True}
_SIDES: Look = {"left": 1, "right": 1, "bg_color": _HEAD_FILL}

# `#,##0` and `0.00` show the separators of the reader's own language: 3.350 and 99,97 in Vietnamese.
_CELLS: Mapping[Kind, Look] = {
    Kind.TEXT: _WRAPPED_LEFT,
    Kind.NAME: _WRAPPED_LEFT,
    Kind.CENTRED: _WRAPPED_CENTRE,
    Kind.COUNT: {"align": "right", "num_format": "#,##0"},
    Kind.RATIO: {"align": "right", "num_format": "0.00"},
    Kind.MOMENT: {"align": "center", "num_format": "dd/mm/yyyy hh:mm"},
    Kind.CHECK: {**_WRAPPED_CENTRE, "italic": True},
}
_STYLES: Mapping[Style, Look] = {
    Style.NATION: {"align": "center", "bold": True, "font_size": 12},
    Style.MOTTO: {"align": "center", "bold": True, "underline": 1, "font_size": 12},
    Style.CENTRED: {"align": "center"},
    Style.ITALIC: {"align": "center", "italic": True},
    Style.STRONG: {"align": "center", "bold": True},
    Style.TITLE: {**_WRAPPED_CENTRE, "bold": True, "font_size": 14},
    Style.SUBTITLE: {**_WRAPPED_CENTRE, "italic": True},
    Style.HEADING: {"align": "left", "bold": True, "font_size": 12},
    Style.NOTE: {**_WRAPPED_LEFT, "valign": "top", "italic": True},
    Style.ALARM: {**_WRAPPED_LEFT, "valign": "top", "bold": True, "font_color": _ALARM},
    Style.HEAD: {**_WRAPPED_CENTRE, "bold": True, "border": 1, "bg_color": _HEAD_FILL},
    Style.HEAD_ABOVE: {**_SIDES, "top": 1},
    Style.HEAD_BELOW: {**_SIDES, **_WRAPPED_CENTRE, "bottom": 1, "bold": True},
    Style.NUMBERING: {"align": "center", "italic": True, "font_size": 9, "border": 1},
}


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        """No format yet."""
        self._workbook = workbook
        self._made: dict[tuple[object, ...], Format] = {}

    def style(self, style: Style) -> Format:
        """The format of text beside tables."""
        return self._once((style,), _STYLES[style])

    def cell(self, kind: Kind, *, depth: int, is_sum: bool, disagrees: bool) -> Format:
        """The format of a cell of a table; the depth in a tree indents names alone."""
        depth = min(depth, _DEEPEST_INDENT) if kind is Kind.NAME else 0
        alarming = disagrees and kind is Kind.CHECK
        look: dict[str, Any] = {"border": 1, **_CELLS[kind]}
        if depth:
            look["indent"] = depth
        if is_sum:
            look |= {"bold": True, "bg_color": _SUM_FILL}
        if alarming:
            look |= {"bold": True, "font_color": _ALARM}
        return self._once((kind, depth, is_sum, alarming), look)

    def _once(self, key: tuple[object, ...], look: Look) -> Format:
        if key not in self._made:
            self._made[key] = self._workbook.add_format({**FONT, "valign": "vcenter", **look})
        return self._made[key]
