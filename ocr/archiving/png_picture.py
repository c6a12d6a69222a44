"""PNG goes into a PDF as it is: its filters are predictors of FlateDecode (PDF 1.4, 3.3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ocr.archiving.picture import Picture

_SIGNATURE_LENGTH = 8
_PREDICTOR = 15  # "PNG optimum": each row names its own
_MOST_BITS = 8
_GREY, _RGB, _PALETTE = 0, 2, 3


def png_picture(content: bytes, profile: bytes | None = None) -> Picture | None:
    """The picture, not decoded; None where it is interlaced, transparent or of 16 bits."""
    header, palette, data = b"", None, list[bytes]()
    for kind, body in _chunks(content):
        if kind == b"IHDR":
            header = body
        elif kind == b"PLTE":
            palette = body
        elif kind == b"IDAT":
            data.append(body)
        elif kind == b"tRNS":
            return None
    bits, colour, interlaced = header[8], header[9], header[12]
    if interlaced or bits > _MOST_BITS or colour not in {_GREY, _RGB, _PALETTE}:
        return None
    width = int.from_bytes(header[:4])
    components = 3 if colour == _RGB else 1
    return Picture(
        data=b"".join(data),
        filter="FlateDecode",
        size=(width, int.from_bytes(header[4:8])),
        bits=bits,
        components=components,
        parameters={
            "/Predictor": _PREDICTOR,
            "/Colors": components,
            "/BitsPerComponent": bits,
            "/Columns": width,
        },
        palette=palette if colour == _PALETTE else None,
        profile=profile,
    )


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _SIGNATURE_LENGTH
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += length + 12
