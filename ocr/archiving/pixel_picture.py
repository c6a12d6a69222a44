"""Decoded pixels go into a PDF without loss: two shades as fax, inks as Flate, the rest like PNG."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr.archiving.picture import Picture
from ocr.archiving.png_picture import png_picture
from ocr.archiving.tiff_picture import ROWS_PER_STRIP, fax_picture
from ocr.reading.scans import as_grey, flattened

_KEPT = frozenset({"1", "L", "P", "RGB", "CMYK"})


def pixel_picture(image: Image.Image) -> Picture:
    """The visible pixels, in 8 bits: what is transparent shows white paper.

    Raises:
        FileRefused: `corrupt`.
    """
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, IndexError, struct.error):
        raise FileRefused("The image is damaged.", reason=Reason.CORRUPT) from None
    profile = image.info.get("icc_profile")
    shown = as_grey(image) if image.mode.startswith(("I", "F")) else flattened(image)
    if shown.mode not in _KEPT:
        shown = shown.convert("RGB")
    if shown.mode == "CMYK":
        return Picture(zlib.compress(shown.tobytes()), "FlateDecode", shown.size, 8, 4, profile=profile)
    picture = _as_fax(shown) if shown.mode == "1" else _as_png(shown, profile)
    if picture is None:
        raise ValueError(f"Pillow wrote what cannot be read: {shown.mode} {shown.size}")
    return picture


def _as_fax(image: Image.Image) -> Picture | None:
    content = io.BytesIO()
    image.save(content, "TIFF", compression="group4", tiffinfo={ROWS_PER_STRIP: image.height})
    with Image.open(content, formats=["TIFF"]) as written:
        return fax_picture(content.getvalue(), written)


def _as_png(image: Image.Image, profile: bytes | None) -> Picture | None:
    content = io.BytesIO()
    image.info.pop("transparency", None)
    image.save(content, "PNG", icc_profile=None)
    return png_picture(content.getvalue(), profile)
