"""Files for the archive copy, one for each codec and each thing that PDF/A-1 forbids."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageCms

SIZE = (160, 120)
_ORIENTATION = 0x0112


def picture(mode: str = "RGB") -> Image.Image:
    """Shades and colours, not two rows alike."""
    shades = np.random.default_rng(7).integers(0, 256, (SIZE[1] // 4, SIZE[0] // 4, 4), dtype=np.uint8)
    image = Image.fromarray(shades, "RGBA").resize(SIZE, Image.Resampling.BICUBIC)
    if mode in {"RGBA", "LA"}:
        return image.convert(mode)
    return image.convert("RGB").convert(mode)


def image_file(path: Path, mode: str, **options: Any) -> None:
    turn = options.pop("turn", None)
    if turn:
        exif = Image.Exif()
        exif[_ORIENTATION] = turn
        options["exif"] = exif
    picture(mode).save(path, dpi=(100, 100), **options)


def deep_image(path: Path) -> None:
    shades = np.arange(SIZE[0] * SIZE[1], dtype=np.uint16).reshape(SIZE[1], SIZE[0])
    Image.fromarray(shades).save(path)


def see_through_palette(path: Path) -> None:
    """One of the colours is transparent."""
    picture("P").save(path, transparency=0)


def jbig2(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    """A generic region of 16 by 8 pixels, coded by itself, beside a stream that all pages would share.

    JBIG2 as PDF embeds it (ITU-T T.88, 7.2 and 7.4): the segment of the page, then the region in MMR, which
    is CCITT group 4: its rows are white but for the last four.
    """
    del page
    fax = io.BytesIO()
    rows = Image.new("1", (16, 8), 1)
    rows.paste(0, (4, 4, 12, 8))
    rows.save(fax, "TIFF", compression="group4", tiffinfo={278: 8})
    with Image.open(fax) as written:
        at, length = written.tag_v2[273][0], written.tag_v2[279][0]
    size = (16).to_bytes(4) + (8).to_bytes(4)
    coded = size + bytes(8) + b"\x00" + b"\x01" + fax.getvalue()[at : at + length]
    sheet = size + bytes(8) + b"\x00" + bytes(2)
    parts = ((1, 48, sheet), (2, 38, coded))
    content = b"".join(
        number.to_bytes(4) + bytes([kind, 0, 1]) + len(data).to_bytes(4) + data
        for number, kind, data in parts
    )
    shared = pdf.make_stream(
        b"\x00\x00\x00\x00\x3e\x00\x00\x00\x00\x00\x04" + bytes(4)
    )  # an extension: a comment
    image.write(content, filter=Name.JBIG2Decode, decode_parms=Dictionary(JBIG2Globals=shared))
    image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = 16, 8, 1, Name.DeviceGray


def new_profile(path: Path) -> None:
    """A version 4 profile, of sRGB."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture().save(path, quality=90, icc_profile=profile)


