"""Dotted leaders go, the dots below letters (dấu nặng) that stand on them stay."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr.reading.leaders import erase_leaders
from ocr.reading.marks import marks_of
from tests.ocr.reading.papers import FONT

DPI = 200
LEADER, PRINT = (ImageFont.truetype(str(FONT), size) for size in (31, 36))
LEFT, BASELINE = 60, 60
DOTTED, PLAIN = "Thị Luộc ruột Điện", "Thi Luôc ruôt Điên"


def line(value: str, *, lift: int, leader: bool) -> NDArray[np.uint8]:
    """A value typed so many pixels above the foot of a grey leader."""
    image = Image.new("L", (600, 90), 255)
    pen = ImageDraw.Draw(image)
    if leader:
        pen.text((10, BASELINE), "." * 100, fill=110, font=LEADER, anchor="ls")
    pen.text((LEFT, BASELINE - lift), value, fill=0, font=PRINT, anchor="ls")
    return np.array(image)


def erased(picture: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], int]:
    grey = picture.copy()
    return grey, erase_leaders(grey, marks_of(grey), DPI)


def dots_below(lift: int) -> list[tuple[slice, slice]]:
    """Where the value has a dot that its twin without dots has not."""
    foot = BASELINE - lift + 2
    ink = line(DOTTED, lift=lift, leader=False)[foot:] < line(PLAIN, lift=lift, leader=False)[foot:]
    columns = np.flatnonzero(ink.any(axis=0))
    runs = np.split(columns, np.flatnonzero(np.diff(columns) > 2) + 1)
    return [(slice(foot, foot + 9), slice(int(run[0]), int(run[-1]) + 1)) for run in runs if len(run)]


@pytest.mark.parametrize("lift", [5, 7, 8, 9])
def test_a_dot_below_a_letter_stays_where_it_stands_on_a_leader(lift: int) -> None:
    grey, _ = erased(line(DOTTED, lift=lift, leader=True))
    places = dots_below(lift)
    assert len(places) == 4
    assert all(grey[place].min() < 60 for place in places)


@pytest.mark.parametrize("lift", [5, 7, 8, 9])
def test_no_dot_of_a_leader_stays_under_a_letter_without_one(lift: int) -> None:
    grey, pieces = erased(line(PLAIN, lift=lift, leader=True))
    assert pieces > 40
    foot = BASELINE - lift + 2
    assert (grey[foot:, :LEFT] == 255).all()
    bare = line(PLAIN, lift=lift, leader=False)
    assert not ((grey[foot:] < 200) & (bare[foot:] > 250)).any()


def test_a_leader_that_is_no_line_of_text_goes_whole() -> None:
    grey, pieces = erased(line("", lift=10, leader=True))
    assert pieces > 40
    assert (grey == 255).all()
