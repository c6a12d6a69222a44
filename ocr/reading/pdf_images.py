"""The picture objects of a PDF, decoded as a viewer shows them."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from PIL import Image, ImageOps

from ocr.content import Placed, pixels_of
from ocr.reading.image_pages import decode_smaller
from ocr.reading.scans import READING_DPI

_COLOURS = {"/DeviceGray": "L", "/CalGray": "L", "/DeviceRGB": "RGB", "/CalRGB": "RGB"}
_OF_COMPONENTS = {1: "L", 3: "RGB"}
_MODES = {"1": "black_and_white", "L": "grey"}
_JPEG = ["/DCTDecode"]
_FLATE = ["/FlateDecode"]
_PACKING = frozenset({"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"})
_SLACK = 1 << 16
_START_OF_SCAN, _END_OF_JPEG = b"\xff\xda", b"\xff\xd9"
_BYTE = 8


def decoded(picture: Placed) -> Image.Image | None:
    """The picture in its own pixels, a large JPEG in fewer; None leaves it to PDFium.

    None for what shows something else than its own pixels (masks, coloured stencils), for CMYK, and for what
    pikepdf and Pillow cannot decode.
    """
    if picture.image is None or any(name in picture.image for name in ("/SMask", "/Mask")):
        return None
    if _is_stencil(picture.image) and not picture.in_black:
        return None
    try:
        decoding = pikepdf.PdfImage(picture.image)
        if _is_swollen(picture.image, decoding.filters):
            return None
        image = _jpeg(picture) if decoding.filters == _JPEG else _other(decoding, picture)
        if image is not None:
            image.load()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - codecs raise what they like; PDFium has the last word
        return None
    return image


def breaks_off(picture: Placed) -> bool:
    """Whether its data end before the picture does; told of JPEG and of what is only packed.

    A scanner that was switched off leaves such pictures; PDFium shows what there is of them without a word.
    """
    if picture.image is None:
        return False
    try:
        filters = pikepdf.PdfImage(picture.image).filters
        if filters == _JPEG:
            content = picture.image.read_raw_bytes()
            return bool(content.rfind(_END_OF_JPEG) < content.rfind(_START_OF_SCAN))
        if not set(filters) <= _PACKING or _is_swollen(picture.image, filters):
            return False
        unpacked = picture.image.read_bytes(pikepdf.StreamDecodeLevel.specialized)
        return len(unpacked) < _unpacked(picture.image)
    except pikepdf.PdfError:
        return True
    except (ValueError, TypeError, NotImplementedError, AttributeError, RuntimeError):
        return False


def stated_colour(picture: Placed) -> str:
    """How the picture was scanned as far as it says: the value of `ocr.values.ColourMode`."""
    if picture.image is None:
        return "colour"
    if _is_stencil(picture.image):
        return "black_and_white"
    try:
        return _MODES.get(pikepdf.PdfImage(picture.image).mode, "colour")
    except Exception:  # noqa: BLE001 - unknown colour spaces raise NotImplementedError, ValueError and others
        return "colour"


def _is_swollen(image: Any, filters: list[str]) -> bool:  # noqa: ANN401 - a pikepdf stream
    """Whether it may unpack to far more than its pixels: PDFium unpacks no more of it than they take."""
    packings = sum(name in _PACKING for name in filters)
    return packings > 1 or (
        packings == len(filters) and int(image.get("/Length", 0)) > 2 * _unpacked(image) + _SLACK
    )


def _unpacked(image: Any) -> int:  # noqa: ANN401 - a pikepdf stream
    """The bytes that its pixels take at least."""
    width, height = pixels_of(image)
    bits = 1 if _is_stencil(image) else int(image.get("/BitsPerComponent", _BYTE))
    components = len(mode) if (mode := _mode_of(image)) else 1
    return width * components * bits * height // _BYTE  # some programs do not fill up the rows


def _jpeg(picture: Placed) -> Image.Image | None:
    """Straight from its bytes: pikepdf would decode it whole."""
    image = Image.open(io.BytesIO(picture.image.read_raw_bytes()), formats=["JPEG"])
    inverted = _is_inverted(picture.image, len(image.getbands()))
    if image.size != picture.pixels or image.mode != _mode_of(picture.image) or inverted is None:
        return None
    if picture.dpi:
        decode_smaller(image, READING_DPI / picture.dpi)
    image.load()
    return ImageOps.invert(image) if inverted else image


def _other(decoding: Any, picture: Placed) -> Image.Image | None:  # noqa: ANN401 - pikepdf.PdfImage
    """By pikepdf, which applies /Decode itself, but to JPEG 2000 and to palettes."""
    if "/Decode" in picture.image and (decoding.indexed or "/JPXDecode" in decoding.filters):
        return None
    image: Image.Image = _flate(decoding, picture) or decoding.as_pil_image()
    if image.mode not in {"1", "L", "P", "RGB"} or image.size != picture.pixels:
        return None
    return image


def _flate(decoding: Any, picture: Placed) -> Image.Image | None:  # noqa: ANN401 - pikepdf.PdfImage
    """The common case at once: pikepdf would unpack the pixels twice."""
    mode = _mode_of(picture.image)
    bits = int(picture.image.get("/BitsPerComponent", 0))
    if mode is None or bits != _BYTE or decoding.filters != _FLATE or "/Decode" in picture.image:
        return None
    return Image.frombytes(mode, picture.pixels, picture.image.read_bytes())


def _mode_of(image: Any) -> str | None:  # noqa: ANN401 - a pikepdf stream
    """The Pillow mode of a plain colour space, None for any other."""
    space = image.get("/ColorSpace")
    if isinstance(space, pikepdf.Array) and len(space) > 1 and space[0] == "/ICCBased":
        return _OF_COMPONENTS.get(int(space[1].get("/N", 0)))
    name = space[0] if isinstance(space, pikepdf.Array) and len(space) else space
    return _COLOURS.get(str(name))


def _is_inverted(image: Any, bands: int) -> bool | None:  # noqa: ANN401
    """Whether /Decode turns the shades round; None where it does anything else."""
    if "/Decode" not in image:
        return False
    ranges = [float(value) for value in image.get("/Decode")]
    if ranges == [0.0, 1.0] * bands:
        return False
    return True if ranges == [1.0, 0.0] * bands else None


def _is_stencil(image: Any) -> bool:  # noqa: ANN401
    return bool(image.get("/ImageMask", False))
