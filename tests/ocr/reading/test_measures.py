"""What is measured on pictures of pages, made for it: A4 at 200 dpi, lines of text for rows of strokes."""

from __future__ import annotations

import time
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from ocr.reading.measures import (
    black_borders,
    has_traces,
    ink_of,
    measured,
    measured_on_words,
    sharpness_of,
    stamp_red,
)
from ocr.reading.pages import PageWord, Picture
from ocr.reading.scans import Scan, as_grey

A4 = (1654, 2339)
POINTS = (595.3, 841.9)
RED = (205, 30, 45)
MM = 200 / 25.4


@cache
def noise() -> np.ndarray:
    return np.random.default_rng(1).integers(-5, 6, (A4[1], A4[0], 1), np.int16)


def sheet(colour: tuple[int, int, int] = (250, 249, 246)) -> Image.Image:
    """Paper with the noise of a scanner."""
    return Image.fromarray((np.array(colour, np.int16) + noise()).clip(0, 255).astype(np.uint8))


def written() -> Image.Image:
    """A page of text."""
    return text_page().copy()


@cache
def text_page() -> Image.Image:
    image = sheet()
    draw = ImageDraw.Draw(image)
    for row in range(250, 2000, 50):
        for column in range(200, 1450, 14):
            draw.line((column, row, column + 5, row + 22), fill=(30, 30, 32), width=3)
    return image


def scan(image: Image.Image, colour: str = "colour") -> Scan:
    return Scan(image, 200, POINTS, (0, 0, *POINTS), 200, colour)


def grey(image: Image.Image) -> np.ndarray:
    return np.asarray(as_grey(image))


def stamped(image: Image.Image, middle: tuple[int, int] = (1200, 1900), side: float = 36) -> Image.Image:
    """A round stamp of this width in millimetres: two rings and a star of lines."""
    draw = ImageDraw.Draw(image)
    for share, width in ((1.0, 1.2), (0.66, 0.5)):
        reach = side * share / 2 * MM
        box = (middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach)
        draw.ellipse(box, outline=RED, width=round(width * MM))
    for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False):
        reach = side * 0.42 * MM
        end = (middle[0] + reach * np.cos(angle), middle[1] + reach * np.sin(angle))
        draw.line((*middle, *end), fill=RED, width=round(0.6 * MM))
    return image


def test_ink_and_traces_tell_a_page_from_an_empty_sheet():
    empty, page = grey(sheet()), grey(written())
    assert ink_of(empty) == 0
    assert not has_traces(empty)
    assert 0.03 < ink_of(page) < 0.15
    assert has_traces(page)


def test_a_faded_page_leaves_traces_where_it_has_no_ink():
    faded = Image.blend(written(), sheet(), 0.8)
    assert ink_of(grey(faded)) == 0
    assert has_traces(grey(faded))


def test_an_unevenly_lit_empty_sheet_leaves_none():
    light = np.linspace(0.75, 1.0, A4[0])[None, :]
    assert not has_traces((grey(sheet()) * light).astype(np.uint8))


def test_a_picture_measures_the_same_as_its_array():
    page = as_grey(written())
    for measure in (ink_of, has_traces, sharpness_of, black_borders):
        assert measure(page) == measure(np.asarray(page))


def test_blur_takes_the_sharpness_away():
    page = as_grey(written())
    sharpness = [
        sharpness_of(page.filter(ImageFilter.GaussianBlur(radius)) if radius else page)
        for radius in (0, 0.8, 1.6, 3)
    ]
    assert sharpness == sorted(sharpness, reverse=True)
    assert sharpness[0] > 400
    assert sharpness[-1] < 40


def test_the_sharpness_is_the_variance_of_the_laplacian():
    page = grey(written()).astype(np.int32)
    around = page[:-2, 1:-1] + page[2:, 1:-1] + page[1:-1, :-2] + page[1:-1, 2:]
    whole = float((around - 4 * page[1:-1, 1:-1]).var())
    assert sharpness_of(grey(written())) == pytest.approx(whole, rel=0.2)


@pytest.mark.parametrize("size", [(1, 1), (2, 9), (9, 2), (3, 3), (40, 25)])
def test_the_smallest_pictures_have_measures_too(size: tuple[int, int]):
    image = Image.new("RGB", size, "white")
    assert sharpness_of(grey(image)) == 0
    assert measured(scan(image), grey(image), 0.0).borders == 0


@pytest.mark.parametrize("side", [30, 36, 42])
def test_a_stamp_is_seen_also_over_text(side: float):
    for page in (sheet(), written()):
        assert stamp_red(scan(stamped(page, side=side))) > 100


def test_half_a_stamp_at_the_edge_is_one():
    assert stamp_red(scan(stamped(written(), middle=(1654, 1200)))) > 100


