"""A register file as tables: rows of cells, out of CSV or XLSX, told apart by its content.

Runs in the reading process (`flows.register.child`): no byte of a register is parsed anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from dossiers.errors import RegisterRefused
from dossiers.register_unread import LONGEST_CELL, Unread

if TYPE_CHECKING:
    from dossiers.register_cells import Cell

HEADER_WITHIN = 20

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0"  # a file system in a file: old .xls, and the envelope of a locked XLSX
_ENVELOPE = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<?xml", b"<head", b"<style")
_PDF = b"%PDF-"
_LOOKED_AT = 1 << 16
_MOST_CELLS = 16_384  # of any spreadsheet (ECMA-376)
_MOST_CELLS_OF_ALL = 1 << 26
_MOST_CHARACTERS = 1 << 22  # of a row: no honest one comes near


class Line(NamedTuple):
    """A row of a table: its number as a spreadsheet shows it (from 1), its cells, or why it has none."""

    number: int
    cells: Sequence[Cell]
    fault: str = ""


class Table(NamedTuple):
    """A table that can be read from the top more than once; rows that hold nothing are passed over.

    Attributes:
        delimited: a delimiter parts its cells, so that a row can have too many of them.
    """

    lines: Callable[[], Iterator[Line]]
    delimited: bool


def are_blank(cells: Sequence[Cell]) -> bool:
    """Whether none of the cells holds anything."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)


@contextmanager
def open_tables(file: str, content: BinaryIO) -> Iterator[list[Table]]:
    """The tables of a file: of a CSV one for each delimiter that may be meant, of an XLSX one a sheet.

    Args:
        file: its name, for messages.
        content: its bytes, seekable.

    Raises:
        RegisterRefused: neither CSV nor XLSX, broken, protected by a password, an unknown encoding.
    """
    head = content.read(_LOOKED_AT)
    content.seek(0)
    _refuse_other_formats(file, head, content)
    if head.startswith(_ZIP):
        # the libraries of XLSX take longer to load than most CSV takes to read
        from flows.register.sheets import open_sheets

        with open_sheets(file, content) as sheets:
            yield [Table(_kept(file, lines), delimited=False) for lines in sheets]
        return
    from flows.register.delimited import open_delimited

    yield [Table(_kept(file, lines), delimited=True) for lines in open_delimited(file, content)]


def _refuse_other_formats(file: str, head: bytes, content: BinaryIO) -> None:
    if head.startswith(_OLE):
        raise _refused_ole(file, content)
    if head.startswith(_PDF):
        raise RegisterRefused(f"The register file {file} is a PDF, no table.")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB_PAGE):
        raise RegisterRefused(
            f"The register file {file} is a web page or XML, whatever its name says.",
            "Open it in a spreadsheet program and save it as XLSX, or as CSV (UTF-8).",
        )


def _refused_ole(file: str, content: BinaryIO) -> RegisterRefused:
    whole = content.read()
    if _ENVELOPE in whole:
        return RegisterRefused(
            f"The register file {file} is protected by a password.", "Save it as XLSX without a password."
        )
    return RegisterRefused(
        f"The register file {file} is an old .xls file, whatever its name says.",
        "Save it as XLSX, or as CSV (UTF-8).",
    )


def _kept(file: str, lines: Callable[[], Iterator[Line]]) -> Callable[[], Iterator[Line]]:
    """The lines that hold something, each within the limits of a row, all within those of a file."""

    def kept() -> Iterator[Line]:
        cells = 0
        for line in lines():
            cells += len(line.cells)
            if cells > _MOST_CELLS_OF_ALL:  # one cell at the end of every row makes billions
                raise RegisterRefused(
                    f"The register file {file} has more cells than any register.",
                    "Remove the columns that hold nothing, or save it as CSV (UTF-8).",
                )
            if line.fault or not are_blank(line.cells):
                yield _limited(line)

    return kept


def _limited(line: Line) -> Line:
    characters = sum(len(cell) for cell in line.cells if isinstance(cell, str))
    if characters > LONGEST_CELL:
        line = line._replace(cells=[_shortened(cell) for cell in line.cells])
        characters = sum(len(cell) for cell in line.cells if isinstance(cell, str))
    if len(line.cells) > _MOST_CELLS or characters > _MOST_CHARACTERS:
        return Line(line.number, (), "The row is longer than any spreadsheet's: are line ends missing?")
    return line


def _shortened(cell: Cell) -> Cell:
    return Unread.TOO_LONG if isinstance(cell, str) and len(cell) > LONGEST_CELL else cell
