"""Cover and separator sheets (bìa hồ sơ, tờ ngăn) as one PDF: what the scanner reads, and the officer too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Template
from markupsafe import Markup

from config.sections import Language
from reports.notation import Notation, plain
from reports.phrases import Phrases, Wording
from reports.templating import environment


class CoverText(Phrases):
    """Every word on the sheets, Vietnamese and English."""

    COVER = ("BÌA HỒ SƠ", "DOSSIER COVER SHEET")
    SEPARATOR = ("TỜ NGĂN HỒ SƠ", "SEPARATOR SHEET")
    COVER_HINT = (
        "Đặt tờ này lên trên các giấy tờ của hồ sơ rồi quét. Không viết, không dán lên mã.",
        "Put this sheet on top of the papers of the dossier, then scan. Do not write on the codes.",
    )
    SEPARATOR_HINT = (
        "Đặt tờ này ngay trước giấy tờ ghi dưới đây rồi quét.",
        "Put this sheet right before the paper named below, then scan.",
    )
    CODE = ("Mã hồ sơ", "Dossier code")
    PROCEDURE = ("Thủ tục", "Procedure")
    UNIT = ("Đơn vị tiếp nhận", "Receiving unit")
    RECEIVED = ("Ngày tiếp nhận", "Received on")
    PAPERS = ("Giấy tờ phải có", "Papers that are due")
    SLOT = ("Mã thành phần", "Slot")
    UNCLEAR = ("tùy trường hợp", "may be due")
    PAPERS_UNKNOWN = (
        "Danh mục giấy tờ của thủ tục này chưa có.",
        "Nobody knows the list of papers of this procedure.",
    )
    NEXT_PAPER = ("Giấy tờ sau tờ này", "The paper after this sheet")


@dataclass(frozen=True, slots=True)
class DuePaper:
    """A paper on the list of a cover; `sure` is False where its condition is undetermined."""

    slot: str
    name: str
    sure: bool


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """One sheet.

    Attributes:
        code_text: what its QR code says.
        papers: the list of a cover; None where nobody knows it.
        next_paper: of a separator sheet: the one paper that comes after it; None for a cover.
    """

    dossier_code: str
    procedure_code: str
    procedure_name: str
    unit: str
    received_on: date
    code_text: str
    papers: tuple[DuePaper, ...] | None = None
    next_paper: DuePaper | None = None


def to_pdf(sheets: Sequence[CoverSheet], language: Language) -> bytes:
    """The sheets, one A4 page each.

    Raises:
        ToolMissing: the libraries that set text (Pango) are not installed.
    """
    from reports.typesetting import pdf_of

    return pdf_of(to_html(sheets, language))


def to_html(sheets: Sequence[CoverSheet], language: Language) -> str:
    """The sheets as they are set; bytes are a function of the arguments alone."""
    return _template().render(
        sheets=sheets,
        language=language.value,
        notation=Notation(language),
        say=Wording(language).say,
        qr=_qr,
        bars=_bars,
    )


def _qr(text: str) -> Markup:
    """A QR code that survives a copier: a quarter of it may be damaged (level Q)."""
    return _symbol(text, "QRCode", ec_level="Q")


def _bars(text: str) -> Markup:
    return _symbol(text, "Code128")


def _symbol(text: str, form: str, **options: str) -> Markup:
    import zxingcpp

    drawn = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(form), **options).to_svg()
    return Markup(drawn[drawn.index("<svg") :])  # noqa: S704 - made here, of modules and bars alone


@cache
def _template() -> Template:
    made = environment(T=CoverText)
    made.filters["plain"] = plain
    return made.get_template("cover.html.j2")
