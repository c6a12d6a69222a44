"""A born-digital PDF becomes PDF/A-1b where its fonts allow it, else it is served as it came."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name

from ocr import triage
from ocr.archiving.archive_copy import archive
from ocr.archiving.true_type import TrueType

CHECK = Path(__file__).parents[3] / "script" / "pdfa-check"
NOT_PDF_A = "archive_not_pdf_a"
PROGRAM = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
SYMBOLIC, NOT_SYMBOLIC = 4, 32
VIETNAMESE = "Cộng hòa xã hội"
LATIN = "Decision 15"


def _descriptor(pdf: pikepdf.Pdf, name: str, flags: int, **file: pikepdf.Object) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor, FontName=Name(f"/{name}"), Flags=flags, ItalicAngle=0, StemV=80,
            Ascent=891, Descent=-216, CapHeight=662, FontBBox=Array([-200, -300, 2000, 1000]), **file,
        )
    )  # fmt: skip


def _true_type_file(pdf: pikepdf.Pdf, program: bytes) -> pikepdf.Stream:
    return pdf.make_stream(program, Length1=len(program))


def simple(
    pdf: pikepdf.Pdf,
    program: bytes,
    *,
    flags: int = NOT_SYMBOLIC,
    encoding: Name | None = Name.WinAnsiEncoding,
    wider: int = 0,
) -> tuple[pikepdf.Object, bytes]:
    """As Word writes a font whose characters are all in its code page."""
    read = TrueType(program)
    unicode = next(found for kind, found in read.maps.items() if kind in {(3, 1), (3, 0)})
    widths = [round(read.width(unicode.get(code, 0)) or 0) + wider for code in range(32, 127)]
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/BCDEEE+Serif"), FirstChar=32, LastChar=126,
        Widths=Array(widths),
        FontDescriptor=_descriptor(pdf, "BCDEEE+Serif", flags, FontFile2=_true_type_file(pdf, program)),
    )  # fmt: skip
    if encoding is not None:
        font.Encoding = encoding
    return font, LATIN.encode()


def composite(
    pdf: pikepdf.Pdf, program: bytes, *, wider: int = 0, text: str = VIETNAMESE
) -> tuple[pikepdf.Object, bytes]:
    """As Word writes Vietnamese: glyph numbers, and neither a list of them nor a map."""
    read = TrueType(program)
    glyphs = [read.maps[3, 1].get(ord(character), 0) for character in text]
    widths = [part for glyph in glyphs for part in (glyph, Array([round(read.width(glyph) or 0) + wider]))]
    rows = "".join(f"<{glyph:04x}> <{ord(char):04x}>\n" for glyph, char in zip(glyphs, text, strict=True))
    to_unicode = (
        f"1 begincodespacerange <0000> <ffff> endcodespacerange {len(glyphs)} beginbfchar\n{rows}endbfchar"
    )
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/BCDFEE+Serif"), W=Array(widths), DW=1000,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=_descriptor(pdf, "BCDFEE+Serif", 32, FontFile2=_true_type_file(pdf, program)),
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/BCDFEE+Serif"), Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(to_unicode.encode()),
    )  # fmt: skip
    return font, b"".join(glyph.to_bytes(2) for glyph in glyphs)


def _index(*parts: bytes) -> bytes:
    at, starts = 1, []
    for part in (*parts, b""):
        starts.append(at)
        at += len(part)
    return (
        len(parts).to_bytes(2) + b"\x02" + b"".join(start.to_bytes(2) for start in starts) + b"".join(parts)
    )


def _long(value: int) -> bytes:
    return b"\x1d" + value.to_bytes(4)


def compact_program() -> bytes:
    """.notdef, A (700 wide, the default) and B (600 + 50, through a subroutine), each a square."""
    square = bytes([239, 239, 21]) + bytes([239, 6, 239, 7, 39, 6, 14])  # 100 100 rmoveto, its sides, endchar
    glyphs = _index(b"\x0e", square, bytes([189, 32, 10]))
    subroutine = _index(square)
    private = _long(700) + b"\x14" + _long(600) + b"\x15" + _long(18) + b"\x13"
    head = b"\x01\x00\x04\x02" + _index(b"Square")
    charset = b"\x00" + (34).to_bytes(2) + (35).to_bytes(2)  # A and B among the standard strings

    def top(at: int) -> bytes:
        private_at = at + len(charset) + len(glyphs)
        return _index(
            _long(at)
            + b"\x0f"
            + _long(at + len(charset))
            + b"\x11"
            + _long(len(private))
            + _long(private_at)
            + b"\x12"
        )

    body_at = len(head) + len(top(0)) + 2 * len(b"\x00\x00")
    return head + top(body_at) + b"\x00\x00" * 2 + charset + glyphs + private + subroutine


def compact(pdf: pikepdf.Pdf, *, wider: int = 0) -> tuple[pikepdf.Object, bytes]:
    file = pdf.make_stream(compact_program(), Subtype=Name.Type1C)
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/ABCDEF+Square"), FirstChar=65, LastChar=66,
        Widths=Array([700, 650 + wider]), Encoding=Name.WinAnsiEncoding,
        FontDescriptor=_descriptor(pdf, "ABCDEF+Square", 32, FontFile3=file),
    ), b"ABBA"  # fmt: skip


def compact_cids(pdf: pikepdf.Pdf) -> tuple[pikepdf.Object, bytes]:
    file = pdf.make_stream(compact_program(), Subtype=Name.CIDFontType0C)
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/ABCDEF+Square"), DW=700,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0), W=Array([2, 2, 650]),
        FontDescriptor=_descriptor(pdf, "ABCDEF+Square", 32, FontFile3=file),
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Square"), Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
    ), b"\x00\x01\x00\x02"  # fmt: skip


def of_symbols(program: bytes) -> bytes:
    """The program with one map alone, said to be of symbols."""
    at = next(entry for entry in range(12, 400, 16) if program[entry : entry + 4] == b"cmap")
    start = int.from_bytes(program[at + 8 : at + 12])
    records = [program[start + 4 + 8 * n : start + 12 + 8 * n] for n in range(program[start + 3])]
    unicode = next(record for record in records if record[:4] == b"\x00\x03\x00\x01")
    return program[: start + 2] + b"\x00\x01" + b"\x00\x03\x00\x00" + unicode[4:] + program[start + 12 :]


def not_embedded(pdf: pikepdf.Pdf) -> tuple[pikepdf.Object, bytes]:
    del pdf
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), b"Hello"


def _with(build: Callable[..., Any], change: Callable[[bytes], bytes] = bytes, **options: Any) -> Any:
    return lambda pdf: build(pdf, change(PROGRAM.read_bytes()), **options)


CONFORMING: dict[str, Callable[[pikepdf.Pdf], tuple[pikepdf.Object, bytes]]] = {
    "code page": _with(simple),
    "macintosh": _with(simple, encoding=Name.MacRomanEncoding),
    "symbols": _with(simple, of_symbols, flags=SYMBOLIC, encoding=None),
    "glyph numbers": _with(composite),
    "compact": compact,
    "compact by number": compact_cids,
}
OTHERS: dict[str, Callable[[pikepdf.Pdf], tuple[pikepdf.Object, bytes]]] = {
    "too wide": _with(simple, wider=2),
    "glyph numbers too wide": _with(composite, wider=2),
    "compact too wide": partial(compact, wider=2),
    "no glyph": _with(composite, text="Cộng \N{SNOWMAN}"),
    "symbols with an encoding": _with(simple, of_symbols, flags=SYMBOLIC),
    "symbols in several maps": _with(simple, flags=SYMBOLIC, encoding=None),
    "no encoding": _with(simple, encoding=None),
    "not embedded": not_embedded,
}


def archived(
    directory: Path, build: Callable[[pikepdf.Pdf], tuple[pikepdf.Object, bytes]]
) -> tuple[Path, Path, list[str]]:
    path, target = directory / "came.pdf", directory / "copy.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 100))
        font, text = build(pdf)
        page.obj.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
        page.obj.Contents = pdf.make_stream(f"BT /F1 12 Tf 10 50 Td <{text.hex()}> Tj ET".encode())
        pdf.save(path)
    reading = {"number": 1, "source": "text_layer", "words": [], "width": 200.0, "height": 100.0}
    request = {"path": path, "media_type": triage.PDF, "target": target, "limits": {"max_pages": 1}}
    (answer,) = archive({**request, "pages": [{**reading, "rotation": 0, "skew": 0.0}]})
    return path, target, answer["findings"]


def _shown(path: Path) -> tuple[bytes, str]:
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        return page.render(scale=2).to_pil().tobytes(), page.get_textpage().get_text_range()


def test_what_office_programs_write_becomes_pdf_a(tmp_path: Path) -> None:
    copies = []
    for name, build in CONFORMING.items():
        directory = tmp_path / name
        directory.mkdir()
        path, copy, findings = archived(directory, build)
        assert findings == [], name
        assert b"pdfaid" in copy.read_bytes(), name
        assert _shown(copy) == _shown(path), name
        copies.append(copy)
    checked = subprocess.run([CHECK, *copies], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.parametrize("name", OTHERS)
def test_what_breaks_a_rule_is_served_as_it_came(tmp_path: Path, name: str) -> None:
    path, copy, findings = archived(tmp_path, OTHERS[name])
    assert findings == [NOT_PDF_A]
    assert copy.read_bytes() == path.read_bytes()


def test_the_glyphs_of_a_subset_are_listed(tmp_path: Path) -> None:
    _, copy, _ = archived(tmp_path, compact)
    with pikepdf.open(copy) as pdf:
        assert str(pdf.pages[0].resources.Font.F1.FontDescriptor.CharSet) == "/A/B"
    _, copy, _ = archived(tmp_path, compact_cids)
    with pikepdf.open(copy) as pdf:
        (descendant,) = pdf.pages[0].resources.Font.F1.DescendantFonts
        assert descendant.FontDescriptor.CIDSet.read_bytes() == b"\xe0"
