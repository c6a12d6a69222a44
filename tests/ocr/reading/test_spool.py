"""Pages in the spool are loaded when they are asked for, and come back as they went."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.errors import StepCrashed
from ocr import spool
from ocr.archiving.text_object import stored_lines, write_text_object
from ocr.reading.spooled_pages import Spool, SpooledPages
from ocr.values import PageReading, PageSource, Word

WORD = Word(text="nghĩa", box=(1, 2, 3, 4), confidence=90.5, line=0)


def page(number: int, text: str = "Trang") -> PageReading:
    return PageReading(
        number=number,
        source=PageSource.OCR,
        text=text,
        words=(WORD,),
        confidence=90,
        dpi=200,
        width=595,
        height=842,
    )


def spooled(directory: Path, *pages: PageReading) -> SpooledPages:
    of = Spool(directory)
    places = {value.number: spool.append(of.descriptor, value.model_dump(mode="json")) for value in pages}
    return SpooledPages(of, places)


def test_pages_come_back_as_they_went(tmp_path: Path):
    pages = tuple(page(number, f"Trang {number}") for number in range(1, 31))
    lazy = spooled(tmp_path, *pages)
    assert len(lazy) == 30
    assert lazy == pages
    assert pages == lazy
    assert lazy[3:5] == pages[3:5]
    assert lazy[-1] == pages[-1]
    assert lazy.numbered([7, 2]) == (pages[6], pages[1])
    assert lazy != pages[:-1]
    assert lazy != (*pages[:-1], page(30, "Trang khác"))
    assert not list(tmp_path.iterdir())


def test_a_page_is_not_loaded_again_while_it_is_looked_at(tmp_path: Path):
    lazy = spooled(tmp_path, *(page(number) for number in range(1, 31)))
    first = lazy[0]
    assert lazy[0] is first
    assert lazy[:3][0] is first
    list(lazy)
    assert lazy[0] is not first


def test_the_spool_lives_as_long_as_its_pages_and_no_longer(tmp_path: Path):
    lazy = spooled(tmp_path, page(1))
    descriptor = lazy._spool.descriptor
    assert lazy[0].number == 1
    del lazy
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


@pytest.mark.parametrize("length", [-1, 1 << 40])
def test_a_page_that_cannot_be_is_not_loaded(tmp_path: Path, length: int):
    lazy = SpooledPages(Spool(tmp_path), {1: (0, length)})
    with pytest.raises(StepCrashed):
        lazy[0]


@settings(max_examples=20, deadline=None)
@given(texts=st.lists(st.text(), max_size=5))
def test_the_text_object_brings_every_page_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]):
    directory = tmp_path_factory.mktemp("spool")
    lazy = spooled(directory, *(page(number, text) for number, text in enumerate(texts, start=1)))
    stored = directory / "text.json"
    write_text_object(lazy, stored)
    of = Spool(directory)
    again = SpooledPages(of, {number: of.append(line) for number, line in stored_lines(stored)})
    assert again == lazy
    content = stored.read_bytes()
    write_text_object(again, stored)
    assert stored.read_bytes() == content


@pytest.mark.parametrize(
    "content",
    [b"", b'{"schema": 7, "pages": []}', b'{"pages":[\n', b'{"pages":[\n{"number":1}\n'],
)
def test_a_strange_text_object_is_refused(tmp_path: Path, content: bytes):
    stored = tmp_path / "text.json"
    stored.write_bytes(content)
    with pytest.raises(ValueError, match="text object"):
        list(stored_lines(stored))
