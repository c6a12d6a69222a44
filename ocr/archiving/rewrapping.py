"""Pictures of a PDF in what PDF/A-1 does not know, rewrapped without loss: JPEG 2000, transparency."""

from __future__ import annotations

import io

import pikepdf
from PIL import Image

from ocr.archiving.image_copy import REDUCED
from ocr.archiving.page_objects import filters_of
from ocr.archiving.pixel_picture import pixel_picture
from ocr.content import SHOWS_TEXT

_OPAQUE = 255
_FLAT_MODES = frozenset({"1", "L", "P", "RGB"})
_BANDS = {pikepdf.Name.DeviceGray: "L", pikepdf.Name.DeviceRGB: "RGB"}
_PAINTS = SHOWS_TEXT | {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "Do", "INLINE IMAGE"}
_UNREADABLE = (
    *(pikepdf.PdfError, OSError, ValueError, TypeError),
    *(KeyError, NotImplementedError, AttributeError, RuntimeError),
)


def rewrapped(pdf: pikepdf.Pdf, image: pikepdf.Stream, page: pikepdf.Object) -> list[str]:
    """Makes a picture one that PDF/A-1 knows where that loses nothing; what cannot be is left as it is.

    Returns:
        Findings, `archive_16_bit_reduced` for a picture of more than 8 bits.
    """
    findings: list[str] = []
    try:
        if "/JPXDecode" in filters_of(image):
            findings += _without_jpeg_2000(pdf, image)
        if "/SMask" in image:
            _without_soft_mask(pdf, image, page)
    except _UNREADABLE:
        return findings
    return findings


def _without_jpeg_2000(pdf: pikepdf.Pdf, image: pikepdf.Stream) -> list[str]:
    with Image.open(io.BytesIO(image.read_raw_bytes()), formats=["JPEG2000"]) as opened:
        if opened.size != (int(image.Width), int(image.Height)):
            return []
        opened.load()
        space = image.get("/ColorSpace")
        if space is not None and not _has_bands(space, opened.mode):
            return []
        transparent = int(image.get("/SMaskInData", 0)) != 0
        shown = opened if transparent or not opened.has_transparency_data else _without_alpha(opened)
        is_deep = shown.mode.startswith("I")
        shown.info.pop("icc_profile", None)
        if "/SMaskInData" in image:
            del image["/SMaskInData"]
        findings = pixel_picture(shown).written_to(pdf, image, space)
        return [*findings, REDUCED] if is_deep else list(findings)


def _without_alpha(opened: Image.Image) -> Image.Image:
    return opened.convert("L" if opened.mode == "LA" else "RGB")


def _has_bands(space: pikepdf.Object, mode: str) -> bool:
    """Whether the samples of the codestream are those of the colour space that the PDF names."""
    if isinstance(space, pikepdf.Array) and len(space) > 1 and space[0] == pikepdf.Name.ICCBased:
        return {1: "L", 3: "RGB"}.get(int(space[1].get("/N", 0))) == mode
    name = space[0] if isinstance(space, pikepdf.Array) and len(space) else space
    return isinstance(name, pikepdf.Name) and _BANDS.get(name) == mode


def _without_soft_mask(pdf: pikepdf.Pdf, image: pikepdf.Stream, page: pikepdf.Object) -> None:
    mask = image["/SMask"]
    if not isinstance(mask, pikepdf.Stream):
        return
    alpha = pikepdf.PdfImage(mask).as_pil_image().convert("L")
    shades = {shade for shade, count in enumerate(alpha.histogram()) if count}
    if shades == {_OPAQUE}:
        del image["/SMask"]
    elif shades <= {0, _OPAQUE}:
        image["/Mask"] = _stencil(pdf, alpha)
        del image["/SMask"]
    elif (
        alpha.size == (int(image.Width), int(image.Height))
        and "/Matte" not in mask
        and _lies_on_paper(image, page)
    ):
        _flatten(pdf, image, alpha)


def _stencil(pdf: pikepdf.Pdf, alpha: Image.Image) -> pikepdf.Stream:
    """A mask of two shades as PDF 1.3 has it: what is black shows."""
    picture = pixel_picture(alpha.point(lambda shade: _OPAQUE - shade).convert("1"))
    stencil, _ = picture.as_image(pdf)
    del stencil["/ColorSpace"]
    stencil["/ImageMask"] = True
    return stencil


def _flatten(pdf: pikepdf.Pdf, image: pikepdf.Stream, alpha: Image.Image) -> None:
    opaque = pdf.make_stream(image.read_raw_bytes(), pikepdf.Dictionary(dict(image.items())))
    del opaque["/SMask"]  # pikepdf would apply it
    shown = pikepdf.PdfImage(opaque).as_pil_image()
    if shown.mode not in _FLAT_MODES or "/Decode" in image:
        return
    mode = "L" if shown.mode in {"1", "L"} else "RGB"
    paper = Image.new(mode, shown.size, "white")
    paper.paste(shown.convert(mode), mask=alpha)
    space = image.get("/ColorSpace")
    known = space if space is not None and _has_bands(space, mode) else None
    pixel_picture(paper).written_to(pdf, image, known)
    del image["/SMask"]


def _lies_on_paper(image: pikepdf.Stream, page: pikepdf.Object) -> bool:
    """Whether it is the first thing that its page draws: then there is nothing but white under it."""
    named = page.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    for instruction in pikepdf.parse_content_stream(page):
        if str(instruction.operator) in _PAINTS:
            if str(instruction.operator) != "Do":
                return False
            drawn = named.get(str(instruction.operands[0]))
            return drawn is not None and drawn.is_indirect and drawn.objgen == image.objgen
    return False