@pytest.mark.parametrize("dpi", [100, 300])
def test_a_stamp_measures_the_same_at_any_resolution(dpi: int):
    page = stamped(written())
    size = (A4[0] * dpi // 200, A4[1] * dpi // 200)
    other = Scan(page.resize(size), dpi, POINTS, (0, 0, *POINTS), dpi, "colour")
    assert stamp_red(other) == pytest.approx(stamp_red(scan(page)), rel=0.25)


def test_what_is_red_but_no_stamp_is_none():
    title = written()
    ImageDraw.Draw(title).rectangle((400, 120, 1250, 170), fill=RED)
    tick = written()
    ImageDraw.Draw(tick).line((300, 300, 340, 360), fill=RED, width=6)
    pink = sheet(colour=(250, 200, 205))
    assert [stamp_red(scan(image)) for image in (sheet(), title, tick, pink)] == [0, 0, 0, 0]


@pytest.mark.parametrize("ink", [(30, 60, 190), (40, 40, 40), (30, 140, 60)])
def test_ink_of_another_colour_is_no_stamp(ink: tuple[int, int, int]):
    page = written()
    ImageDraw.Draw(page).ellipse((1000, 1700, 1280, 1980), outline=ink, width=9)
    assert stamp_red(scan(page)) == 0


def test_a_scan_without_colour_cannot_show_a_stamp():
    page = stamped(written()).convert("L")
    assert measured(scan(page, "grey"), grey(page), 0.1).stamp is None


@pytest.mark.parametrize(
    "box", [(0, 0, 1654, 40), (0, 0, 60, 2339), (1600, 0, 1654, 2339), (0, 2250, 1654, 2339)]
)
def test_a_black_strip_along_an_edge_is_a_border(box: tuple[int, int, int, int]):
    page = written()
    ImageDraw.Draw(page).rectangle(box, fill=(15, 15, 15))
    share = (box[2] - box[0]) * (box[3] - box[1]) / (A4[0] * A4[1])
    assert black_borders(grey(page)) == pytest.approx(share, rel=0.15)


def test_a_wedge_beside_a_sheet_that_lay_askew_is_one():
    turned = written().rotate(3, fillcolor=(10, 10, 10))
    assert black_borders(grey(turned)) > 0.01


def test_what_is_dark_within_the_page_is_no_border():
    page = written()
    draw = ImageDraw.Draw(page)
    draw.rectangle((300, 300, 800, 900), fill=(20, 20, 20))
    # The rules of a table that run out of the page.
    for row in (1200, 1300, 1400):
        draw.line((0, row, 1654, row), fill=(20, 20, 20), width=3)
    assert black_borders(grey(page)) == 0


def test_a_page_that_is_no_scan_has_no_measures():
    page = Scan(written(), 200, POINTS, (0, 0, *POINTS), None, None)
    assert measured(page, grey(written()), 0.1) == Picture()


def words(*boxes: tuple[float, float, float, float], text: str = "nhân", confidence: float = 90):
    return [PageWord(text, box, confidence, line) for line, box in enumerate(boxes)]


RIGHT = [(560.0, 100.0 + 20 * line, 595.0, 112.0 + 20 * line) for line in range(5)]
INSIDE = [(60.0, 100.0 + 20 * line, 95.0, 112.0 + 20 * line) for line in range(5)]


def test_words_that_end_where_the_picture_ends_are_counted_by_edge():
    left = [(0.0, 400.0 + 20 * line, 40.0, 412.0 + 20 * line) for line in range(3)]
    assert measured_on_words(words(*INSIDE), POINTS).cut_off == 0
    assert measured_on_words(words(*INSIDE, *RIGHT, *left), POINTS).cut_off == 5
    assert measured_on_words([], POINTS).cut_off == 0


@pytest.mark.parametrize(("text", "confidence"), [("|", 90), ("..", 90), ("a", 90), ("nhân", 20)])
def test_specks_at_the_edge_are_no_words(text: str, confidence: float):
    assert measured_on_words(words(*RIGHT, text=text, confidence=confidence), POINTS).cut_off == 0


def test_the_legal_share_leaves_handwriting_out():
    read = words(*INSIDE)
    by_hand = [word._replace(text="xqzw", handwritten=True) for word in read]
    assert measured_on_words([*read, *by_hand], POINTS).syllables == 1.0
    assert (
        measured_on_words([*read, *(word._replace(handwritten=False) for word in by_hand)], POINTS).syllables
        == 0.5
    )
    assert measured_on_words(by_hand, POINTS).syllables is None


def test_all_measures_of_a_page_take_little_time():
    page = stamped(written())
    shades = grey(page)
    started = time.process_time()
    for _ in range(5):
        measured(scan(page), shades, ink_of(shades))
        has_traces(shades)
    # Some 10 ms a page; ten times that on a busy machine.
    assert time.process_time() - started < 0.5
