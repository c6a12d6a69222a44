"""PDFs written object by object, right to the byte where they are not meant to be wrong."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache

TEXT = "UBND xa Hoa Binh, thong bao ngay 05 thang 8 nam 2025"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
SHOWS_TEXT = f"BT /F 12 Tf 72 700 Td ({TEXT}) Tj ET".encode()

Objects = dict[int, bytes]
_ADLER = 65521


def stream(content: bytes, entries: bytes = b"", *, length: bytes | None = None) -> bytes:
    """A stream object; `length` states another length than it has."""
    stated = length or str(len(content)).encode()
    return b"<< /Length %s %s >>\nstream\n%s\nendstream" % (stated, entries, content)


def flate(content: bytes, entries: bytes = b"") -> bytes:
    """A packed stream object."""
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + entries)


def page(entries: bytes = b"", *, parent: int = 2, contents: bytes = b"4 0 R") -> bytes:
    """A page of A4 with a font; what is in `entries` comes last, and so counts."""
    return (
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %s "
        b"/Resources << /Font << /F 5 0 R >> >> %s >>" % (parent, contents, entries)
    )


def one_page(**changed: bytes) -> Objects:
    """One page of text: 1 catalogue, 2 page tree, 3 page, 4 content, 5 font; `o3=…` puts another there."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: page(),
        4: stream(SHOWS_TEXT),
        5: FONT,
    }
    return objects | {int(name[1:]): content for name, content in changed.items()}


def pdf(objects: Mapping[int, bytes], *, trailer: bytes = b"", header: bytes = b"%PDF-1.7\n") -> bytes:
    """The file, with a table that is right."""
    out, places = bytearray(header), dict[int, int]()
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        place = places.get(number)
        out += b"0000000000 65535 f \n" if place is None else b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def repeated(unit: bytes, count: int, *, closing: bytes = b"") -> bytes:
    """The same bytes over and over, then as many closings."""
    return unit * count + closing * count


@cache
def bomb(megabytes: int, *, rounds: int = 1, piece: bytes = b"\0") -> bytes:
    """Bytes that unpack to so many megabytes, packed so many times: a kilobyte a megabyte, less every time.

    One megabyte is packed, its block repeated, and the checksum of the whole reckoned (RFC 1950, 8.2).
    """
    unit = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    one = zlib.adler32(unit)
    low, high = (one & 0xFFFF) - 1, (one >> 16) - len(unit)
    first, second = 1, 0
    for _ in range(megabytes):
        second = (second + len(unit) * first + high) % _ADLER
        first = (first + low) % _ADLER
    packed = b"\x78\xda" + block * megabytes + b"\x03\x00" + (second << 16 | first).to_bytes(4)
    for _ in range(rounds - 1):
        packed = zlib.compress(packed, 9)
    return packed
