"""Register files: broken, in old encodings, meant to harm; each made anew, all names invented."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

TEXT = "unit_code,name,parent_code\nH1,Xã Trường Thuỷ,\nH2,Xã Đồng Hới,H1\n"
HEADER = ["unit_code", "name", "parent_code"]
SHEET = "xl/worksheets/sheet1.xml"
_STRINGS = "xl/sharedStrings.xml"
_TCVN3 = dict(
    zip(
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedf"
            "e1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
        ),
        strict=True,
    )
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


class Outcome(NamedTuple):
    """What becomes of a file: its rows, what of it is rejected, or why nothing of it goes in."""

    rows: int = 0
    rejected: tuple[tuple[int, str, str], ...] = ()
    refused: str = ""


def tcvn3(text: str) -> bytes:
    """As in the ABC fonts."""
    return bytes(_TCVN3.get(char, ord(char) if char.isascii() else 0) for char in text)


def cp1258(text: str) -> bytes:
    """As Windows writes Vietnamese: the tone is a character behind the letter."""
    written = b""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(part for part in parts if part in _TONES)
        letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        written += letter.encode("cp1258") + tone.encode("cp1258")
    return written


def workbook(*rows: list[object]) -> bytes:
    """A sheet with the rows; a cell that begins with `=` is a formula without a value."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate([HEADER, *rows]):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith("="):
                sheet.write_formula(number, place, cell, None, "")
            else:
                sheet.write(number, place, cell)
    book.close()
    return changed(target.getvalue(), SHEET, b' t="str"><f>', b"><f>")


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with one of its parts changed."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, data.replace(old, new) if name == part else data)
    return target.getvalue()


def with_part(content: bytes, part: str, data: bytes) -> bytes:
    """A workbook with a part added, or put in place of another."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in source.namelist():
            if name != part:
                archive.writestr(name, source.read(name))
        archive.writestr(part, data)
    return target.getvalue()


def archive(**parts: bytes) -> bytes:
    """An archive of parts."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as written:
        for name, data in parts.items():
            written.writestr(name, data)
    return target.getvalue()


def sheet_of(rows: str, *, before: str = "") -> bytes:
    """A workbook whose sheet holds these rows as XML, below the header."""
    header = "".join(
        f'<c r="{"ABC"[n]}1" t="inlineStr"><is><t>{name}</t></is></c>' for n, name in enumerate(HEADER)
    )
    xml = (
        f"<?xml version='1.0'?>{before}<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
        f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{header}</row>{rows}</sheetData></worksheet>'
    )
    return with_part(workbook(), SHEET, xml.encode())


