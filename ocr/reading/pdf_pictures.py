"""The picture of a PDF page: the scan itself where the page is nothing else, else the rendered page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageDraw

from ocr.content import A_WHOLE_PAGE, Placed, Survey
from ocr.geometry import POINTS_PER_INCH, Box, Frame, clipped
from ocr.reading.image_pages import colour_of, is_one_shade
from ocr.reading.page_pixels import rendering_dpi
from ocr.reading.pdf_images import breaks_off, decoded, stated_colour
from ocr.reading.pdfium import Pdfium
from ocr.reading.scans import READING_DPI, TRUNCATED, Scan
from ocr.triage import refuse_too_large

_BESIDES = 0.02
# Overhanging parts (points) that a viewer does not show are cut off.
_HAIR = 2.0
MOST_OF_THE_PAGE = 0.5
# What is missing of a smaller picture is no paper.
_A_LARGE_PICTURE = 0.1
_SHOWN = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def pulled_scan(survey: Survey, frame: Frame, *, max_pixels: int) -> Scan | None:
    """The page's own scan, None where the page shows anything else or the picture cannot be taken out.

    Raises:
        FileRefused: `too_large`, before anything is decoded.
    """
    main = survey.main_picture(frame)
    if main is None or main.turn is None or not _is_all_there_is(main, survey, frame):
        return None
    refuse_too_large(main.pixels, max_pixels)
    image = decoded(main)
    if image is None:
        return None
    turn = (main.turn + frame.rotation) % 360
    shown = image.transpose(_SHOWN[turn]) if turn else image
    shown, area = _within_the_page(shown, frame.shown(main.box), frame.size)
    image_dpi = shown.width / (area[2] - area[0]) * POINTS_PER_INCH
    return Scan(shown, image_dpi, frame.size, area, main.dpi, colour_of(image, len(image.getbands())))


def rendered_scan(
    pdfium: Pdfium,
    number: int,
    survey: Survey,
    frame: Frame,
    *,
    max_pixels: int,
    annotations: bool = True,
    covered: Sequence[Box] = (),
) -> Scan:
    """The page as a viewer shows it.

    Args:
        pdfium: opened on a file.
        number: of the page in that file, from 1.
        survey: of the page.
        frame: of the page.
        max_pixels: the limit.
        annotations: with those that are no form fields.
        covered: boxes in points on the shown page that are painted white.

    Raises:
        FileRefused: `too_large`, before anything is rendered; `corrupt`.
    """
    for picture in survey.pictures:
        refuse_too_large(picture.pixels, max_pixels)
    is_scan = survey.coverage(frame) >= MOST_OF_THE_PAGE
    main = survey.main_picture(frame) if is_scan else None
    scanned = _dpi_of(survey, frame) if main is not None else None
    wanted = min(READING_DPI, scanned) if scanned and _is_picture_alone(survey) else READING_DPI
    dpi = rendering_dpi(frame.size, max_pixels=max_pixels, wanted=wanted)
    in_colour = any(stated_colour(picture) == "colour" for picture in survey.pictures)
    image = pdfium.picture(number, dpi, colour=in_colour, annotations=annotations)
    cover(image, covered, dpi)
    colour = stated_colour(main) if main is not None else None
    large = (picture for picture in survey.pictures if picture.share_of(frame) >= _A_LARGE_PICTURE)
    is_damaged = any(breaks_off(picture) for picture in large) or (
        bool(survey.pictures) and is_one_shade(image) and not pdfium.shows_all_pictures(number)
    )
    findings = (TRUNCATED,) if is_damaged else ()
    return Scan(image, dpi, frame.size, (0.0, 0.0, *frame.size), scanned, colour, findings)


def pictures_alone(
    pdfium: Pdfium,
    number: int,
    survey: Survey,
    frame: Frame,
    *,
    max_pixels: int,
    covered: Sequence[Box],
) -> Scan:
    """The rendered page with white paper where no picture lies: rules of tables are no text.

    The arguments are those of `rendered_scan`; annotations are left out.
    """
    scan = rendered_scan(
        pdfium, number, survey, frame, max_pixels=max_pixels, annotations=False, covered=covered
    )
    scale = scan.image_dpi / POINTS_PER_INCH
    paper = Image.new(scan.image.mode, scan.image.size, "white" if scan.image.mode == "RGB" else 255)
    for picture in survey.pictures:
        seen = clipped(frame.shown(picture.box), (0.0, 0.0, *frame.size))
        if seen is not None:
            left, top, right, bottom = (round(side * scale) for side in seen)
            paper.paste(scan.image.crop((left, top, right, bottom)), (left, top))
    return replace(scan, image=paper)


def cover(image: Image.Image, boxes: Sequence[Box], dpi: float) -> None:
    """Paints the boxes, points, white on the picture of the page."""
    pen, scale = ImageDraw.Draw(image), dpi / POINTS_PER_INCH
    for left, top, right, bottom in boxes:
        pen.rectangle(
            (left * scale - 1, top * scale - 1, right * scale + 1, bottom * scale + 1),
            fill="white" if image.mode == "RGB" else 255,
        )


def _is_all_there_is(main: Placed, survey: Survey, frame: Frame) -> bool:
    """Whether the picture hides what was drawn before it, and next to nothing else is drawn."""
    besides = survey.coverage(frame) - main.share_of(frame)
    return (
        survey.complete
        and not main.is_clipped
        and main.share_of(frame) >= A_WHOLE_PAGE
        and besides <= _BESIDES
        and survey.last_paint <= main.step
    )


def _is_picture_alone(survey: Survey) -> bool:
    """Whether nothing is drawn but pictures: strips or tiles of one scan, layers of a compressed one."""
    return survey.complete and not survey.visible_text and not survey.paints


def _dpi_of(survey: Survey, frame: Frame) -> int | None:
    """The resolution of a scan in several pictures: that of the sharpest of the large ones.

    Text and background of a compressed scan lie in layers, the background coarser; strips are all alike.
    """
    main = survey.main_picture(frame)
    if main is None:
        return None
    large = [picture for picture in survey.pictures if picture.share_of(frame) * 2 >= main.share_of(frame)]
    return max((picture.dpi for picture in large if picture.dpi), default=None)


def _within_the_page(image: Image.Image, area: Box, size: tuple[float, float]) -> tuple[Image.Image, Box]:
    """The part of a picture that lies on the page, and where."""
    seen = clipped(area, (0.0, 0.0, *size))
    if seen is None or max(abs(seen[side] - area[side]) for side in range(4)) <= _HAIR:
        return image, area
    across, down = image.width / (area[2] - area[0]), image.height / (area[3] - area[1])
    left, top = round((seen[0] - area[0]) * across), round((seen[1] - area[1]) * down)
    right, bottom = round((seen[2] - area[0]) * across), round((seen[3] - area[1]) * down)
    kept = (left / across + area[0], top / down + area[1], right / across + area[0], bottom / down + area[1])
    return image.crop((left, top, right, bottom)), kept
