"""How many pages a file has, told by a few of its bytes."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from config.sections import InboxSettings
from flows.inbox import InboxFile, open_inbox
from flows.night.page_estimate import PageEstimate
from storage.files_table import Role, Sighting


def pages_of(path: Path, *, by_suffix: dict[str, float] | None = None, seconds: float = 10) -> int:
    size = path.stat().st_size if path.is_file() else 1000
    sighting = Sighting(path.name, None, Role.COMPONENT, None, bytes=size, modified_ns=1)
    inbox = open_inbox(InboxSettings(path=path.parent))
    estimate = PageEstimate(by_suffix or {"": 1000.0}, seconds=seconds)
    return estimate(InboxFile(str(path), sighting, inbox))


def image(form: str, pages: int = 1, **options: object) -> bytes:
    target = io.BytesIO()
    leaves = [Image.new("L", (60, 80), 255 - number) for number in range(pages)]
    more = {"save_all": True, "append_images": leaves[1:]} if pages > 1 else {}
    leaves[0].save(target, form, **more, **options)
    return target.getvalue()


def pdf(pages: int, **options: object) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.save(target, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "pages"),
    [
        (image("JPEG"), 1),
        (image("PNG"), 1),
        (image("TIFF"), 1),
        (image("TIFF", 7), 7),
        (image("TIFF", 3, big_tiff=True), 3),
        (pdf(1), 1),
        (pdf(42), 42),
        (pdf(12, linearize=True), 12),
        (b"%PDF-1.4\n/Type /Pages /Count 999999 /Kids []", 1),  # more than it has room for
        (b"II*\0\x08\0\0\0\0\0\x08\0\0\0", 1),  # a directory that names itself as the next one
        (b"no paper at all", 1),
        (b"x" * 12_345, 12),  # a thousand bytes a page, as lately
    ],
)
def test_told_by_its_bytes(content: bytes, pages: int, tmp_path: Path) -> None:
    path = tmp_path / "scan.bin"
    path.write_bytes(content)
    assert pages_of(path) == pages


def test_by_its_weight_where_it_does_not_say(tmp_path: Path) -> None:
    """Its page tree is in a compressed stream."""
    path = tmp_path / "scan.PDF"
    path.write_bytes(pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.generate) + b"%" * 50_000)
    assert pages_of(path, by_suffix={".pdf": 10_000.0, "": 1.0}) == 5


def test_nobody_asks_a_slow_share_for_long(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    path.write_bytes(image("TIFF", 7))
    assert pages_of(path, by_suffix={"": path.stat().st_size / 3}, seconds=0) == 3


def test_what_cannot_be_opened_has_a_page(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    assert pages_of(tmp_path / "pipe.pdf") == 1
    assert pages_of(tmp_path / "gone.pdf") == 1


@given(st.sampled_from([b"%PDF-1.4", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b""]), st.binary(max_size=400))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(start + rest)
    assert 1 <= pages_of(path) <= 5000
