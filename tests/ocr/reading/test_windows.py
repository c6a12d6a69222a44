"""Pages read together say what they say alone, in their order."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw

from config.engine_name import EngineName
from config.sections import OcrSettings
from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr.reading.engine import Layout, PixelWord, opened_engine
from ocr.reading.page_image import PageImage
from ocr.reading.recognition import scanned_page
from ocr.reading.scans import Grey, Scan
from ocr.reading.windows import LONGEST, Answer, Waiting, answered
from ocr.values import PageSource, Reading
from tests.ocr.reading.papers import paper
from tests.ocr.reading.pdf_papers import Sheets, paragraph, scanned, whole

Read = Callable[..., Reading]
ENGINES = [
    EngineName.TESSERACT,
    pytest.param(
        EngineName.TESSEROCR,
        marks=pytest.mark.skipif(find_spec("tesserocr") is None, reason="the extra [fast] is not installed"),
    ),
]


class Counter:
    """An engine that reads of a picture how often it was called, and its shade."""

    def __init__(self) -> None:
        """Not called yet."""
        self.calls: list[int] = []

    def words(self, pictures: Sequence[Grey], dpi: float, layout: Layout) -> list[list[PixelWord]]:
        """One word a picture."""
        self.calls.append(len(pictures))
        told = f"{len(self.calls)} {round(dpi)} {layout.name}"
        return [[PixelWord(f"{told} {picture[0, 0]}", (0, 0, 1, 1), 90, 0)] for picture in pictures]

    def turn(self, grey: Grey, dpi: float) -> int | None:  # noqa: ARG002 - the seam's
        """Not asked for."""
        raise AssertionError


def waiting(shade: int, layout: Layout = Layout.AUTO, *, dpi: float = 200, side: int = 4) -> Waiting:
    """A page whose answer is what the engine says."""
    picture = PageImage(np.full((side, side), shade, np.uint8), dpi, (1, 1), (0, 0, 1, 1))
    return Waiting(picture, layout, lambda words, _: {"said": words[0].text})


def said(*pages: Answer | Waiting) -> tuple[list[object], list[int]]:
    engine = Counter()
    return [answer["said"] for answer in answered(pages, engine)], engine.calls


def test_pages_alike_are_read_in_one_call_and_answered_in_their_order() -> None:
    answers, calls = said(waiting(7), waiting(8, Layout.ONE_COLUMN), {"said": "text"}, waiting(9, dpi=200.4))
    assert answers == ["1 200 AUTO 7", "2 200 ONE_COLUMN 8", "text", "1 200 AUTO 9"]
    assert calls == [2, 1]


def test_a_window_has_four_pages_at_most() -> None:
    answers, calls = said(*(waiting(shade) for shade in range(9)))
    assert [answer.split()[-1] for answer in map(str, answers)] == [str(shade) for shade in range(9)]
    assert calls == [LONGEST, LONGEST, 1]


def test_large_pictures_do_not_wait_for_each_other() -> None:
    assert said(waiting(1, side=4100), waiting(2), waiting(3))[1] == [1, 2]


def test_a_page_that_need_not_wait_is_answered_before_the_next_is_looked_at() -> None:
    def pages() -> Iterator[Answer | Waiting]:
        yield {"said": "text"}
        raise AssertionError

    assert next(answered(pages(), Counter())) == {"said": "text"}


def test_a_page_that_is_refused_is_not_hidden_by_those_that_wait() -> None:
    def pages() -> Iterator[Answer | Waiting]:
        yield waiting(1)
        yield waiting(2)
        raise FileRefused("Page 3 is damaged.", reason=Reason.CORRUPT)

    with pytest.raises(FileRefused, match="Page 3"):
        list(answered(pages(), Counter()))


def test_a_page_that_waits_does_not_keep_its_scan() -> None:
    image = paper()
    size = (image.width * 0.36, image.height * 0.36)
    page = scanned_page(1, Scan(image, 200, size, (0, 0, *size), 200, "colour"))
    kept = weakref.ref(image)
    del image
    assert isinstance(page, Waiting)
    assert kept() is None


@pytest.mark.parametrize("engine", ENGINES)
def test_an_empty_picture_among_others_shifts_no_words(engine: EngineName, tmp_path: Path) -> None:
    written = [np.asarray(scanned(text=text).convert("L")) for text in ("Trang một", "Điều hai\nKhoản ba")]
    empty = np.full_like(written[0], 255)
    reader = opened_engine(OcrSettings(engine=engine).model_dump(), tmp_path)
    first, none, last = reader.words([written[0], empty, written[1]], 200, Layout.AUTO)
    assert none == []
    assert [[first], [last]] == [reader.words([each], 200, Layout.AUTO) for each in written]
    assert [word.line for word in last] == [0, 0, 1, 1]
    assert not list(tmp_path.iterdir())


def table() -> Image.Image:
    """A half sheet ruled so much that it is read as one column."""
    image = scanned(text="DANH SÁCH")
    pen = ImageDraw.Draw(image)
    for row in range(7):
        pen.line((100, 340 + row * 60, 1060, 340 + row * 60), fill="black", width=3)
    for column in range(4):
        pen.line((100 + column * 320, 340, 100 + column * 320, 700), fill="black", width=3)
    return image


def test_a_file_says_what_its_pages_say_alone(read: Read, tmp_path: Path) -> None:
    sheets = Sheets()
    sheets.add(whole(), images=[sheets.jpeg(scanned())])
    sheets.add(
        paragraph("This page was written by a program and never saw", "a scanner, so its text is text.")
    )
    sheets.add()
    sheets.add(whole(), images=[sheets.jpeg(table())])
    sheets.add(whole(), images=[sheets.jpeg(scanned(text="Nơi nhận: lưu\nThay mặt Ủy ban nhân dân"))])
    sheets.pdf.save(tmp_path / "all.pdf")
    together = list(read(tmp_path / "all.pdf").pages)
    assert [page.source for page in together] == [
        PageSource.OCR,
        PageSource.TEXT_LAYER,
        PageSource.BLANK,
        PageSource.OCR,
        PageSource.OCR,
    ]
    for number, page in enumerate(together, start=1):
        assert page.number == number
        with pikepdf.new() as alone:
            alone.pages.append(sheets.pdf.pages[number - 1])
            alone.save(tmp_path / "alone.pdf")
        (single,) = read(tmp_path / "alone.pdf").pages
        assert page == single.model_copy(update={"number": number})
