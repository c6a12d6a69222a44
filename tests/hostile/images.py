"""Pictures that somebody made to hurt, and pictures that broke off."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

from PIL import Image

from tests.hostile.raw_pdf import bomb
from tests.ocr.reading.papers import paper

_DPI = 100
_PNG = b"\x89PNG\r\n\x1a\n"


@cache
def _saved(kind: str, **options: object) -> bytes:
    content = io.BytesIO()
    paper(_DPI).save(content, kind, dpi=(_DPI, _DPI), **options)
    return content.getvalue()


def jpeg() -> bytes:
    return _saved("JPEG", quality=85)


def progressive_jpeg() -> bytes:
    return _saved("JPEG", quality=85, progressive=True)


def png() -> bytes:
    return _saved("PNG")


def tiff() -> bytes:
    """Its directory lies behind the picture, as Pillow writes it."""
    return _saved("TIFF", compression="tiff_deflate")


def jpeg_header(width: int, height: int) -> bytes:
    """A JPEG that ends where its picture would begin, after it has declared this size."""
    whole = jpeg()
    frame = whole.index(b"\xff\xc0")
    size = struct.pack(">HH", height, width)
    return whole[: frame + 5] + size + whole[frame + 9 :]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_declared_huge() -> bytes:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return _PNG + _chunk(b"IHDR", header) + _chunk(b"IDAT", bomb(10)) + _chunk(b"IEND", b"")


def png_whose_data_are_a_bomb() -> bytes:
    """100 x 100 pixels, and data for thousands of millions."""
    header = struct.pack(">IIBBBBB", 100, 100, 8, 0, 0, 0, 0)
    return _PNG + _chunk(b"IHDR", header) + _chunk(b"IDAT", bomb(3000)) + _chunk(b"IEND", b"")


def png_whose_text_is_a_bomb() -> bytes:
    """A whole page; beside it, a comment that unpacks to gigabytes."""
    whole = png()
    first = whole.index(b"IDAT") - 4
    return whole[:first] + _chunk(b"zTXt", b"Comment\0\0" + bomb(3000)) + whole[first:]


def jpeg_declared_huge() -> bytes:
    return jpeg_header(65_500, 65_500)


def tiff_declared_huge() -> bytes:
    """A fax of 35 000 by 35 000."""
    content = io.BytesIO()
    Image.new("1", (35_000, 35_000), 1).save(content, "TIFF", compression="group4")
    return content.getvalue()


def tiff_whose_directory_follows_itself() -> bytes:
    """The directory of the only page names itself as the next one."""
    whole = bytearray(_saved("TIFF"))
    start = struct.unpack_from("<I", whole, 4)[0]
    count = struct.unpack_from("<H", whole, start)[0]
    struct.pack_into("<I", whole, start + 2 + 12 * count, start)
    return bytes(whole)


def tiff_of(pages: int) -> bytes:
    """So many tiny pages."""
    content = io.BytesIO()
    tiny = Image.new("1", (8, 8), 1)
    tiny.save(content, "TIFF", save_all=True, append_images=[tiny] * (pages - 1))
    return content.getvalue()


def tiff_that_unpacks_to_more() -> bytes:
    """100 x 100 pixels in a strip that unpacks to gigabytes."""
    packed = bomb(3000)
    entries = [
        (256, 4, 1, 100), (257, 4, 1, 100), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 1),
        (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, 100), (279, 4, 1, len(packed)),
    ]  # fmt: skip
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 8 + len(packed)) + packed + directory + b"\0\0\0\0"


def jpeg_without_its_end() -> bytes:
    """All of the picture; the last two bytes are missing."""
    return jpeg()[:-2]


def jpeg_with_a_zip_behind() -> bytes:
    return jpeg() + b"PK\x03\x04" + b"\0" * 5000
