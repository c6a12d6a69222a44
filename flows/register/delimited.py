"""CSV as rows: the encoding by the bytes, quotation marks strictly."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from typing import BinaryIO

from dossiers.errors import RegisterRefused
from dossiers.register_encodings import CONVERT, encoding_of
from flows.register.tables import Line

_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DELIMITERS = ",;\t"
_LONGEST_LINE = 1 << 24  # characters; a longer one is no row, and may not fill the memory
_PIECE = 1 << 20
_NOT_MATCHING = "The quotation marks of this row do not match."

_Lines = Callable[[], Iterator[Line]]


def open_delimited(file: str, content: BinaryIO) -> list[_Lines]:
    """The rows by each delimiter that may be meant: which it is, the headers tell.

    Raises:
        RegisterRefused: the file is empty, or not encoded in UTF-8 or (with byte order mark) UTF-16.
    """
    encoding = _encoding(file, content)
    return [_lines(file, content, encoding, delimiter) for delimiter in _DELIMITERS]


def _encoding(file: str, content: BinaryIO) -> str:
    head = content.read(4)
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS.items() if head.startswith(mark)), "utf-8")
    content.seek(0)
    try:
        holds_something = _refuse_zeros(file, content, encoding)
    except UnicodeError:
        raise _wrong_encoding(file, content) from None
    if not holds_something:
        raise RegisterRefused(f"The register file {file} is empty.")
    return encoding


def _refuse_zeros(file: str, content: BinaryIO, encoding: str) -> bool:
    """Decodes it once to the end, piece by piece; whether there is more in it than blanks."""
    holds_something = False
    for piece in _pieces(content, encoding):
        if "\0" in piece:
            raise _wrong_encoding(file, content, "It holds zero bytes, which no text has.")
        holds_something = holds_something or bool(piece.strip())
    return holds_something


def _pieces(content: BinaryIO, encoding: str) -> Iterator[str]:
    text = _text(content, encoding)
    try:
        while piece := text.read(_PIECE):
            yield piece
    finally:
        text.detach()


def _text(content: BinaryIO, encoding: str) -> TextIOWrapper:
    content.seek(0)
    return TextIOWrapper(content, encoding=encoding, newline="")


def _lines(file: str, content: BinaryIO, encoding: str, delimiter: str) -> _Lines:
    def lines() -> Iterator[Line]:
        text = _text(content, encoding)
        try:
            yield from _rows(file, text, delimiter)
        finally:
            text.detach()

    return lines


def _rows(file: str, text: TextIOWrapper, delimiter: str) -> Iterator[Line]:
    csv.field_size_limit(_LONGEST_LINE)
    reader = csv.reader(_physical_lines(file, text), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        lines_before = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # A quote that is never closed takes the rows below into its cell: how many, nobody can say.
            if reader.line_num - lines_before > 1:
                raise RegisterRefused(
                    f"The register file {file} cannot be read from row {number} on: a quote stays open.",
                    "Mend the quotation marks of that row, or export the register again as XLSX.",
                ) from None
            yield Line(number, (), _NOT_MATCHING)
        else:
            yield Line(number, cells)


def _physical_lines(file: str, text: TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := text.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise RegisterRefused(
                f"Line {number} of the register file {file} does not end: it is longer than any row."
            )
        yield line


def _wrong_encoding(file: str, content: BinaryIO, why: str = "") -> RegisterRefused:
    content.seek(0)
    found = encoding_of(content.read(_PIECE))
    if found is None:
        said = f"The register file {file} is not encoded in UTF-8."
        return RegisterRefused(
            f"{said} {why}".strip(),
            "Save it as CSV UTF-8 (in Excel: 'CSV UTF-8 (comma delimited)'), or as XLSX.",
        )
    return RegisterRefused(f"The register file {file} is encoded in {found}, not in UTF-8.", CONVERT)
