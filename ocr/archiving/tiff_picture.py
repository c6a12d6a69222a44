"""A TIFF page of one strip in CCITT group 3 or 4, JPEG or Deflate goes into a PDF with its strip as it is."""

from __future__ import annotations

import io
import mmap
from collections.abc import Mapping
from typing import Any

from PIL import Image

from ocr.archiving.jpeg_picture import END, START, frame_of, jpeg_picture
from ocr.archiving.picture import Picture

# TIFF 6.0, and for the tables of JPEG Adobe's TIFF technical note 2
_WIDTH, _HEIGHT, _COMPRESSION, _PHOTOMETRIC, _FILL_ORDER = 256, 257, 259, 262, 266
_OFFSETS, _COMPONENTS, ROWS_PER_STRIP, _LENGTHS, _TABLES = 273, 277, 278, 279, 347
_BITS, _PLANES, _GROUP_3_OPTIONS, _PREDICTOR, _MORE_SAMPLES = 258, 284, 292, 317, 338
_GROUP_3, _GROUP_4, _JPEG = 3, 4, 7
_DEFLATE = frozenset({8, 32946})
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _LUMINANCE = 0, 1, 2, 6
_TWO_DIMENSIONAL, _UNCOMPRESSED = 1, 2
_PREDICTORS = frozenset({1, 2})
_BYTE = 8
_LOWEST_BIT_FIRST = 2
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
# Adobe's marker says whether three components are RGB (0) or luminance and differences (1); without it every
# decoder guesses by its own rule.
_ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00"
_TRANSFORM = {_RGB: b"\x00", _LUMINANCE: b"\x01"}


def tiff_picture(content: bytes | mmap.mmap, image: Image.Image) -> Picture | None:
    """The page that `image` stands at, not decoded; None where its pixels must be taken instead.

    Args:
        content: the file.
        image: the same, opened by Pillow and not loaded.
    """
    return fax_picture(content, image) or _jpeg_strip(content, image) or _deflated_strip(content, image)


def fax_picture(content: bytes | mmap.mmap, image: Image.Image) -> Picture | None:
    """The page where it is one strip of CCITT group 3 or 4."""
    tags = _tags(image)
    strip = _only_strip(content, tags)
    photometric, scheme = tags.get(_PHOTOMETRIC), _fax_scheme(tags)
    if strip is None or scheme is None or photometric not in {_WHITE_IS_ZERO, _BLACK_IS_ZERO}:
        return None
    if tags.get(_FILL_ORDER) == _LOWEST_BIT_FIRST:
        strip = strip.translate(_REVERSED)
    return Picture(
        data=strip,
        filter="CCITTFaxDecode",
        size=(tags[_WIDTH], tags[_HEIGHT]),
        bits=1,
        components=1,
        parameters={
            **scheme,
            "/Columns": tags[_WIDTH],
            "/Rows": tags[_HEIGHT],
            "/BlackIs1": photometric == _BLACK_IS_ZERO,
        },
    )


def _fax_scheme(tags: Mapping[int, Any]) -> dict[str, Any] | None:
    """What the filter has to know of the scheme (PDF reference 1.4, table 3.9).

    Fill bits before an end of line are part of it, so they need no parameter. Strips end without the six ends
    of line that would close a fax: the rows are counted.
    """
    if tags.get(_COMPRESSION) == _GROUP_4:
        return {"/K": -1}
    options = int(tags.get(_GROUP_3_OPTIONS, 0))
    if tags.get(_COMPRESSION) != _GROUP_3 or options & _UNCOMPRESSED:
        return None
    return {"/K": int(bool(options & _TWO_DIMENSIONAL)), "/EndOfLine": True, "/EndOfBlock": False}


def _deflated_strip(content: bytes | mmap.mmap, image: Image.Image) -> Picture | None:
    """Grey or RGB of 8 bits: TIFF's predictor is one of FlateDecode's."""
    tags = _tags(image)
    strip = _only_strip(content, tags)
    components, predictor = tags.get(_COMPONENTS, 1), int(tags.get(_PREDICTOR, 1))
    known = (tags.get(_PHOTOMETRIC), components) in {(_WHITE_IS_ZERO, 1), (_BLACK_IS_ZERO, 1), (_RGB, 3)}
    plain = set(tags.get(_BITS, (1,))) == {_BYTE} and tags.get(_PLANES, 1) == 1 and _MORE_SAMPLES not in tags
    if strip is None or tags.get(_COMPRESSION) not in _DEFLATE or not known or not plain:
        return None
    if predictor not in _PREDICTORS or tags.get(_FILL_ORDER) == _LOWEST_BIT_FIRST:
        return None
    return Picture(
        data=strip,
        filter="FlateDecode",
        size=(tags[_WIDTH], tags[_HEIGHT]),
        bits=_BYTE,
        components=components,
        parameters={
            "/Predictor": predictor,
            "/Colors": components,
            "/BitsPerComponent": _BYTE,
            "/Columns": tags[_WIDTH],
        },
        profile=image.info.get("icc_profile"),
        is_inverted=tags[_PHOTOMETRIC] == _WHITE_IS_ZERO,
    )


def _jpeg_strip(content: bytes | mmap.mmap, image: Image.Image) -> Picture | None:
    tags = _tags(image)
    strip = _only_strip(content, tags)
    photometric, components = tags.get(_PHOTOMETRIC), tags.get(_COMPONENTS, 1)
    known = (photometric, components) in {(_BLACK_IS_ZERO, 1), (_RGB, 3), (_LUMINANCE, 3)}
    if strip is None or not known or tags.get(_COMPRESSION) != _JPEG or not strip.startswith(START):
        return None
    tables = bytes(tags.get(_TABLES, b"")).removeprefix(START).removesuffix(END)
    marker = _ADOBE + _TRANSFORM[tags[_PHOTOMETRIC]] if components == len("RGB") else b""
    whole = START + marker + tables + strip.removeprefix(START)
    frame = frame_of(whole)
    if frame is None or frame[1] != (tags[_WIDTH], tags[_HEIGHT]):
        return None
    with Image.open(io.BytesIO(whole), formats=["JPEG"]) as opened:
        opened.info["icc_profile"] = image.info.get("icc_profile")
        return jpeg_picture(whole, opened)


def _only_strip(content: bytes | mmap.mmap, tags: Mapping[int, Any]) -> bytes | None:
    offsets, lengths = tags.get(_OFFSETS, ()), tags.get(_LENGTHS, ())
    if len(offsets) != 1 or len(lengths) != 1:
        return None
    strip = content[offsets[0] : offsets[0] + lengths[0]]
    return strip if len(strip) == lengths[0] else None


def _tags(image: Image.Image) -> Mapping[int, Any]:
    tags: Mapping[int, Any] = getattr(image, "tag_v2", {})
    return tags
