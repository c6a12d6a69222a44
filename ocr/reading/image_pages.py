"""JPEG, PNG and TIFF files: their pages, one decoded at a time. Runs in the child."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageFile, ImageOps

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr import triage
from ocr.geometry import POINTS_PER_INCH, turned_size
from ocr.reading.scans import READING_DPI, TRUNCATED, Scan, as_grey

_FORMATS = {"image/jpeg": ("JPEG", "MPO"), "image/png": ("PNG",), "image/tiff": ("TIFF",)}
_NEW_SUBFILE_TYPE = 254
_REDUCED_COPY = 1
# A scan of paper between a card and A3: a "resolution" beyond that is a camera's 72 or a screen's 96.
_LONGEST_INCHES = 20.0
_SHORTEST_INCHES = 2.0
_PAPERS = ((11.69, 8.27), (8.27, 5.83), (3.37, 2.13))
_USUAL_DPI = (100, 150, 200, 240, 300, 400, 600)
_USUAL_WITHIN = 0.012
_SHAPE_WITHIN = 0.04
_TWO = 2
_DRAFT_FROM = 2
_EVERY = 4
_ORIENTATION = 0x0112
_DAMAGES = (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, IndexError, struct.error)


@contextmanager
def opened(path: Path, media_type: str) -> Iterator[Image.Image]:
    """The image file, nothing decoded yet.

    Raises:
        FileRefused: `corrupt`.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before anything is decoded, with its own message
    formats = _FORMATS[media_type]
    try:
        image = Image.open(path, formats=formats)
    except _DAMAGES:  # a text beside the picture that unpacks to gigabytes is passed over
        with _decoding(), breaking_off():
            image = Image.open(path, formats=formats)
    with image:
        yield image


@contextmanager
def _decoding() -> Iterator[None]:
    """Whatever Pillow's codecs raise on damaged files is `corrupt`."""
    try:
        yield
    except _DAMAGES:
        message = "The image is damaged, or packed in a way that is not known here."
        raise FileRefused(message, reason=Reason.CORRUPT) from None


def frames_of(image: Image.Image) -> list[int]:
    """The frames that are pages: all of a TIFF but its reduced copies, the first of anything else."""
    if image.format != "TIFF":
        return [0]
    frames = []
    with _decoding():
        for frame in range(getattr(image, "n_frames", 1)):
            image.seek(frame)
            if not _is_reduced_copy(image):
                frames.append(frame)
    return frames or [0]


def probe_image(
    image: Image.Image, frames: list[int], media_type: str, *, max_pages: int, max_pixels: int
) -> triage.Probe:
    """What an opened image file is; nothing is decoded.

    Raises:
        FileRefused: `too_many_pages`, `too_large`, `corrupt`.
    """
    triage.refuse_too_many(len(frames), max_pages)
    largest = 0
    for frame in frames:
        with _decoding():
            image.seek(frame)
        triage.refuse_too_large(image.size, max_pixels)
        largest = max(largest, image.width * image.height)
    return triage.Probe(media_type, len(frames), largest)


def scan_of(image: Image.Image, frame: int) -> Scan:
    """One page of the file, upright by its EXIF orientation.

    Raises:
        FileRefused: `corrupt`.
    """
    with _decoding():
        image.seek(frame)
    dpi = stated_dpi(image)
    across, down = dpi or estimated_dpi(image.size)
    inches = (image.width / across, image.height / down)
    bands = len(image.getbands())
    with _decoding():
        decode_smaller(image, READING_DPI / min(across, down))
        shown, is_on_its_side, breaks_off = _as_far_as_it_goes(image)
        colour = colour_of(shown, bands)
        width, height = turned_size(inches, 90 if is_on_its_side else 0)
    size = (width * POINTS_PER_INCH, height * POINTS_PER_INCH)
    return Scan(
        image=shown,
        image_dpi=max(shown.width / width, shown.height / height),
        size=size,
        area=(0.0, 0.0, *size),
        dpi=round(min(across, down)),
        colour=colour,
        findings=(*(() if dpi else ("no_resolution",)), *((TRUNCATED,) if breaks_off else ())),
    )


class _Decoded(NamedTuple):
    shown: Image.Image
    is_on_its_side: bool
    breaks_off: bool = False


