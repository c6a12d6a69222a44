"""PDFs that somebody made to hurt: loops, nests, bombs, lies; and lawful ones that only look like it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pikepdf

from tests.hostile.images import jpeg, jpeg_header, png
from tests.hostile.raw_pdf import (
    FONT,
    SHOWS_TEXT,
    Objects,
    bomb,
    flate,
    one_page,
    page,
    pdf,
    repeated,
    stream,
)

_DRAWS_X = b"q 595 0 0 842 0 0 cm /X Do Q"
_WITH_X = b"/Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >>"


def _drawing(x: bytes, **more: bytes) -> Objects:
    """A page that draws object 6."""
    return one_page(o3=page(_WITH_X), o4=stream(_DRAWS_X), o6=x, **more)


def _image(entries: bytes, content: bytes) -> bytes:
    return stream(content, b"/Type /XObject /Subtype /Image " + entries)


def _form(content: bytes, entries: bytes = b"") -> bytes:
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + entries)


def _grey(width: int, height: int) -> bytes:
    return b"/Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray " % (width, height)


def scanned() -> bytes:
    """A scan as scanners write it: one JPEG over the page."""
    return pdf(
        _drawing(
            _image(
                b"/Width 827 /Height 1169 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /DCTDecode",
                jpeg(),
            )
        )
    )


def three_pages() -> bytes:
    """Three pages of text, each with its own content."""
    numbers = (3, 6, 8)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = one_page(o2=b"<< /Type /Pages /Kids [%s] /Count 3 >>" % kids)
    for number in numbers[1:]:
        objects[number] = page(contents=b"%d 0 R" % (number + 1))
        objects[number + 1] = stream(SHOWS_TEXT)
    return pdf(objects)


def page_of_35_000_pixels() -> bytes:
    return pdf(_drawing(_image(_grey(35_000, 35_000) + b"/Filter /FlateDecode", bomb(2))))


def jbig2_declared_huge() -> bytes:
    return pdf(
        _drawing(
            _image(
                b"/Width 60000 /Height 60000 /BitsPerComponent 1 /ColorSpace /DeviceGray "
                b"/Filter /JBIG2Decode",
                b"\0" * 30,
            )
        )
    )


def jbig2_page_larger_than_it_says() -> bytes:
    """The segment of the page declares 60 000 pixels a side, the dictionary 100 (ITU-T T.88, 7.4.8)."""
    information = (60_000).to_bytes(4) * 2 + b"\0" * 8 + b"\0" + b"\0\0"
    segment = b"\0\0\0\0\x30\0\1" + len(information).to_bytes(4) + information
    return pdf(
        _drawing(
            _image(
                b"/Width 100 /Height 100 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /JBIG2Decode",
                segment,
            )
        )
    )


def fax_with_huge_parameters() -> bytes:
    parameters = b"/Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 1000000000 /Rows 1000000000 >>"
    return pdf(
        _drawing(
            _image(
                b"/Width 100 /Height 100 /BitsPerComponent 1 /ColorSpace /DeviceGray " + parameters,
                b"\0\1" * 20,
            )
        )
    )


def jpeg_larger_than_it_says() -> bytes:
    return pdf(_drawing(_image(_grey(100, 100) + b"/Filter /DCTDecode", jpeg_header(65_500, 65_500))))


def picture_that_unpacks_to_gigabytes() -> bytes:
    return pdf(_drawing(_image(_grey(100, 100) + b"/Filter /FlateDecode", bomb(3000))))


def picture_packed_three_times() -> bytes:
    filters = b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"
    return pdf(_drawing(_image(_grey(100, 100) + filters, bomb(3000, rounds=3))))


def content_that_unpacks_to_gigabytes() -> bytes:
    return pdf(one_page(o4=stream(bomb(5000, piece=b" "), b"/Filter /FlateDecode")))


def content_packed_twice() -> bytes:
    return pdf(one_page(o4=stream(bomb(5000, rounds=2, piece=b" "), b"/Filter [/FlateDecode /FlateDecode]")))


def thousand_filters() -> bytes:
    filters = b"/Filter [%s]" % (b"/ASCIIHexDecode " * 1000)
    return pdf(one_page(o4=stream(b"00>", filters)))


def million_objects() -> bytes:
    return pdf(one_page() | dict.fromkeys(range(6, 1000006), b"null"))


def twenty_thousand_operators() -> bytes:
    return pdf(one_page(o4=flate(SHOWS_TEXT + b"\n" + b"0 0 m 9 9 l S\n" * 20_000)))


def nested_arrays() -> bytes:
    return pdf(one_page(o6=repeated(b"[", 100_000, closing=b"]")), trailer=b"/Info 6 0 R")


def nested_arrays_on_the_page() -> bytes:
    return pdf(one_page(o4=stream(SHOWS_TEXT + repeated(b"[", 100_000, closing=b"]") + b" TJ")))


def nested_page_tree() -> bytes:
    """Two thousand nodes, each the only child of the one before."""
    deep = 2000
    objects = one_page(o2=b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>")
    for level in range(deep):
        last = level == deep - 1
        parent = 2 if level == 0 else 9 + level
        kid = 3 if last else 11 + level
        objects[10 + level] = b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (parent, kid)
    objects[3] = page(parent=9 + deep)
    return pdf(objects)


def nested_outlines() -> bytes:
    objects = one_page(o1=b"<< /Type /Catalog /Pages 2 0 R /Outlines 10 0 R >>")
    for level in range(10_000):
        objects[10 + level] = b"<< /Title (x) /First %d 0 R /Last %d 0 R /Count 1 >>" % ((11 + level,) * 2)
    return pdf(objects)


def nested_saved_states() -> bytes:
    return pdf(one_page(o4=stream(b"q " * 200_000 + SHOWS_TEXT)))


def page_tree_that_is_its_own_child() -> bytes:
    return pdf(one_page(o2=b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>"))


def page_that_is_its_own_parent() -> bytes:
    return pdf(one_page(o3=page(parent=3)))


def same_page_again_and_again() -> bytes:
    return pdf(one_page(o2=b"<< /Type /Pages /Kids [%s] /Count 3 >>" % (b"3 0 R " * 3)))


def table_that_comes_before_itself() -> bytes:
    content = pdf(one_page())
    start = content.rindex(b"xref\n0")
    return pdf(one_page(), trailer=b"/Prev %d" % start)


def content_that_is_its_own_length() -> bytes:
    return pdf(one_page(o4=stream(SHOWS_TEXT, length=b"4 0 R")))


def contents_that_contain_themselves() -> bytes:
    return pdf(one_page(o3=page(contents=b"6 0 R"), o6=b"[4 0 R 6 0 R]"))


def object_stream_that_extends_itself() -> bytes:
    packed = b"7 0 << /Length 3 >>"
    return pdf(one_page(o6=stream(packed, b"/Type /ObjStm /N 1 /First 4 /Extends 6 0 R")))


def form_that_draws_itself() -> bytes:
    return pdf(_drawing(_form(b"/X Do", b"/Resources << /XObject << /X 6 0 R >> >>")))


def forms_that_draw_each_other_ten_times_each() -> bytes:
    """Ten levels of ten: ten thousand million lines."""
    levels = 10
    objects = _drawing(_form(b"/Y Do " * 10, b"/Resources << /XObject << /Y 7 0 R >> >>"))
    for level in range(1, levels):
        last = level == levels - 1
        draws = b"0 0 m 9 9 l S" if last else b"/Y Do " * 10
        named = b"" if last else b"/Resources << /XObject << /Y %d 0 R >> >>" % (7 + level)
        objects[6 + level] = _form(draws, named)
    return pdf(objects)


def font_that_descends_from_itself() -> bytes:
    return pdf(
        one_page(
            o5=b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H "
            b"/DescendantFonts [5 0 R] >>"
        )
    )


def font_whose_program_is_a_bomb() -> bytes:
    return pdf(
        one_page(
            o5=b"<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 32 /LastChar 32 /Widths [500] "
            b"/FontDescriptor 6 0 R >>",
            o6=b"<< /Type /FontDescriptor /FontName /A /Flags 32 /FontBBox [0 0 1 1] /ItalicAngle 0 "
            b"/Ascent 1 /Descent 0 /CapHeight 1 /StemV 1 /FontFile2 7 0 R >>",
            o7=stream(bomb(3000), b"/Filter /FlateDecode"),
        )
    )


def font_whose_names_are_a_bomb() -> bytes:
    return pdf(
        one_page(
            o5=FONT[:-2] + b"/ToUnicode 6 0 R >>",
            o6=stream(bomb(1500, piece=b"<00> <ff> "), b"/Filter /FlateDecode"),
        )
    )


def pattern_of_a_thousand_million_tiles() -> bytes:
    return pdf(
        one_page(
            o3=page(b"/Resources << /Font << /F 5 0 R >> /Pattern << /P 6 0 R >> >>"),
            o4=stream(SHOWS_TEXT + b" /Pattern cs /P scn 0 0 595 842 re f"),
            o6=stream(
                b"0 0 .001 .001 re f",
                b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 "
                b"/BBox [0 0 .01 .01] /XStep .01 /YStep .01 /Resources << >>",
            ),
        )
    )


def box(values: bytes) -> Callable[[], bytes]:
    """A page with that media box."""
    return lambda: pdf(one_page(o3=page(b"/MediaBox [%s]" % values)))


def tree_that_claims_a_thousand_million_pages() -> bytes:
    return pdf(one_page(o2=b"<< /Type /Pages /Kids [3 0 R] /Count 1000000000 >>"))


def pages(count: int) -> Callable[[], bytes]:
    """So many pages that share one content."""

    def made() -> bytes:
        kids = b" ".join(b"%d 0 R" % number for number in range(10, 10 + count))
        objects = one_page(o2=b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count))
        return pdf(objects | dict.fromkeys(range(10, 10 + count), page()))

    return made


def with_script() -> bytes:
    action = b"<< /S /JavaScript /JS (while(1);) >>"
    return pdf(one_page(o1=b"<< /Type /Catalog /Pages 2 0 R /OpenAction %s >>" % action))


def with_launch() -> bytes:
    return pdf(one_page(o1=b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (cmd.exe) >> >>"))


def with_form_of_xfa() -> bytes:
    return pdf(
        one_page(
            o1=b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] /XFA 6 0 R >> >>",
            o6=stream(
                b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
            ),
        )
    )


def with_attachment() -> bytes:
    return pdf(
        one_page(
            o1=b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >> >>",
            o6=b"<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>",
            o7=stream(b"MZ", b"/Type /EmbeddedFile"),
        )
    )


def encrypted(user: str) -> Callable[[], bytes]:
    """Locked with this password for the reader; the owner's is another."""

    def made() -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf(one_page()))) as opened:
            opened.save(out, encryption=pikepdf.Encryption(user=user, owner="owner"))
        return out.getvalue()

    return made


def with_zip_behind() -> bytes:
    """A PDF and a ZIP in one."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.txt", "0123456789" * 500)
    return pdf(one_page()) + archive.getvalue()


def behind_html() -> bytes:
    """A page for a browser that holds a PDF for whoever looks for one."""
    return b"<html><script>alert(1)</script><!--\n" + pdf(one_page()) + b"-->"


def behind_jpeg() -> bytes:
    """A JPEG with a PDF in its comment and behind it: what it begins with counts."""
    inner = pdf(one_page())
    whole = jpeg()
    return whole[:2] + b"\xff\xfe" + (len(inner) + 2).to_bytes(2) + inner + whole[2:] + inner


def named_as_png() -> bytes:
    """Whole PNG first, PDF behind."""
    return png() + pdf(one_page())


def cut(content: Callable[[], bytes], percent: int) -> Callable[[], bytes]:
    """Only that much of it."""

    def made() -> bytes:
        whole = content()
        return whole[: len(whole) * percent // 100]

    return made