def other_profile(path: Path) -> None:
    """A version 4 profile of other colours: red and blue changed places would not be sRGB either."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    picture().save(path, quality=90, icc_profile=bytes(profile))


def pdf_file(path: Path, build: Callable[[pikepdf.Pdf, pikepdf.Page, pikepdf.Stream], None]) -> None:
    """A page under one JPEG, and what `build` changes of it."""
    content = io.BytesIO()
    picture().save(content, "JPEG", quality=90)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(160, 120))
        image = pdf.make_stream(content.getvalue(), Type=Name.XObject, Subtype=Name.Image)
        image.Filter, image.ColorSpace, image.BitsPerComponent = Name.DCTDecode, Name.DeviceRGB, 8
        image.Width, image.Height = SIZE
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=image))
        page.obj.Contents = pdf.make_stream(b"q 160 0 0 120 0 0 cm /Im0 Do Q")
        build(pdf, page, image)
        pdf.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def plain(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    del pdf, page, image


def jpeg_2000(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    del pdf, page
    content = io.BytesIO()
    picture().save(content, "JPEG2000")
    image.write(content.getvalue(), filter=Name.JPXDecode)


def lzw(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    """A picture of two grey pixels, 80 and 7F, as codes of nine bits: clear, 128, 127, end."""
    del pdf, page
    bits = "".join(f"{code:09b}" for code in (256, 128, 127, 257)).ljust(40, "0")
    image.write(int(bits, 2).to_bytes(5), filter=Name.LZWDecode)
    image.Width, image.Height, image.ColorSpace = 2, 1, Name.DeviceGray


def soft_mask(alpha: Image.Image, pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    del page
    mask = pdf.make_stream(alpha.tobytes(), Type=Name.XObject, Subtype=Name.Image)
    mask.ColorSpace, mask.BitsPerComponent = Name.DeviceGray, 8
    mask.Width, mask.Height = alpha.size
    image.SMask = mask


def soft_mask_on_text(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    soft_mask(picture("L"), pdf, page, image)
    page.contents_add(b"0.5 g 0 0 80 80 re f\n", prepend=True)


def transparent_state(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    del pdf, image
    page.obj.Resources.ExtGState = Dictionary(G0=Dictionary(ca=0.5))
    page.contents_add(b"/G0 gs\n", prepend=True)


def forbidden_and_unseen(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    image.Interpolate = True
    image.Alternates = Array([Dictionary(Image=image, DefaultForPrinting=True)])
    image.OC = Dictionary(Type=Name.OCG, Name="layer")
    page.obj.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    page.obj.AA = Dictionary(O=script)
    page.obj.UserUnit = 2
    page.obj.Resources.ExtGState = Dictionary(G0=Dictionary(CA=1, ca=1, BM=Name.Normal, SMask=Name("/None")))
    page.obj.Resources.XObject.Ps0 = pdf.make_stream(b"showpage", Type=Name.XObject, Subtype=Name.PS)
    page.contents_add(b"q /G0 gs /Ps0 Do Q\n")
    pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, b"attached", filename="a.txt")
    pdf.Root.OpenAction = script
    pdf.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())


def annotations(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    del image
    look = pdf.make_stream(b"1 0 0 rg 0 0 20 20 re f", Type=Name.XObject, Subtype=Name.Form)
    look.BBox = Array([0, 0, 20, 20])
    web = Dictionary(S=Name.URI, URI="https://example.org/")
    field = pdf.make_indirect(Dictionary(Subtype=Name.Widget, FT=Name.Tx, T="name", Rect=[30, 0, 50, 20]))
    field.AP = stamped = Dictionary(N=look, D=look)
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    page.obj.Annots = Array(
        [
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=web, F=0, Border=[0, 0, 0]),
            Dictionary(Subtype=Name.Stamp, Rect=[0, 0, 20, 20], F=4, AP=stamped),
            field,
            Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=[0, 0, 20, 20]),
            Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 20, 20], F=2, Contents="hidden"),
        ]
    )


def ink(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    del pdf
    content = io.BytesIO()
    picture("CMYK").save(content, "JPEG", quality=90)
    image.write(content.getvalue(), filter=Name.DCTDecode)
    image.ColorSpace, image.Decode = Name.DeviceCMYK, Array([1, 0] * 4)
    page.contents_add(b"0.1 0.2 0.3 0.4 k 0 0 10 10 re f\n")


def new_profile_in_pdf(pdf: pikepdf.Pdf, page: pikepdf.Page, image: pikepdf.Stream) -> None:
    del page
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.ColorSpace = Array([Name.ICCBased, pdf.make_stream(profile, N=3, Alternate=Name.DeviceRGB)])


def binary(image: Image.Image) -> Image.Image:
    return image.convert("L").point(lambda shade: 255 if shade > 128 else 0)


RGB_JPEG = partial(image_file, mode="RGB", quality=90)
