"""One-page scans by the thousand: an A4 sheet of twenty lines each, as an office's scanner saves it.

Each is another paper (its number is printed on it), so that none is a duplicate of another. The same bytes
every time; what was made once is kept in `var/bench/sheets`.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from benchmarks.figures import CHECKOUT
from samples.generate.scan import Look, scan

_FOLDER = CHECKOUT / "var" / "bench" / "sheets"
_LOOK = Look(dpi=200, skew=0.8, noise=1.2, quality=60)
_MODELS = 20  # what a scanner does to a page costs more than to read it
_SIZE = (1654, 2339)  # pixels: A4 at 200 dpi
_FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"
_HEAD = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "", "GIẤY XÁC NHẬN")
_BODY = (
    "",
    "",
    "Trực Hòa, ngày {day:02} tháng 8 năm 2025",
    "",
    "Ủy ban nhân dân xã Trực Hòa xác nhận nội dung ghi trong sổ đăng ký,",
    "trang số {page}, quyển số {book}, lập tại trụ sở Ủy ban nhân dân xã.",
    "Người đề nghị đã nộp đủ lệ phí theo biên lai số {receipt:07}, nộp tại",
    "bộ phận tiếp nhận và trả kết quả của xã trong giờ làm việc.",
    "",
    "Hồ sơ gồm có: tờ khai theo mẫu, bản sao sổ đăng ký, giấy tờ chứng minh",
    "nơi cư trú và giấy ủy quyền nếu người khác nộp thay.",
    "Giấy này được cấp để nộp vào hồ sơ giải quyết thủ tục hành chính và có",
    "giá trị trong thời hạn sáu tháng kể từ ngày ký.",
    "Ủy ban nhân dân xã đề nghị các cơ quan liên quan tạo điều kiện giải",
    "quyết theo quy định của pháp luật.",
    "",
    "Nơi nhận: như trên; lưu văn thư.",
    "TM. ỦY BAN NHÂN DÂN",
)


def sheets(count: int) -> list[Path]:
    """So many files; those that are not there yet are made, some fifteen a second on a core."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    files = [_FOLDER / f"giay-{number:05}.jpg" for number in range(1, count + 1)]
    for number, file in enumerate(files, 1):
        if not file.is_file():
            unfinished = file.with_suffix(".unfinished")
            _sheet(number).save(unfinished, "JPEG", quality=_LOOK.quality, dpi=(_LOOK.dpi, _LOOK.dpi))
            unfinished.rename(file)
    return files


def _sheet(number: int) -> Image.Image:
    """A scanned model with the number of this paper on it."""
    sheet = _model(number % _MODELS).copy()
    ImageDraw.Draw(sheet).text((190, 560), f"Số: {number}/XN-UBND", fill=(34, 34, 40), font=_font())
    return sheet


@cache
def _model(number: int) -> Image.Image:
    dice = random.Random(number)
    values = {
        "day": dice.randint(1, 28),
        "page": dice.randint(1, 200),
        "book": dice.randint(1, 30),
        "receipt": dice.randint(1, 9_999_999),
    }
    page = Image.new("L", _SIZE, 255)
    lines = "\n".join((*_HEAD, *(line.format(**values) for line in _BODY)))
    ImageDraw.Draw(page).multiline_text((190, 220), lines, fill=0, font=_font(), spacing=44)
    return scan(page.convert("RGB"), _LOOK, dice)


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONT, 40)
