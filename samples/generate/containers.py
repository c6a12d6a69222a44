"""Scanned pages become files: PDF of JPEGs, bare JPEG, PNG, multi-page TIFF, fax TIFF, locked PDF."""

from __future__ import annotations

import io

import img2pdf
import pikepdf
from PIL import Image

A4_MM = (210, 297)
OWNER = "chi-danh-cho-van-thu"  # an invented owner password of an invented restricted file
READER = "mat-khau-cua-nguoi-nop"


def jpeg(page: Image.Image, dpi: int, quality: int) -> bytes:
    """A page as JPEG with its resolution in the header."""
    out = io.BytesIO()
    page.save(out, "JPEG", quality=quality, dpi=(dpi, dpi), subsampling="4:2:0", optimize=True)
    return out.getvalue()


def png(page: Image.Image, dpi: int) -> bytes:
    """A page as PNG of 32 colours, as the small-file setting of a scanner makes it."""
    few = page.quantize(32, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", dpi=(dpi, dpi), optimize=True)
    return out.getvalue()


def tiff(pages: list[Image.Image], dpi: int, quality: int) -> bytes:
    """All pages in one TIFF, each JPEG-compressed."""
    return _tiff(pages, dpi, compression="jpeg", quality=quality)


def fax_tiff(pages: list[Image.Image], dpi: int) -> bytes:
    """All pages in one black-and-white TIFF, CCITT group 4."""
    return _tiff(pages, dpi, compression="group4")


def pdf(pages: list[Image.Image], dpi: int, quality: int) -> bytes:
    """An A4 PDF with one JPEG a page and nothing else."""
    size = (img2pdf.mm_to_pt(A4_MM[0]), img2pdf.mm_to_pt(A4_MM[1]))
    made = img2pdf.convert(
        [jpeg(page, dpi, quality) for page in pages],
        layout_fun=img2pdf.get_layout_fun(size),
        nodate=True,
        engine=img2pdf.Engine.internal,
    )
    with pikepdf.open(io.BytesIO(made)) as opened:
        out = io.BytesIO()
        opened.save(out, deterministic_id=True, min_version="1.4")
    return out.getvalue()


def locked(data: bytes, *, password: str) -> bytes:
    """A PDF that forbids changes; an empty password opens it for reading, any other one is asked for.

    RC4 and a static identifier, because they are what makes the same bytes every time; scanners of
    the kind that is meant here use no better cipher.
    """
    with pikepdf.open(io.BytesIO(data)) as opened:
        out = io.BytesIO()
        opened.save(
            out,
            static_id=True,
            min_version="1.4",
            encryption=pikepdf.Encryption(
                owner=OWNER,
                user=password,
                R=3,
                aes=False,
                metadata=False,
                allow=pikepdf.Permissions(modify_other=False, modify_annotation=False, extract=False),
            ),
        )
    return out.getvalue()


def cut(page: Image.Image, dpi: int, quality: int) -> bytes:
    """A PDF whose copying broke off inside its first picture.

    Written picture first and page tree last, as the firmware of many scanners does: so no page is
    there yet, and no repair can bring one back.
    """
    picture = jpeg(page, dpi, quality)
    head = (
        f"%PDF-1.4\n1 0 obj\n<< /Type /XObject /Subtype /Image /Width {page.width} /Height {page.height} "
        f"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length {len(picture)} >>\nstream\n"
    )
    return head.encode("ascii") + picture[: len(picture) // 2]


def _tiff(pages: list[Image.Image], dpi: int, **options: object) -> bytes:
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], dpi=(dpi, dpi), **options)
    return out.getvalue()