def row(number: int, *cells: tuple[str, str]) -> str:
    """A row of inline texts, each with its column."""
    written = "".join(f'<c r="{at}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in cells)
    return f'<row r="{number}">{written}</row>'


def empty_rows(count: int) -> bytes:
    """A good row, then rows that are there and hold nothing, to the end of the sheet."""
    return sheet_of(row(2, ("A", "H1")) + "".join(f'<row r="{n}"/>' for n in range(3, count + 3)))


def _declared(size: int) -> bytes:
    """A sheet that is zeros, packed a thousand to one."""
    return with_part(workbook(), SHEET, bytes(size))


def _ole(name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + name.encode("utf-16-le") + bytes(512)


def _wide(count: int) -> bytes:
    return sheet_of("".join(row(n, ("A", f"H{n}"), ("XFD", "x")) for n in range(2, count + 2)))


_LONG = "x" * 40_000
_HUGE = "ab\n" * ((10 << 20) // 3)
_GOOD = row(2, ("A", "H1"))
_NEST = "<a>" * 50_000 + "</a>" * 50_000
_UNICODE = "not in Unicode"

FILES: Mapping[str, tuple[Callable[[], bytes], Outcome]] = {
    # encodings
    "utf-16 with mark": (lambda: TEXT.encode("utf-16"), Outcome(2)),
    "utf-16 le": (lambda: TEXT.encode("utf-16-le"), Outcome(refused="UTF-16 (little endian) without")),
    "utf-16 be": (lambda: TEXT.encode("utf-16-be"), Outcome(refused="UTF-16 (big endian) without")),
    "utf-32": (lambda: TEXT.encode("utf-32"), Outcome(refused="UTF-32")),
    "windows-1258": (lambda: cp1258(TEXT), Outcome(refused="Windows-1258")),
    "tcvn3": (lambda: tcvn3(TEXT), Outcome(refused="TCVN3 (ABC)")),
    "vni": (lambda: "unit_code,name\nH1,Xaõ Tröôøng Thuyû\n".encode("cp1252"), Outcome(refused="VNI")),
    "latin-1": (
        lambda: "unit_code,name\nH1,Müller Größe\n".encode("cp1252"),
        Outcome(refused="not encoded in"),
    ),
    "tcvn3 headers in utf-8": (
        lambda: tcvn3("mã đơn vị,tên đơn vị\nH1,xã\n").decode("cp1252").encode(),
        Outcome(refused="written in TCVN3 (ABC)"),
    ),
    "tcvn3 cell in utf-8": (
        lambda: TEXT.replace("Xã Đồng Hới", tcvn3("xã Đồng Hới").decode("cp1252")).encode(),
        Outcome(1, ((3, "name", "TCVN3 (ABC)"),)),
    ),
    "utf-8 twice": (
        lambda: TEXT.replace("Xã Đồng Hới", "Xã Hồng".encode().decode("cp1252")).encode(),
        Outcome(1, ((3, "name", "UTF-8 taken for"),)),
    ),
    "lost letters": (
        lambda: TEXT.replace("Đ", "\ufffd").encode(),
        Outcome(1, ((3, "name", "letters are lost"),)),
    ),
    # CSV
    "zero bytes": (lambda: TEXT.replace("Xã", "X\0").encode(), Outcome(refused="zero bytes")),
    "zeros in utf-16": (lambda: TEXT.replace("Xã", "X\0").encode("utf-16"), Outcome(refused="zero bytes")),
    "control character": (
        lambda: TEXT.replace("Hới", "H\x07i").encode(),
        Outcome(1, ((3, "name", "control"),)),
    ),
    "mixed line ends": ((TEXT.replace("\n", "\r\n", 1) + "H3,c,\rH4,d,\n\r\n").encode, Outcome(4)),
    "semicolons": (lambda: TEXT.replace(",", ";").encode(), Outcome(2)),
    "tabs and commas": (lambda: TEXT.replace(",", "\t").replace("Hới", "Hới, B").encode(), Outcome(2)),
    "quote left open": (
        (TEXT + 'H3,"c,\nH4,d,\n').encode,
        Outcome(refused="from row 4 on: a quote stays"),
    ),
    "quotes do not match": (
        (TEXT + 'H3,"c"d,\nH4,d,\n').encode,
        Outcome(3, ((4, "", "quotation"),)),
    ),
    "ragged": (
        (TEXT + "H3\nH4,d,H1,,,\n,e\nH5,f,H1,x\n").encode,
        Outcome(4, ((6, "unit_code", "empty"), (7, "", "more cells"))),
    ),
    "formula is text": ((TEXT + "H3,=1+1,\n").encode, Outcome(3)),
    "cell of 40 KB": ((TEXT + f"H3,{_LONG},\n").encode, Outcome(2, ((4, "name", "32767"),))),
    "cell of 40 KB that nobody reads": (
        (TEXT.replace("parent_code", "note") + f'H3,c,"{_LONG}"\n').encode,
        Outcome(3),
    ),
    "cell of 10 MB": (
        (TEXT + f'H3,"{_HUGE}",\nH4,d,\n').encode,
        Outcome(3, ((4, "name", "32767"),)),
    ),
    "line that does not end": (lambda: TEXT.encode() + b"x," * (9 << 20), Outcome(refused="Line 4 of")),
    "row of 20,000 cells": (
        (TEXT + "x," * 20_000).encode,
        Outcome(2, ((4, "", "longer than any"),)),
    ),
    "nothing": (bytes, Outcome(refused="is empty")),
    "a mark alone": (lambda: b"\xef\xbb\xbf\n", Outcome(refused="is empty")),
    # other formats
    "web page": (lambda: b"\n<HTML><table><tr><td>x", Outcome(refused="web page")),
    "spreadsheet 2003": (lambda: b'<?xml version="1.0"?><Workbook/>', Outcome(refused="web page or XML")),
    "pdf": (lambda: b"%PDF-1.7\n", Outcome(refused="PDF")),
    "xls": (lambda: _ole("Workbook"), Outcome(refused="old .xls")),
    "locked": (lambda: _ole("EncryptedPackage"), Outcome(refused="protected by a password")),
    "xlsb": (lambda: archive(**{"xl/workbook.bin": b"x"}), Outcome(refused=".xlsb")),
    "ods": (
        lambda: archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        Outcome(refused="OpenDocument"),
    ),
    "letter": (lambda: archive(**{"word/document.xml": b"<x/>"}), Outcome(refused="no XLSX")),
    # XLSX
    "macros": (lambda: with_part(workbook(["H1"]), "xl/vbaProject.bin", b"x"), Outcome(1)),
    "formula with a value": (
        lambda: sheet_of('<row r="2"><c r="A2" t="str"><f>B9</f><v>H1</v></c></row>'),
        Outcome(1),
    ),
    "formula whose value is empty": (
        lambda: sheet_of(
            '<row r="2"><c r="A2" t="str"><v>H1</v></c><c r="B2" t="str"><f>IF(1,"")</f><v></v></c></row>'
        ),
        Outcome(1),
    ),
    "formulas without values": (
        lambda: workbook(["H1", "=A9"], ["=A8"], ["H3", "c", None, "=A7"]),
        Outcome(1, ((2, "name", "formula without"), (3, "unit_code", "formula without"))),
    ),
    "tcvn3 in cells": (
        lambda: workbook(["H1", tcvn3("xã Đồng Hới").decode("cp1252")], ["H2", "b"]),
        Outcome(1, ((2, "name", "TCVN3 (ABC)"),)),
    ),
    "cell of 10 MB in a sheet": (
        lambda: sheet_of(row(2, ("A", "H1"), ("B", "x" * (10 << 20))) + row(3, ("A", "H2"))),
        Outcome(1, ((2, "name", "32767"),)),
    ),
    "billion laughs": (lambda: sheet_of(row(2, ("A", "&j;")), before=_BOMB), Outcome(refused="XML entities")),
    "billion laughs among the strings": (
        lambda: with_part(workbook(["H1"]), _STRINGS, f"{_BOMB}<sst><si><t>&j;</t></si></sst>".encode()),
        Outcome(refused="XML entities"),
    ),
    "billion laughs in utf-16": (
        lambda: with_part(workbook(["H1"]), _STRINGS, f"{_BOMB}<sst/>".encode("utf-16")),
        Outcome(refused="XML entities"),
    ),
    "quadratic blow-up": (
        lambda: sheet_of(
            row(2, ("A", "&a;" * 50_000)), before=f'<!DOCTYPE x [<!ENTITY a "{"x" * 50_000}">]>'
        ),
        Outcome(refused="XML entities"),
    ),
    "external entity": (
        lambda: sheet_of(
            row(2, ("A", "&a;")), before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        ),
        Outcome(refused="XML entities"),
    ),
    "declaration behind a long comment": (
        lambda: sheet_of(_GOOD, before=f"<!--{'x' * 100_000}-->{_BOMB}"),
        Outcome(refused="no XLSX"),
    ),
    "zip bomb": (lambda: _declared(1 << 25), Outcome(refused="unpacks to 32 MiB")),
    "20,000 parts": (
        lambda: archive(**{f"x{number}": b"" for number in range(20_000)}),
        Outcome(refused="20000 parts"),
    ),
    "empty rows": (lambda: empty_rows(20_000), Outcome(1)),
    "rows to the last column": (lambda: _wide(200), Outcome(200)),
    "row beyond the last": (lambda: sheet_of(_GOOD + row(2_000_000, ("A", "H2"))), Outcome(refused="broken")),
    "column beyond the last": (lambda: sheet_of(row(2, ("XFE", "H1"))), Outcome(refused="broken")),
    "rows out of order": (lambda: sheet_of(row(3, ("A", "H1")) + _GOOD), Outcome(refused="broken")),
    "a cell twice": (lambda: sheet_of(row(2, ("A", "H1"), ("A", "H2"))), Outcome(refused="broken")),
    "number of 5000 digits": (
        lambda: sheet_of(f'<row r="2"><c r="A2"><v>{"9" * 5000}</v></c></row>'),
        Outcome(refused="broken"),
    ),
    "deep nesting": (lambda: sheet_of(_GOOD + _NEST), Outcome(1)),
    "half a workbook": (lambda: workbook(["H1"])[:3000], Outcome(refused="no XLSX")),
    "half a sheet": (
        lambda: changed(sheet_of(_GOOD), SHEET, b"</sheetData></worksheet>", b""),
        Outcome(refused="no XLSX"),
    ),
}
