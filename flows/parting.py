"""A batch scan is divided by its sheets: which of its pages belong to which dossier."""

from __future__ import annotations

from collections.abc import Sequence

from dossiers.codes import dossier_codes_in
from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr.understanding.sheet_codes import Sheet, dossiers_named_on, is_headed_as_sheet, sheet_of
from ocr.values import PageReading, PageSource


def pages_by_dossier(pages: Sequence[PageReading]) -> dict[str, tuple[int, ...]]:
    """The numbers of the pages of each dossier, dossiers in the order of their first sheet.

    A sheet that divides and the pages after it belong to the dossier that its code names; a dossier may come
    again. Empty pages before the first sheet go with it. After the first cover of ours only covers divide.

    Raises:
        FileRefused: `no_dossier`: no sheet, a page before the first one, one that names two dossiers, one
            that looks like a sheet of another dossier and has no code that can be read, or after a cover
            another sheet of another dossier: a cover may be missing, or the sheet be a paper handed in.
    """
    parts: dict[str, list[int]] = {}
    before: list[int] = []
    code: str | None = None
    is_covered = False
    for page in pages:
        if sheet := _divider_on(page):
            is_covered = is_covered or sheet.is_cover
            if is_covered and not sheet.is_cover and sheet.dossier_code != code:
                raise FileRefused(
                    f"Page {page.number} names another dossier than the cover before it and is no cover.",
                    reason=Reason.NO_DOSSIER,
                )
            code = sheet.dossier_code
        if code is not None and _is_unread_sheet(page, code):
            raise FileRefused(
                f"Page {page.number} looks like a sheet of another dossier, and no code on it can be read.",
                reason=Reason.NO_DOSSIER,
            )
        if code is not None:
            parts.setdefault(code, []).extend([*before, page.number])
            before = []
        elif page.source is PageSource.BLANK:
            before.append(page.number)
        else:
            raise FileRefused(_nameless(page, pages), reason=Reason.NO_DOSSIER)
    if not parts:
        raise FileRefused("No page bears a code or any text.", reason=Reason.NO_DOSSIER)
    return {code: tuple(numbers) for code, numbers in parts.items()}


def _divider_on(page: PageReading) -> Sheet | None:
    sheet = sheet_of(page)
    if sheet is None and len(dossiers_named_on(page)) > 1:
        raise FileRefused(
            f"The codes on page {page.number} name more than one dossier.", reason=Reason.NO_DOSSIER
        )
    return sheet if sheet and sheet.divides else None


def _is_unread_sheet(page: PageReading, code: str) -> bool:
    """Whether its heading is that of a sheet and no code says whose the papers after it are."""
    return sheet_of(page) is None and is_headed_as_sheet(page) and code not in dossier_codes_in(page.text)


def _nameless(page: PageReading, pages: Sequence[PageReading]) -> str:
    if any(_divider_on(other) for other in pages):
        return f"Page {page.number} comes before the first sheet with a dossier code."
    return "No page bears a QR code or barcode with a dossier code."
