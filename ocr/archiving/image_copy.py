"""An image becomes a PDF page: its own bytes where PDF/A-1 knows the codec, else its pixels without loss."""

from __future__ import annotations

import mmap
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from ocr.archiving.jpeg_picture import jpeg_picture
from ocr.archiving.picture import Picture
from ocr.archiving.pixel_picture import pixel_picture
from ocr.archiving.png_picture import png_picture
from ocr.archiving.tiff_picture import tiff_picture
from ocr.geometry import turned_size
from ocr.reading.image_pages import breaking_off
from ocr.reading.scans import TRUNCATED

REDUCED = "archive_16_bit_reduced"
_EXIF_ORIENTATION = 0x0112
# Whether the picture is mirrored, left for right, and then turned clockwise (EXIF 2.3, 4.6.4)
_ORIENTATIONS = {
    2: (True, 0),
    3: (False, 180),
    4: (True, 180),
    5: (True, 270),
    6: (False, 90),
    7: (True, 90),
    8: (False, 270),
}
_BITS_PER_SAMPLE = 258
_PNG_BITS_AT = 24
_MOST_BITS = 8


def append_image(
    pdf: pikepdf.Pdf, path: Path, image: Image.Image, frame: int, reading: dict[str, Any]
) -> tuple[str, ...]:
    """Appends one frame as a page of its true size, turned upright through /Rotate; its findings."""
    with breaking_off() if TRUNCATED in reading["findings"] else nullcontext():
        return _appended(pdf, path, image, frame, reading)


def _appended(
    pdf: pikepdf.Pdf, path: Path, image: Image.Image, frame: int, reading: dict[str, Any]
) -> tuple[str, ...]:
    image.seek(frame)
    mirrored, turn = _ORIENTATIONS.get(image.getexif().get(_EXIF_ORIENTATION, 1), (False, 0))
    is_deep = _is_deep(path, image)
    picture = None if TRUNCATED in reading["findings"] else _as_it_is(path, image)
    if picture is None:
        picture = pixel_picture(image)
        if image.format == "TIFF":  # Pillow has turned it while it decoded
            mirrored, turn = False, 0
    rotation = (turn + reading["rotation"]) % 360
    width, height = turned_size((reading["width"], reading["height"]), rotation)
    drawn, findings = picture.as_image(pdf)
    page = pdf.add_blank_page(page_size=(width, height))
    page.obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=drawn))
    matrix = (-width, 0, 0, height, width, 0) if mirrored else (width, 0, 0, height, 0, 0)
    shown = " ".join(f"{value:.2f}" for value in matrix)
    page.obj["/Contents"] = pdf.make_stream(f"q {shown} cm /Scan Do Q\n".encode())
    if rotation:
        page.obj["/Rotate"] = rotation
    return (*findings, REDUCED) if is_deep else findings


def _as_it_is(path: Path, image: Image.Image) -> Picture | None:
    with path.open("rb") as file:
        match image.format:
            case "PNG":
                return png_picture(file.read(), image.info.get("icc_profile"))
            case "TIFF":
                with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                    return tiff_picture(content, image)
            case _:
                return jpeg_picture(file.read(), image)


def _is_deep(path: Path, image: Image.Image) -> bool:
    """Whether a component has more than the 8 bits that PDF/A-1 knows."""
    if image.format == "PNG":
        with path.open("rb") as file:
            return file.read(_PNG_BITS_AT + 1)[-1] > _MOST_BITS
    bits: int = max(getattr(image, "tag_v2", {}).get(_BITS_PER_SAMPLE, (1,)))
    return bits > _MOST_BITS
