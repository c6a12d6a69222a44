"""The package of an XLSX (ECMA-376 part 2): refused before any of its parts is read, where none may be."""

from __future__ import annotations

import zlib
from typing import BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from dossiers.errors import RegisterRefused

_MAX_UNPACKED = 1 << 31
_MAX_RATIO = 250  # honest sheets pack at about 10:1; deflate ends at 1032:1
_RATIO_COUNTS_FROM = 1 << 24
_MOST_PARTS = 10_000
_PIECE = 1 << 12
_PROLOGUE = 1 << 16  # what may stand before the first element
_XML = (".xml", ".rels", ".vml")
_BINARY_BOOK = "xl/workbook.bin"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
# What zipfile and what lies below it raise on archives that are damaged or hostile.
BROKEN_ARCHIVE = (
    *(BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(LookupError, ValueError, TypeError, AttributeError, OverflowError),
)


def refuse_unreadable(file: str, content: BinaryIO) -> None:
    """Looks at the archive before anything is unpacked as a whole.

    Raises:
        RegisterRefused: it is no archive, unpacks to too much, is another format, or declares entities.
    """
    try:
        with ZipFile(content) as archive:
            _refuse_bomb(file, archive, content)
            _refuse_other_formats(file, archive)
            for name in archive.namelist():
                if name.lower().endswith(_XML):
                    _refuse_declarations(file, archive, name)
    except BROKEN_ARCHIVE:
        raise broken(file) from None
    content.seek(0)


def broken(file: str) -> RegisterRefused:
    """What is said of an XLSX that cannot be read."""
    return RegisterRefused(f"The register file {file} is no XLSX that can be read: it is broken.")


def _refuse_bomb(file: str, archive: ZipFile, content: BinaryIO) -> None:
    """Zipfile reads no member beyond the size it declares, so the declared sizes bound what is unpacked."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    size = content.seek(0, 2)
    absurd = unpacked > _RATIO_COUNTS_FROM and unpacked > _MAX_RATIO * size
    if absurd or unpacked > _MAX_UNPACKED:
        raise RegisterRefused(
            f"The register file {file} unpacks to {unpacked >> 20} MiB, more than a register holds.",
            "Save it as CSV (UTF-8), or remove the empty formatted rows of the sheet.",
        )
    if len(parts) > _MOST_PARTS:
        raise RegisterRefused(f"The register file {file} has {len(parts)} parts, more than any workbook.")


def _refuse_other_formats(file: str, archive: ZipFile) -> None:
    names = frozenset(archive.namelist())
    if _BINARY_BOOK in names:
        raise RegisterRefused(
            f"The register file {file} is a binary workbook (.xlsb).", "Save it as XLSX, or as CSV (UTF-8)."
        )
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            is_open_document = part.read(len(_OPEN_DOCUMENT)) == _OPEN_DOCUMENT
        if is_open_document:
            raise RegisterRefused(
                f"The register file {file} is an OpenDocument file.", "Save it as XLSX, or as CSV (UTF-8)."
            )


class _Declared(Exception):
    """The part has a document type declaration."""


class _Begun(Exception):
    """The first element is there: no declaration can follow."""


def _refuse_declarations(file: str, archive: ZipFile, name: str) -> None:
    """A document type declares entities: bombs, foreign files. A workbook has none (ECMA-376-2, 8.1.4)."""

    def declared(*_: object) -> None:
        raise _Declared

    def begun(*_: object) -> None:
        raise _Begun

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = begun
    with archive.open(name) as part:
        read = 0
        try:
            while read < _PROLOGUE and (piece := part.read(_PIECE)):
                read += len(piece)
                parser.Parse(piece, False)  # noqa: FBT003 - it takes no keyword
        except _Begun:
            return
        except _Declared:
            raise RegisterRefused(
                f"The register file {file} declares XML entities, as no spreadsheet program does.",
                "Save it anew as XLSX in a spreadsheet program.",
            ) from None
        except expat.ExpatError:  # another parser might read on, and find a declaration
            raise broken(file) from None
    if read >= _PROLOGUE:
        raise broken(file)
