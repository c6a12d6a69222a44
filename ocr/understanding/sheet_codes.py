"""What the QR codes and barcodes of a page say: whose paper it is, or the papers after it.

Two forms. Our own cover and separator sheets (`sohoa cover`) say `BIA_HO_SO|<dossier code>|<procedure code>|
<slot>`, the last two empty where there are none. Receipts and other papers that a one-stop system prints
carry dossier code, TTHC code, number of the person or organisation and name of the document (Circular
01/2023/TT-VPCP, TCVN 7322; domain/indicators.md, 1.7) in a form that each system chooses: separated by `|`,
`;` or lines, or as the query of an address. What a code says of a person is not looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote_plus

from dossiers.codes import dossier_codes_in, is_procedure_code, is_usable_dossier_code
from dossiers.text import fold
from ocr.understanding.fuzzy import begins_with
from ocr.understanding.head import Tokens, head_of, heading_tokens, lines_of
from ocr.values import PageCode, PageReading

_COVER = "BIA_HO_SO"
_BETWEEN_FIELDS = re.compile(r"[|;\r\n\t]+")
_BETWEEN_TOKENS = re.compile(r"[|;,&?=#/:\s]+")
_AN_ADDRESS = re.compile(r"[a-z][a-z+.\-]*://", re.IGNORECASE)
_A_NAME = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")

_RECEIPTS = tuple(
    heading_tokens(title)
    for title in (
        "Giấy tiếp nhận hồ sơ", "Phiếu tiếp nhận hồ sơ", "Giấy biên nhận hồ sơ", "Biên nhận hồ sơ",
    )
)  # fmt: skip
_SHEETS = (heading_tokens("Bìa hồ sơ"), heading_tokens("Tờ ngăn hồ sơ"), *_RECEIPTS)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page says by its codes.

    Attributes:
        dossier_code: the dossier that it and the pages after it belong to (mã hồ sơ).
        procedure_code: the procedure (mã TTHC), None where it is not said.
        slot: what the paper after it serves as, said by our separator sheets only.
        is_cover: it is one of our cover or separator sheets and no paper itself.
        document_name: what the page is called in its code (tên giấy tờ), None where it is not said.
        divides: the pages after it are the dossier's too: it is a cover, a receipt, or bears the bare code.
            Other papers that a system issued keep the code of the dossier in which they were issued, wherever
            they are handed in later.
    """

    dossier_code: str
    procedure_code: str | None = None
    slot: str | None = None
    is_cover: bool = False
    document_name: str | None = None
    divides: bool = True


def sheet_of(page: PageReading) -> Sheet | None:
    """What the codes of a page say; None without a dossier code, and where they name more than one dossier.

    Our own cover counts before any other code on its page.
    """
    sheets = [sheet for code in page.codes if (sheet := _sheet(code, page)) is not None]
    if not sheets or len({sheet.dossier_code for sheet in sheets}) > 1:
        return None
    return max(sheets, key=lambda sheet: (sheet.is_cover, sheet.divides, sheet.procedure_code is not None))


def dossiers_named_on(page: PageReading) -> frozenset[str]:
    """Every dossier that the codes of a page name."""
    return frozenset(code for each in page.codes for code in _dossiers(each.text))


def is_headed_as_sheet(page: PageReading) -> bool:
    """Whether a line of its head begins with the title of a cover, a separator or a receipt.

    The words alone prove nothing: `Kính gửi: Bộ phận tiếp nhận hồ sơ` stands on applications.
    """
    lines = [fold(line.text).split() for line in head_of(lines_of(page))]
    return any(_begins_as(_SHEETS, [*one, *following]) for one, following in pairwise([*lines, []]))


def cover_text(dossier_code: str, procedure_code: str, slot: str | None = None) -> str:
    """What the QR code of our cover and separator sheets says."""
    return "|".join((_COVER, dossier_code, procedure_code, slot or ""))


def _sheet(code: PageCode, page: PageReading) -> Sheet | None:
    fields = [field.strip() for field in code.text.split("|")]
    if fields[0] == _COVER:
        return _cover(fields)
    dossiers = _dossiers(code.text)
    if len(dossiers) != 1:
        return None
    dossier, name = min(dossiers), _document_name(code.text)
    divides = code.text.strip() == dossier or _names_receipt(name or "") or is_headed_as_sheet(page)
    return Sheet(dossier, _procedure(code.text), document_name=name, divides=divides)


def _cover(fields: list[str]) -> Sheet | None:
    dossier, procedure, slot = (*fields[1:4], "", "", "")[:3]
    if not is_usable_dossier_code(dossier):
        return None
    return Sheet(dossier, procedure or None, slot or None, is_cover=True)


def _names_receipt(name: str) -> bool:
    return _begins_as(_RECEIPTS, fold(name.rpartition(":")[2]).split())


def _begins_as(titles: Iterable[Tokens], words: Sequence[str]) -> bool:
    return any(begins_with(words, title) for title in titles)


def _dossiers(text: str) -> frozenset[str]:
    fields = [field.strip() for field in text.split("|")]
    if fields[0] == _COVER:
        cover = _cover(fields)
        return frozenset({cover.dossier_code}) if cover else frozenset()
    return dossier_codes_in(_plain(text))


def _procedure(text: str) -> str | None:
    return next((token for token in _BETWEEN_TOKENS.split(_plain(text)) if is_procedure_code(token)), None)


def _document_name(text: str) -> str | None:
    """The last field that reads like words: the standard's order ends with the name of the document."""
    if _AN_ADDRESS.search(text):
        return None
    names = [field.strip() for field in _BETWEEN_FIELDS.split(text) if _A_NAME.search(field)]
    return names[-1] if names else None


def _plain(text: str) -> str:
    """An address with its escapes resolved; any other text as it is."""
    return unquote_plus(text) if _AN_ADDRESS.search(text) else text
