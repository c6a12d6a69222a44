"""What a chart is drawn on, and pygal made fit for a page: no script, no data, no date, colours of our own.

What pygal adds for its own script (its settings, tooltips, a build date, random ids) is taken out: a chart
asks for nothing, runs nothing, and is the same for the same figures. It is one picture, told in words.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any, Protocol

from markupsafe import Markup

_UNWANTED = {"script", "title", "desc"}
_NAMESPACES = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_NUMBERS = {"x", "y", "cx", "cy", "d", "width", "height", "transform"}
_LONG_NUMBER = re.compile(r"(\d+\.\d{2})\d+")


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours and fonts: CSS variables on a page, so that a chart follows light and dark; values on paper."""

    ink: str
    soft: str
    rule: str
    bar: str
    font: str


SCREEN = Palette("var(--ink)", "var(--soft)", "var(--rule)", "var(--bar)", "var(--font)")
PAPER = Palette("#000", "#333", "#aaa", "#35618e", '"Liberation Sans", "DejaVu Sans", Arial, sans-serif')


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a chart is drawn on.

    Attributes:
        name: makes its id on the page.
        width: in CSS pixels; its text has `font_size` where it is shown at this width.
        most_label: characters of a label that are shown.
    """

    name: str
    width: int
    palette: Palette
    font_size: int = 13
    most_label: int = 44


class _Node(Protocol):
    """An element of lxml or of the standard library, whichever pygal found."""

    tag: str
    attrib: dict[str, str]

    def __iter__(self) -> Iterator[_Node]: ...
    def iter(self) -> Iterator[_Node]: ...
    def get(self, name: str, default: str) -> str: ...
    def set(self, name: str, value: str) -> None: ...
    def remove(self, child: _Node) -> None: ...


class Chart(Protocol):
    """What all charts of pygal can do."""

    uuid: str

    def add_xml_filter(self, change: Callable[[_Node], _Node]) -> None:
        """Changes what is drawn before it is written."""

    def render(self, *, is_unicode: bool) -> str:
        """The SVG."""


@cache
def pygal() -> ModuleType:
    """The library, without the import hook for its maps that it leaves behind: Python calls such obsolete."""
    import pygal as library  # type: ignore[import-untyped]

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != library.__name__]
    assert isinstance(library, ModuleType)  # noqa: S101 - it is untyped
    return library


def settings_of(canvas: Canvas) -> dict[str, Any]:
    """What every chart on this canvas is made with."""
    from pygal.style import Style  # type: ignore[import-untyped]

    sizes = dict.fromkeys(("label_font_size", "major_label_font_size", "value_font_size"), canvas.font_size)
    return {
        "style": Style(font_family=canvas.palette.font, **sizes),
        "width": canvas.width,
        "css": [f"inline:{_css(canvas)}"],
        "js": [],
        "show_legend": False,
        "print_values": True,
        "print_values_position": "top",
        "margin": 4,
        "spacing": 6,
        "truncate_label": -1,
        "disable_xml_declaration": True,
    }


def _css(canvas: Canvas) -> str:
    """Beside pygal's base.css (fonts) all that a chart needs; its selectors are pygal's classes."""
    palette = canvas.palette
    rules = {
        ".background": "fill: none",
        "text": f"fill: {palette.ink}; stroke: none",
        ".axis text": f"fill: {palette.soft}",
        ".horizontal .axis text": f"fill: {palette.ink}",
        ".axis.x text": "text-anchor: middle",
        ".axis.y text": "text-anchor: end",
        "text.value": "text-anchor: start",
        ".axis path": f"fill: none; stroke: {palette.rule}",
        ".vertical .axis.x .guide": "stroke: none",
        ".bar rect, .dot": f"fill: {palette.bar}",
        ".series path": f"fill: none; stroke: {palette.bar}; stroke-width: 2px",
    }
    return "".join(
        ", ".join(f"#{_id(canvas)} {part}" for part in selector.split(", ")) + f" {{ {style}; }}"
        for selector, style in rules.items()
    )


def _id(canvas: Canvas) -> str:
    return f"chart-{canvas.name}"


def svg_of(chart: Chart, canvas: Canvas, title: str) -> Markup:
    """The chart as an element of a page; `title` is what a screen reader says."""
    chart.uuid = canvas.name  # pygal's id and its CSS prefix; a new one at every call otherwise
    chart.add_xml_filter(lambda root: _cleaned(root, canvas, title))
    text = chart.render(is_unicode=True)
    return Markup(_NAMESPACES.sub("", text, count=2))  # noqa: S704 - escaped by an XML writer


def _cleaned(root: _Node, canvas: Canvas, title: str) -> _Node:
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or _is_unwanted(child):
                parent.remove(child)
        for name in set(parent.attrib) & _NUMBERS:
            parent.set(name, _LONG_NUMBER.sub(r"\1", parent.get(name, "")))
        if "id" in parent.attrib:
            del parent.attrib["id"]
    root.set("id", _id(canvas))
    root.set("role", "img")
    root.set("aria-label", title)
    root.set("width", str(canvas.width))
    return root


def _is_unwanted(node: _Node) -> bool:
    return node.tag.rpartition("}")[2] in _UNWANTED or "tooltip-overlay" in node.get("class", "")
