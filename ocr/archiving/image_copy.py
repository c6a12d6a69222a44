"""An image becomes a PDF page: JPEG bytes untouched, everything else without loss."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import img2pdf
import pikepdf
from PIL import Image, ImageOps

from ocr.geometry import turned_size
from ocr.reading.scans import flattened

_EXIF_ORIENTATION = 0x0112
_EXIF_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
_PLAIN_MODES = frozenset({"1", "L", "P", "RGB"})


def append_image(
    pdf: pikepdf.Pdf, path: Path, image: Image.Image, frame: int, reading: dict[str, Any]
) -> None:
    """Appends one frame as a page of its true size, turned upright through /Rotate."""
    image.seek(frame)
    orientation = image.getexif().get(_EXIF_ORIENTATION, 1)
    if image.format == "TIFF" or orientation not in _EXIF_TURNS or not _is_plain(image):
        content, turn = _png(ImageOps.exif_transpose(image)), 0
    else:
        content, turn = path.read_bytes(), _EXIF_TURNS[orientation]
    rotation = (turn + reading["rotation"]) % 360
    size = turned_size((reading["width"], reading["height"]), rotation)
    with pikepdf.open(io.BytesIO(_wrapped(content, image, size))) as wrapped:
        pdf.pages.append(wrapped.pages[0])
    if rotation:
        pdf.pages[-1].obj["/Rotate"] = rotation


def _wrapped(content: bytes, image: Image.Image, size: tuple[float, float]) -> bytes:
    def layout(*unused: object) -> tuple[float, float, float, float]:
        del unused
        return (*size, *size)

    options: dict[str, Any] = {
        "layout_fun": layout,
        "nodate": True,
        "first_frame_only": True,
        "rotation": img2pdf.Rotation.none,
        "engine": img2pdf.Engine.internal,
    }
    try:
        return bytes(img2pdf.convert(content, **options))
    except (img2pdf.ImageOpenError, img2pdf.AlphaChannelError, ValueError, TypeError, NotImplementedError):
        return bytes(img2pdf.convert(_png(image), **options))


def _is_plain(image: Image.Image) -> bool:
    if image.format in {"JPEG", "MPO"}:
        return True
    return image.mode in _PLAIN_MODES and not image.has_transparency_data


def _png(image: Image.Image) -> bytes:
    """The same visible pixels as PNG, without transparency."""
    content = io.BytesIO()
    shown = flattened(image)
    (shown if shown.mode in _PLAIN_MODES else shown.convert("RGB")).save(content, "PNG")
    return content.getvalue()