def _as_far_as_it_goes(image: Image.Image) -> _Decoded:
    """The picture as it is shown, be it that it breaks off: what is left is looked at, and somebody asked.

    Raises:
        FileRefused: `corrupt` where nothing of it is left.
        Exception: whatever the codecs raise.
    """
    frame = image.tell()
    try:
        return _Decoded(_as_shown(image), _is_on_its_side(image))
    except _DAMAGES:
        with breaking_off(), _opened_again(image) as again:
            again.seek(frame)
            left = _Decoded(_as_shown(again), _is_on_its_side(again), breaks_off=True)
    if is_one_shade(left.shown):
        raise FileRefused("The image is damaged.", reason=Reason.CORRUPT) from None
    return left


def _opened_again(image: Image.Image) -> Image.Image:
    """A codec that has failed cannot begin again."""
    return Image.open(getattr(image, "filename"), formats=[str(image.format)])  # noqa: B009 - only files have it


@contextmanager
def breaking_off() -> Iterator[None]:
    """Pillow decodes what breaks off as far as it goes."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def is_one_shade(image: Image.Image) -> bool:
    """Whether nothing can be seen in it, as where its data break off at their beginning."""
    darkest, lightest = as_grey(image).getextrema()
    return darkest == lightest


def _as_shown(image: Image.Image) -> Image.Image:
    """Decoded and upright by its EXIF orientation; a copy where the file holds further pages."""
    if image.mode == "LAB":
        return ImageOps.exif_transpose(_from_lab(image))
    if image.getexif().get(_ORIENTATION, 1) == 1 and getattr(image, "n_frames", 1) == 1:
        image.load()
        return image
    return ImageOps.exif_transpose(image)


def _from_lab(image: Image.Image) -> Image.Image:
    from PIL import ImageCms

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    turned_into_rgb = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
    assert turned_into_rgb is not None  # noqa: S101 - None is for inPlace only
    return turned_into_rgb


def decode_smaller(image: Image.Image, share: float) -> None:
    """Has libjpeg scale while it decodes, to no less than the share: a 600 dpi scan costs a quarter."""
    if image.format == "JPEG" and share * _DRAFT_FROM <= 1:
        image.draft(None, (round(image.width * share), round(image.height * share)))


def stated_dpi(image: Image.Image) -> tuple[float, float] | None:
    """The resolution the file states, both directions; None where it states none that paper could have."""
    stated = image.info.get("dpi")
    if stated is None:
        return None
    across, down = float(stated[0]), float(stated[1])
    if across <= 1 or down <= 1:
        return None
    longer = max(image.width / across, image.height / down)
    return (across, down) if _SHORTEST_INCHES <= longer <= _LONGEST_INCHES else None


def estimated_dpi(size: tuple[int, int]) -> tuple[float, float]:
    """The resolution if the picture is a whole sheet: of the paper that gives a usual one, else of A4."""
    longer, shorter = max(size), max(1, min(size))
    for paper in _PAPERS:
        dpi = longer / paper[0]
        alike = abs(longer / shorter / (paper[0] / paper[1]) - 1) <= _SHAPE_WITHIN
        if alike and any(abs(dpi / usual - 1) <= _USUAL_WITHIN for usual in _USUAL_DPI):
            return dpi, dpi
    dpi = longer / _PAPERS[0][0]
    return dpi, dpi


def colour_of(image: Image.Image, bands: int) -> str:
    """How the page was scanned: two shades are black and white in any mode, three bands are colour.

    Every fourth pixel of every fourth row tells: grey scans and JPEG have a third shade everywhere.
    """
    if image.mode == "1":
        return "black_and_white"
    size = (max(1, image.width // _EVERY), max(1, image.height // _EVERY))
    image = image.resize(size, Image.Resampling.NEAREST)
    shades = {shade for shade, count in enumerate(as_grey(image).histogram()) if count}
    if len(shades) == _TWO or shades <= {0, 255}:
        return "black_and_white"
    return "colour" if bands >= 3 or (image.mode == "P" and not _palette_is_grey(image)) else "grey"  # noqa: PLR2004


def _palette_is_grey(image: Image.Image) -> bool:
    palette = image.getpalette("RGB") or []
    return palette[0::3] == palette[1::3] == palette[2::3]


def _is_reduced_copy(image: Image.Image) -> bool:
    tags = getattr(image, "tag_v2", {})
    return bool(int(tags.get(_NEW_SUBFILE_TYPE, 0)) & _REDUCED_COPY)


def _is_on_its_side(image: Image.Image) -> bool:
    return image.getexif().get(_ORIENTATION, 1) in {5, 6, 7, 8}
