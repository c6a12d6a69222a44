"""A small inbox with every way a file can go, cheap to read: what crashes are tried on.

Sixteen files of tiny pages, real OCR: papers and results of dossiers, one that comes twice, one that bears
another applicant's number, one paper in two dossiers, a batch scan that sheets divide, and three that end in
quarantine. The same bytes every time.
"""

from __future__ import annotations

import csv
import io
import os
from functools import cache
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

FILES = 16
OUTCOMES = {"stored": 12, "duplicate": 1, "quarantined": 3}
_SCANNED_AT = 1_754_370_000  # seconds since the epoch
_DPI = 200
_SIZE = (780, 620)  # pixels: a leaf of 99 x 79 mm
_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
_PROCEDURE = "1.001193"
_FORM, _CERTIFICATE = "TỜ KHAI ĐĂNG KÝ KHAI SINH", "GIẤY CHỨNG SINH"
_RESULT = "GIẤY KHAI SINH"
_HERS, _HIS = "000190001234", "000185005678"
_REGISTER = {
    "procedure_code": _PROCEDURE,
    "unit_code": "H40.12",
    "level": "commune",
    "field": "Hộ tịch",
    "channel": "direct",
    "received_on": "2025-08-05",
    "status": "received",
    "facts": "-",
}


def fill(inbox: Path) -> None:
    """Puts the files into an inbox, all with one and the same time."""
    for name, content in _made().items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (_SCANNED_AT, _SCANNED_AT))


def write_register(file: Path) -> None:
    """The dossiers of the inbox; one folder of it is of a dossier that no register holds."""
    with file.open("w", encoding="utf-8", newline="") as target:
        rows = csv.DictWriter(target, ("dossier_code", *_REGISTER))
        rows.writeheader()
        rows.writerows({"dossier_code": _code(number), **_REGISTER} for number in range(1, 11))


@cache
def _made() -> dict[str, bytes]:
    """The files by their path in the inbox."""
    files: dict[str, bytes] = {}
    _papers_of_dossiers(files)
    _same_paper_in_two(files)
    _batch_scan(files)
    _refused(files)
    return files


def _papers_of_dossiers(files: dict[str, bytes]) -> None:
    _save(files, 1, "01-to-khai.png", _page(_FORM, f"Số định danh cá nhân: {_HERS}"))
    _save(files, 1, "02-to-khai-quet-lai.png", _page(_FORM, f"Số định danh cá nhân: {_HERS}"))
    _save(files, 1, "03-giay.jpg", _page(_CERTIFICATE, "Số 1"))
    _save(files, 2, "01-to-khai.png", _page(_FORM, f"Số định danh cá nhân: {_HIS}"))
    _save(files, 2, "02-nham.png", _page(_FORM, f"Số định danh cá nhân: {_HERS}", "Quyển số 2"))
    _save(files, 3, "giay.tif", _page(_CERTIFICATE, "Số 3"), _page(_FORM, "Số 3"))
    _save(files, 3, "ket-qua/khai-sinh.png", _page(_RESULT, "Số 3/2025"))
    _save(files, 4, "giay.png", _page(_CERTIFICATE, "Số 4"))
    _save(files, 5, "giay.pdf", _page(_CERTIFICATE, "Số 5"))
    _save(files, 6, "to-khai.png", _page(_FORM, "Số 6"))


def _same_paper_in_two(files: dict[str, bytes]) -> None:
    for number in (7, 8):
        _save(files, number, "giay.png", _page(_CERTIFICATE, "Số 7"))


def _batch_scan(files: dict[str, bytes]) -> None:
    sheets = [_with_code(_page("BÌA HỒ SƠ", _code(number)), number) for number in (9, 10)]
    pages = (sheets[0], sheets[1], _page(_FORM, "Số 10"))
    files["Scan_0001.pdf"] = _as_pdf(*pages)


def _refused(files: dict[str, bytes]) -> None:
    _save(files, 777, "to-khai.png", _page(_FORM, "Số 777"))
    files[f"{_code(4)}/trang.pdf"] = b""
    files[f"{_code(5)}/hong.pdf"] = b"%PDF-1.4\n" + bytes(100)


def _save(files: dict[str, bytes], number: int, name: str, *pages: Image.Image) -> None:
    content = io.BytesIO()
    kind = {"jpg": "JPEG", "tif": "TIFF", "png": "PNG", "pdf": "PDF"}[name.rpartition(".")[2]]
    if kind == "PDF":
        content.write(_as_pdf(*pages))
    elif kind == "TIFF":
        pages[0].save(content, kind, dpi=(_DPI, _DPI), save_all=True, append_images=pages[1:])
    else:
        pages[0].save(content, kind, dpi=(_DPI, _DPI))
    files[f"{_code(number)}/{name}"] = content.getvalue()


def _as_pdf(*pages: Image.Image) -> bytes:
    """By default Pillow writes the present moment into it."""
    content = io.BytesIO()
    more = pages[1:]
    pages[0].save(
        content, "PDF", save_all=True, append_images=more, resolution=_DPI, creationDate=None, modDate=None
    )
    return content.getvalue()


def _page(*lines: str) -> Image.Image:
    page = Image.new("L", _SIZE, "white")
    text = "\n".join(("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "", *lines))
    ImageDraw.Draw(page).text((40, 60), text, fill="black", font=ImageFont.truetype(_FONT, 28), spacing=18)
    return page


def _with_code(page: Image.Image, number: int) -> Image.Image:
    text = f"{_code(number)}|{_PROCEDURE}|{_HERS}|Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    made = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str("QRCode"))
    drawn = Image.fromarray(np.asarray(made.to_image(scale=4)))
    page.paste(drawn.convert("L"), (_SIZE[0] - drawn.width - 40, _SIZE[1] - drawn.height - 40))
    return page


def _code(number: int) -> str:
    return f"H40.12-250805-{number:04}"
