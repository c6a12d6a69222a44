"""Charts as SVG for a page or a PDF: horizontal bars and lines over months; pygal draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reports.drawing import Canvas, pygal, settings_of, svg_of

_GLYPH = 0.6  # of the font size: how wide pygal takes a character to be (pygal/util.py, text_len)
_NARROWER = 0.5  # how wide one is in a proportional font


@dataclass(frozen=True, slots=True)
class Value:
    """One figure: its label, its length, and what is printed at it; no length where there is no figure.

    Attributes:
        tail: the end of the label, which is shown also where the label is too long.
    """

    label: str
    length: float | None
    said: str
    tail: str = ""


def bars(canvas: Canvas, title: str, values: Sequence[Value], *, whole: float) -> Markup:
    """A horizontal bar for each value, the first on top, from 0 to `whole`."""
    labels = [_shortened(value.label, canvas.most_label - len(value.tail)) + value.tail for value in values]
    size = canvas.font_size
    said = max((len(value.said) for value in values), default=0) * size * _NARROWER + size
    plot = canvas.width - max(map(len, labels), default=0) * size * _GLYPH - 4 * size
    chart = pygal().HorizontalBar(
        **settings_of(canvas),
        height=round(len(values) * size * 1.9 + 3.5 * size),
        range=(0, whole * plot / max(plot - said, plot / 4)),
        show_x_labels=False,
        show_y_guides=False,
        rounded_bars=2,
    )
    chart.x_labels = labels[::-1]
    chart.add(None, [_point(value) for value in values][::-1])
    return svg_of(chart, canvas, title)


def line(
    canvas: Canvas, title: str, values: Sequence[Value], *, lowest: float, percent: Callable[[float], str]
) -> Markup:
    """One line over the months, from `lowest` to 100 percent; it breaks where there is no figure."""
    marks = _marks(values)
    chart = pygal().Line(
        **settings_of(canvas),
        height=max(round(canvas.width * 0.5), 13 * canvas.font_size),
        range=(lowest, 100 + (100 - lowest) * 0.16),  # the value of a month at 100 % stands above it
        y_labels=[{"value": mark, "label": percent(mark)} for mark in (lowest, (lowest + 100) / 2, 100)],
        x_labels_major=sorted({values[0].label, values[(len(values) - 1) // 2].label, values[-1].label}),
        show_minor_x_labels=False,
        allow_interruptions=True,
        margin_right=5 * canvas.font_size,
        dots_size=3,
    )
    chart.x_labels = [value.label for value in values]
    chart.add(None, [_point(value, shown=index in marks) for index, value in enumerate(values)])
    return svg_of(chart, canvas, title)


def _marks(values: Sequence[Value]) -> set[int]:
    """Which months print their figure: the first, the lowest, the last."""
    known = [(value.length, index) for index, value in enumerate(values) if value.length is not None]
    if not known:
        return set()
    return {known[0][1], min(known)[1], known[-1][1]}


def _point(value: Value, *, shown: bool = True) -> dict[str, Any] | None:
    if value.length is None:
        return None
    said = value.said if shown else ""
    return {"value": value.length, "formatter": lambda _: said}


def _shortened(label: str, most: int) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"
