"""The picture of a PDF page: the scan itself where the page is nothing else, else the rendered page."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Self

import pikepdf
from PIL import Image

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr.content import Placed, Survey
from ocr.geometry import POINTS_PER_INCH, Frame
from ocr.reading.image_pages import colour_of, refuse_too_large
from ocr.reading.scans import READING_DPI, Scan

_A_SCAN = 0.8
_BESIDES = 0.02
_SOME_PAINTS = 3
MOST_OF_THE_PAGE = 0.5
_SHOWN = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
_MODES = {"1": "black_and_white", "L": "grey"}


class Renderer:
    """PDFium on one file; opened when the first page must be rendered."""

    def __init__(self, path: Path) -> None:
        """Keeps the path."""
        self._path = path
        self._document: Any = None

    def __enter__(self) -> Self:
        """Nothing is opened yet."""
        return self

    def __exit__(self, *unused: object) -> None:
        """Closes the file."""
        if self._document is not None:
            self._document.close()

    def grey(self, number: int) -> Image.Image:
        """The page as a viewer shows it, in grey at 200 dpi.

        Raises:
            FileRefused: `corrupt` where PDFium cannot show it.
        """
        import pypdfium2

        try:
            if self._document is None:
                self._document = pypdfium2.PdfDocument(self._path)
            page = self._document[number - 1]
            image: Image.Image = page.render(scale=READING_DPI / POINTS_PER_INCH, grayscale=True).to_pil()
            page.close()
        except pypdfium2.PdfiumError:
            raise FileRefused(f"Page {number} cannot be shown.", reason=Reason.CORRUPT) from None
        return image


def pulled_scan(survey: Survey, frame: Frame, *, max_pixels: int) -> Scan | None:
    """The page's own scan, None where the page shows anything else or the picture cannot be taken out.

    Raises:
        FileRefused: `too_large`, before anything is decoded.
    """
    main = survey.main_picture(frame)
    if main is None or not _is_all_there_is(main, survey, frame):
        return None
    size = _pixels(main)
    refuse_too_large(size, max_pixels)
    image = _decoded(main.image)
    if image is None or image.size != size:
        return None
    colour = colour_of(image, len(image.getbands()))
    shown = image.transpose(_SHOWN[frame.rotation]) if frame.rotation else image
    area = frame.shown(main.box)
    image_dpi = shown.width / (area[2] - area[0]) * POINTS_PER_INCH
    return Scan(shown, image_dpi, frame.size, area, picture_dpi(main), colour)


def rendered_scan(renderer: Renderer, number: int, survey: Survey, frame: Frame, *, max_pixels: int) -> Scan:
    """The page as a viewer shows it.

    Raises:
        FileRefused: `too_large`, before anything is rendered; `corrupt`.
    """
    scale = READING_DPI / POINTS_PER_INCH
    refuse_too_large((round(frame.size[0] * scale), round(frame.size[1] * scale)), max_pixels)
    for picture in survey.pictures:
        refuse_too_large(_pixels(picture), max_pixels)
    image = renderer.grey(number)
    main = survey.main_picture(frame)
    is_scan = main is not None and survey.coverage(frame) >= MOST_OF_THE_PAGE
    dpi = picture_dpi(main) if main is not None and is_scan else None
    colour = _stated_colour(main) if main is not None and is_scan else None
    return Scan(image, READING_DPI, frame.size, (0.0, 0.0, *frame.size), dpi, colour)


def picture_dpi(picture: Placed) -> int | None:
    """Pixels over placed inches, the smaller of both directions; None where the page does not say."""
    a, b, c, d, _, _ = picture.matrix
    across, down = math.hypot(a, b), math.hypot(c, d)
    width, height = _pixels(picture)
    if not (across and down and width and height):
        return None
    return round(min(width / across, height / down) * POINTS_PER_INCH)


def _is_all_there_is(main: Placed, survey: Survey, frame: Frame) -> bool:
    besides = survey.coverage(frame) - main.share_of(frame)
    return (
        survey.complete
        and main.image is not None
        and main.is_upright
        and main.share_of(frame) >= _A_SCAN
        and besides <= _BESIDES
        and survey.paints <= _SOME_PAINTS
        and not any(name in main.image for name in ("/SMask", "/Mask", "/ImageMask", "/Decode"))
    )


def _decoded(image: Any) -> Image.Image | None:  # noqa: ANN401 - a pikepdf stream
    """The picture in its own pixels; None leaves it to PDFium, as with CMYK and what pikepdf cannot."""
    try:
        decoded = pikepdf.PdfImage(image).as_pil_image()
        if decoded.mode not in {"1", "L", "P", "RGB"}:
            return None
        decoded.load()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - codecs raise what they like; PDFium has the last word
        return None
    return decoded


def _pixels(picture: Placed) -> tuple[int, int]:
    if picture.image is None:
        return 0, 0
    try:
        return int(picture.image.get("/Width", 0)), int(picture.image.get("/Height", 0))
    except (TypeError, ValueError):
        return 0, 0


def _stated_colour(picture: Placed) -> str:
    if picture.image is None:
        return "colour"
    try:
        if bool(picture.image.get("/ImageMask", False)):
            return "black_and_white"
        return _MODES.get(pikepdf.PdfImage(picture.image).mode, "colour")
    except Exception:  # noqa: BLE001 - unknown colour spaces raise NotImplementedError, ValueError and others
        return "colour"
