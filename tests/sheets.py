"""Pages with codes for tests, as a scanner would show them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

MM = 200 / 25.4
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def symbol(text: str, form: str = "QRCode", *, width: float = 15, height: float | None = None) -> Image.Image:
    """A code of so many millimetres at 200 dpi."""
    made = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(form))
    drawn = Image.fromarray(np.asarray(made.to_image(scale=8)))
    return drawn.convert("L").resize((round(width * MM), round((height or width) * MM)), Image.Resampling.BOX)


def page(text: str = "", *, size: tuple[float, float] = (148, 210)) -> Image.Image:
    """A white page at 200 dpi with a few lines of print."""
    sheet = Image.new("L", (round(size[0] * MM), round(size[1] * MM)), "white")
    if text:
        font = ImageFont.truetype(FONT, 30)
        ImageDraw.Draw(sheet).text((12 * MM, 45 * MM), text, fill="black", font=font, spacing=20)
    return sheet


def with_code(sheet: Image.Image, code: Image.Image, at: tuple[float, float] = (12, 12)) -> Image.Image:
    """The page with a code so many millimetres from its left and upper edge."""
    copy = sheet.copy()
    copy.paste(code, (round(at[0] * MM), round(at[1] * MM)))
    return copy


def batch_scan(path: Path, *pages: Image.Image) -> Path:
    """The pages as one PDF of pictures."""
    first, *rest = pages
    first.save(path, save_all=True, append_images=rest, resolution=200)
    return path
