"""Papers for the tests: Vietnamese text drawn as a scanner would see it."""

from __future__ import annotations

import io
from pathlib import Path

import img2pdf
import pikepdf
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

TEXT = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
QUYẾT ĐỊNH
Về việc phê duyệt kế hoạch số hóa hồ sơ thủ tục hành chính
Căn cứ Luật Tổ chức chính quyền địa phương;
Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 12.
Điều 1. Phê duyệt kế hoạch kèm theo Quyết định này.
Điều 2. Các cơ quan có trách nhiệm thi hành."""
A4 = (8.27, 11.69)
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")


def paper(dpi: int = 200, text: str = TEXT) -> Image.Image:
    """An A4 page in colour, 13 pt."""
    image = Image.new("RGB", (round(A4[0] * dpi), round(A4[1] * dpi)), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), round(13 * dpi / 72))
    for number, line in enumerate(text.split("\n")):
        pen.text((0.9 * dpi, (1 + 0.35 * number) * dpi), line, fill="black", font=font)
    return image


def photograph(dpi: int = 200) -> Image.Image:
    """A page with a grey gradient behind the text, so that its bytes are many shades."""
    gradient = Image.linear_gradient("L").resize(paper(dpi).size).point(lambda shade: 200 + shade // 5)
    return Image.composite(
        paper(dpi), gradient.convert("RGB"), paper(dpi).convert("L").point(lambda s: 255 - s)
    )


def jpeg(path: Path, image: Image.Image | None = None, dpi: int = 200, **options: object) -> Path:
    (image or paper(dpi)).save(path, "JPEG", quality=85, dpi=(dpi, dpi), **options)
    return path


def scan_pdf(path: Path, *images: Image.Image, dpi: int = 200, rotate: int = 0) -> Path:
    """A PDF as scanners write it: each page one JPEG."""
    contents = []
    for image in images or (paper(dpi),):
        content = io.BytesIO()
        image.save(content, "JPEG", quality=85, dpi=(dpi, dpi))
        contents.append(content.getvalue())
    with pikepdf.open(io.BytesIO(img2pdf.convert(contents))) as pdf:
        for page in pdf.pages:
            page.rotate(rotate, relative=False)
        pdf.save(path)
    return path


def text_pdf(path: Path, *lines: str, sideways: bool = False) -> Path:
    """A PDF whose text is text; sideways: drawn up the page, which /Rotate 90 turns upright."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.F1)
        places = [
            f"0 1 -1 0 {85 + 20 * row} 72 Tm" if sideways else f"1 0 0 1 72 {760 - 20 * row} Tm"
            for row in range(len(lines))
        ]
        shown = [f"BT /F1 12 Tf {place} ({line}) Tj ET" for place, line in zip(places, lines, strict=True)]
        page.contents_add("\n".join(shown).encode("latin-1"))
        if sideways:
            page.rotate(90, relative=False)
        pdf.save(path)
    return path


def likeness(read: str, written: str = TEXT) -> float:
    """The share of characters, marks and all, that came through."""
    return Levenshtein.normalized_similarity(" ".join(read.split()), " ".join(written.split()))
