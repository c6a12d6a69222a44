"""One cell of a register file becomes a value, or a sentence that says why it cannot.

Cells arrive as a CSV (text) or a spreadsheet (text, numbers, real dates) holds them. What a cell cannot be is
a `ValueError` whose message an officer understands; it repeats at most forty characters of a code, a date or
a word.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone

from dossiers.codes import is_procedure_code, is_usable_dossier_code
from dossiers.periods import VIETNAM
from dossiers.register_encodings import garbled
from dossiers.register_unread import Unread
from dossiers.text import nfc

Cell = str | int | float | date | time | timedelta | None
"""What a table gives; where it is an `Unread`, it says why it gives nothing."""

_SHOWN = 40
_EARLIEST_YEAR = 1900  # an earlier one is a slip of the pen (0024 for 2024)
_INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"  # pasted along from web pages; str.strip leaves them
_NO_TEXT = frozenset({"Cc", "Cs"})  # control characters, halves of characters
_SPREADSHEET_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"})
_DAY = re.compile(
    r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4}))"
    r"(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:(Z)|([+-])(\d{2}):?(\d{2}))?)?",
    re.ASCII,
)


def text(cell: Cell) -> str:
    """The cell as trimmed NFC text; empty where it holds nothing.

    Raises:
        ValueError: it holds an error of the spreadsheet, letters of an old font, signs that are no text.
    """
    if cell is None:
        return ""
    if isinstance(cell, Unread):
        raise ValueError(cell.why)  # noqa: TRY004 - it is the cell that is wrong
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if not isinstance(cell, str):
        return str(cell)
    plain = nfc(cell).strip()
    if plain[:1] in _INVISIBLE or plain[-1:] in _INVISIBLE:
        plain = plain.strip(_INVISIBLE).strip()
    if plain.startswith("#") and plain in _SPREADSHEET_ERRORS:
        raise ValueError(f"The spreadsheet shows the error {plain} here: mend the formula.")
    if not plain.isprintable():
        _refuse_controls(plain)
    if encoding := garbled(plain):
        raise ValueError(f"The letters are in {encoding}, not in Unicode: convert the file to Unicode.")
    return plain


def label(cell: Cell) -> str:
    """A code or a name: text that a spreadsheet must not have taken for a number.

    Raises:
        ValueError: the cell holds a number or a date: zeros at its ends are lost.
    """
    if cell is None or isinstance(cell, str):
        return text(cell)
    raise ValueError(
        f"{shown(text(cell))} is stored as a number or a date: format the column as text and enter it anew."
    )


def dossier_code(cell: Cell) -> str:
    """A dossier code (mã hồ sơ), trimmed, never rewritten.

    Raises:
        ValueError: it cannot serve as one.
    """
    code = label(cell)
    if code and not is_usable_dossier_code(code):
        raise ValueError(
            f"{shown(code)} cannot be a dossier code: only letters, digits, dots and hyphens, at most 64."
        )
    return code


def procedure_code(code: str) -> str:
    """A procedure code (mã thủ tục).

    Raises:
        ValueError: it has another form.
    """
    if code and not is_procedure_code(code):
        raise ValueError(
            f"{shown(code)} is no procedure code such as 1.001193: "
            "format the column as text so that no digit is lost."
        )
    return code


def day(cell: Cell) -> date | None:
    """A day: ISO or dd/mm/yyyy, with or without a time, or a date cell; None where the cell is empty.

    A time with a zone becomes the day in Vietnam. Whether a day lies in the future is not asked: the
    same file must give the same answer on every day.

    Raises:
        ValueError: it is no day.
    """
    found = _date_cell(cell) if isinstance(cell, date) else _written_day(cell)
    if found is not None and found.year < _EARLIEST_YEAR:
        raise ValueError(f"{shown(text(cell))} lies before {_EARLIEST_YEAR}: check the year.")
    return found


def shown(value: str) -> str:
    """A wrong value as a message repeats it: quoted, on one line, at most forty characters."""
    line = " ".join(value.split())
    return f"'{line}'" if len(line) <= _SHOWN else f"'{line[: _SHOWN - 1]}…'"


def _refuse_controls(plain: str) -> None:
    """Line breaks and tabs are text; no database takes a zero, nobody means the others."""
    if any(unicodedata.category(char) in _NO_TEXT and char not in "\t\n\r" for char in plain):
        raise ValueError("The cell holds control characters: remove them.")


def _date_cell(cell: date) -> date:
    return cell.date() if isinstance(cell, datetime) else cell


def _written_day(cell: Cell) -> date | None:
    written = text(cell)
    if not written:
        return None
    match = _DAY.fullmatch(written)
    if match is None:
        raise ValueError(
            f"{shown(written)} is no date: write dd/mm/yyyy or yyyy-mm-dd, or format the column as a date."
        )
    try:
        return _day_of(match)
    except (ValueError, OverflowError):
        raise ValueError(f"{shown(written)} is a date or time that does not exist.") from None


def _day_of(match: re.Match[str]) -> date:
    year, month, day_, late_day, late_month, late_year, hour, minute, second, utc, sign, *offset = (
        match.groups()
    )
    found = date(int(year or late_year), int(month or late_month), int(day_ or late_day))
    if hour is None:
        return found
    clock = time(int(hour), int(minute), int(second or 0))
    if utc is None and sign is None:
        return found
    ahead = timedelta() if utc else timedelta(hours=int(offset[0]), minutes=int(offset[1]))
    zone = timezone(-ahead if sign == "-" else ahead)
    return datetime.combine(found, clock, zone).astimezone(VIETNAM).date()
