"""Pages of PDFs as programs, scanners and signing services write them, each drawn by hand."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, ImageFont

from tests.ocr.reading.papers import FONT

SIZE = (420, 298)
SCANNED = "Kính gửi Ủy ban nhân dân xã\nĐề nghị xác nhận hộ khẩu\nNgười làm đơn đã ký"
MARK = ("Signed by: An Office of the Province", "office@example.gov.vn", "07.01.2025 10:44:25 +07:00")


def scanned(dpi: int = 200, text: str = SCANNED) -> Image.Image:
    """A half sheet with three lines, as a scanner sees it."""
    image = Image.new("RGB", (round(SIZE[0] / 72 * dpi), round(SIZE[1] / 72 * dpi)), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), round(14 * dpi / 72))
    for number, line in enumerate(text.split("\n")):
        pen.text((0.6 * dpi, (0.9 + 0.4 * number) * dpi), line, fill="black", font=font)
    return image


class Sheets:
    """A PDF under construction, one page after the other."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()

    def add(
        self,
        *content: str,
        images: Sequence[pikepdf.Object] = (),
        font: pikepdf.Object | None = None,
        size: tuple[float, float] = SIZE,
        rotate: int = 0,
    ) -> pikepdf.Page:
        """Adds a page; images are called /I0, /I1 ..., the font is /F."""
        page = self.pdf.add_blank_page(page_size=size)
        page.obj["/Resources"] = Dictionary(
            Font=Dictionary(F=font or helvetica()),
            XObject=Dictionary({f"/I{number}": image for number, image in enumerate(images)}),
        )
        page.contents_add("\n".join(content).encode("latin-1"))
        if rotate:
            page.rotate(rotate, relative=False)
        return page

    def jpeg(self, image: Image.Image, **entries: object) -> pikepdf.Object:
        """A picture as scanners store it."""
        content = io.BytesIO()
        image.save(content, "JPEG", quality=85)
        space = Name.DeviceGray if image.mode == "L" else Name.DeviceRGB
        return self._image(
            content.getvalue(), image, BitsPerComponent=8, ColorSpace=space, Filter=Name.DCTDecode, **entries
        )

    def jpeg_2000(self, image: Image.Image) -> pikepdf.Object:
        """A picture in wavelets."""
        content = io.BytesIO()
        image.save(content, "JPEG2000", quality_mode="rates", quality_layers=[10])
        return self._image(content.getvalue(), image, ColorSpace=Name.DeviceRGB, Filter=Name.JPXDecode)

    def bits(self, image: Image.Image, **entries: object) -> pikepdf.Object:
        """A picture in black and white; `ImageMask` makes it a stencil."""
        if "ImageMask" not in entries:
            entries["ColorSpace"] = Name.DeviceGray
        content = zlib.compress(image.convert("1", dither=Image.Dither.NONE).tobytes())
        return self._image(content, image, BitsPerComponent=1, Filter=Name.FlateDecode, **entries)

    def _image(self, content: bytes, image: Image.Image, **entries: object) -> pikepdf.Object:
        return self.pdf.make_stream(
            content,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=image.width,
            Height=image.height,
            **entries,
        )

    def annotate(
        self, page: pikepdf.Page, lines: Sequence[str], rectangle: Sequence[float], *, signature: bool = True
    ) -> None:
        """Puts a field on the page that shows the lines."""
        left, bottom, right, top = rectangle
        shown = self.pdf.make_stream(
            "\n".join(
                written(line, 2, top - bottom - 9 - 9 * row, 8) for row, line in enumerate(lines)
            ).encode(),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, right - left, top - bottom],
            Resources=Dictionary(Font=Dictionary(F=helvetica())),
        )
        field = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig if signature else Name.Tx,
            T="field",
            Rect=list(rectangle),
            F=4,
            AP=Dictionary(N=shown),
        )
        field = self.pdf.make_indirect(field)
        page.obj["/Annots"] = Array([field])
        if "/AcroForm" not in self.pdf.Root:
            self.pdf.Root.AcroForm = Dictionary(Fields=Array([]))
        self.pdf.Root.AcroForm.Fields.append(field)

    def nameless(self) -> pikepdf.Object:
        """A font whose glyphs mean nothing but themselves: its codes stand in the private use area."""
        ranges = b"1 beginbfrange <20> <7e> <E020> endbfrange"
        spaces = b"1 begincodespacerange <00> <ff> endcodespacerange"
        font = helvetica()
        font["/ToUnicode"] = self.pdf.make_stream(b"begincmap " + spaces + b" " + ranges + b" endcmap")
        return font


def helvetica() -> pikepdf.Object:
    """A font that is in no PDF."""
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )


def written(text: str, x: float, y: float, points: float = 12, mode: int = 0) -> str:
    """Text on the page; mode 3 makes it invisible."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F {points} Tf {mode} Tr 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET"


def paragraph(*lines: str, top: float = 250, mode: int = 0) -> str:
    """Lines one below the other."""
    return "\n".join(written(line, 30, top - 18 * row, 10, mode) for row, line in enumerate(lines))


def placed(number: int, matrix: Sequence[float]) -> str:
    """Image number so and so, by the matrix."""
    return f"q {' '.join(str(value) for value in matrix)} cm /I{number} Do Q"


def whole(number: int = 0) -> str:
    """The image over the whole page."""
    return placed(number, (SIZE[0], 0, 0, SIZE[1], 0, 0))
