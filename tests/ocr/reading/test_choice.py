"""Where the text of each page of a PDF is taken from, and why: one file, one kind of page after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from config.sections import OcrSettings
from ocr.reading.read_file import read_file
from ocr.values import ColourMode, PageReading, PageSource, SourceReason
from tests.ocr.reading.papers import likeness
from tests.ocr.reading.pdf_papers import (
    MARK,
    SCANNED,
    SIZE,
    Sheets,
    paragraph,
    placed,
    scanned,
    whole,
    written,
)

ENGLISH = (
    "This page was written by a program and never saw",
    "a scanner, so its text is text, and nobody has to",
    "read it with a machine or by eye from a picture.",
)
TCVN3 = (
    "Céng hoµ x· héi chñ nghÜa ViÖt Nam",
    "§éc lËp tù do h¹nh phóc",
    "QuyÕt ®Þnh cña Uû ban nh©n d©n tØnh",
)
# .VnTimeH shows the same codes as capitals; the plain letters are typed as capitals or not.
TCVN3_CAPITALS = ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "QUYÕT §ÞNH CñA Uû BAN NH¢N D¢N TØNH")
VNI = (
    "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
    "Ñoäc laäp töï do haïnh phuùc",
    "Quyeát ñònh cuûa UÛy ban nhaân daân tænh",
)
VNI_CAPITALS = ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "QUYEÁT ÑÒNH CUÛA UÛY BAN NHAÂN DAÂN TÆNH")
GERMAN = (
    "Der Schüler Jürgen Müller, wohnhaft in Köln, und die",
    "Verkäuferin Käthe Größe haben vor dem Standesbeamten",
    "in München die Ehe geschlossen am zwölften März",
)
FOREIGN = ("wrcng wcrds cf ancther prcgram", "which read the page before us")


@dataclass(frozen=True)
class Kind:
    """A kind of page: what draws it, and what must become of it."""

    name: str
    draw: Callable[[Sheets], object]
    source: PageSource
    reason: SourceReason
    text: str | None = SCANNED
    banner: bool = False
    dpi: int | None = None
    colour: ColourMode | None = None


def banner_in_content(sheets: Sheets, *more: str) -> object:
    lines = (written(line, 230, 282 - 9 * row, 8) for row, line in enumerate(MARK))
    return sheets.add(whole(), *more, *lines, images=[sheets.jpeg(scanned())])


def banner_in_field(sheets: Sheets) -> None:
    page = sheets.add(whole(), images=[sheets.jpeg(scanned())])
    sheets.annotate(page, MARK, (230, 258, 410, 296))


def field_on_scan(sheets: Sheets) -> None:
    page = sheets.add(whole(), images=[sheets.jpeg(scanned())])
    sheets.annotate(page, ["Number 4711"], (60, 80, 200, 100), signature=False)


def strips(sheets: Sheets) -> object:
    image, height = scanned(150), SIZE[1] / 4
    rows = [round(image.height * part / 4) for part in range(5)]
    pieces = [image.crop((0, top, image.width, bottom)) for top, bottom in pairwise(rows)]
    drawn = [placed(row, (SIZE[0], 0, 0, height, 0, SIZE[1] - height * (row + 1))) for row in range(4)]
    return sheets.add(*drawn, images=[sheets.jpeg(piece) for piece in pieces])


def inverted(sheets: Sheets, **entries: object) -> object:
    negative = scanned().convert("L").point(lambda shade: 255 - shade)
    return sheets.add(whole(), images=[sheets.bits(negative, Decode=[1, 0], **entries)])


def inverted_jpeg(sheets: Sheets) -> object:
    negative = scanned().convert("L").point(lambda shade: 255 - shade)
    return sheets.add(whole(), images=[sheets.jpeg(negative, Decode=[1, 0])])


def turned(sheets: Sheets, rotate: int) -> object:
    lying = scanned().rotate(90, expand=True)
    return sheets.add(
        placed(0, (SIZE[1], 0, 0, SIZE[0], 0, 0)),
        images=[sheets.jpeg(lying)],
        size=(SIZE[1], SIZE[0]),
        rotate=rotate,
    )


def turned_by_matrix(sheets: Sheets) -> object:
    lying = scanned().rotate(90, expand=True)
    return sheets.add(placed(0, (0, -SIZE[1], SIZE[0], 0, 0, SIZE[1])), images=[sheets.jpeg(lying)])


def hanging_over(sheets: Sheets) -> object:
    """The scanner's glass is larger than the sheet that the crop box shows."""
    double = Image.new("RGB", (scanned().width, scanned().height * 2), "white")
    double.paste(scanned(), (0, 0))
    double.paste(scanned(text="NOT SHOWN AT ALL"), (0, scanned().height))
    return sheets.add(placed(0, (SIZE[0], 0, 0, SIZE[1] * 2, 0, -SIZE[1])), images=[sheets.jpeg(double)])


def clipped(sheets: Sheets) -> object:
    double = Image.new("RGB", (scanned().width, scanned().height), "white")
    double.paste(scanned(text=SCANNED + "\n\nCUT OFF BY A PATH"), (0, 0))
    return sheets.add(f"0 140 {SIZE[0]} {SIZE[1] - 140} re W n", whole(), images=[sheets.jpeg(double)])


def mixed(sheets: Sheets) -> object:
    part = scanned().crop((0, round(scanned().height * 0.2), scanned().width, scanned().height))
    box = (SIZE[0], 0, 0, SIZE[1] * 0.8, 0, 0)
    return sheets.add(placed(0, box), paragraph(*ENGLISH, top=280), images=[sheets.jpeg(part)])


OCR, TEXT, MIXED, BLANK = PageSource.OCR, PageSource.TEXT_LAYER, PageSource.MIXED, PageSource.BLANK
WRITTEN = "\n".join(ENGLISH)
KINDS = (
    Kind("text", lambda s: s.add(paragraph(*ENGLISH)), TEXT, SourceReason.OWN_TEXT, WRITTEN),
    Kind("german", lambda s: s.add(paragraph(*GERMAN)), TEXT, SourceReason.OWN_TEXT, "\n".join(GERMAN)),
    Kind("few words", lambda s: s.add(paragraph("Page 2")), TEXT, SourceReason.OWN_TEXT, "Page 2"),
    Kind("TCVN3", lambda s: s.add(paragraph(*TCVN3)), OCR, SourceReason.GARBAGE_TEXT, None),
    Kind("TCVN3, H", lambda s: s.add(paragraph(*TCVN3_CAPITALS)), OCR, SourceReason.GARBAGE_TEXT, None),
    Kind("VNI", lambda s: s.add(paragraph(*VNI)), OCR, SourceReason.GARBAGE_TEXT, None),
    Kind("VNI, capitals", lambda s: s.add(paragraph(*VNI_CAPITALS)), OCR, SourceReason.GARBAGE_TEXT, None),
    Kind(
        "glyphs without a meaning",
        lambda s: s.add(paragraph(*ENGLISH), font=s.nameless()),
        OCR,
        SourceReason.GARBAGE_TEXT,
        WRITTEN,
    ),
    Kind(
        "invisible layer",
        lambda s: s.add(whole(), paragraph(*FOREIGN, mode=3), images=[s.jpeg(scanned())]),
        OCR,
        SourceReason.FOREIGN_OCR,
        dpi=200,
    ),
    Kind(
        "layer under the scan",
        lambda s: s.add(paragraph(*FOREIGN), whole(), images=[s.jpeg(scanned())]),
        OCR,
        SourceReason.FOREIGN_OCR,
        dpi=200,
    ),
    Kind("banner", banner_in_content, OCR, SourceReason.BANNER_ONLY, banner=True, dpi=200),
    Kind("banner in a field", banner_in_field, OCR, SourceReason.BANNER_ONLY, banner=True, dpi=200),
    Kind(
        "banner and invisible layer",
        lambda s: banner_in_content(s, paragraph(*FOREIGN, mode=3)),
        OCR,
        SourceReason.BANNER_ONLY,
        banner=True,
        dpi=200,
    ),
    Kind(
        "page number on a scan",
        lambda s: s.add(whole(), paragraph("Page 17", top=20), images=[s.jpeg(scanned())]),
        OCR,
        SourceReason.LITTLE_TEXT,
        SCANNED + "\nPage 17",
        dpi=200,
    ),
    Kind("field on a scan", field_on_scan, OCR, SourceReason.NO_TEXT, SCANNED + "\nNumber 4711", dpi=200),
    Kind("mixed", mixed, MIXED, SourceReason.TEXT_AND_PICTURES, WRITTEN + "\n" + SCANNED),
    Kind(
        "logo beside text",
        lambda s: s.add(placed(0, (80, 0, 0, 80, 20, 20)), paragraph(*ENGLISH), images=[s.jpeg(scanned())]),
        TEXT,
        SourceReason.SMALL_PICTURES,
        WRITTEN,
    ),
    Kind("nothing", lambda s: s.add(), BLANK, SourceReason.NO_INK, ""),
    Kind(
        "empty sheet",
        lambda s: s.add(whole(), images=[s.jpeg(scanned(text=""))]),
        BLANK,
        SourceReason.NO_INK,
        "",
        dpi=200,
    ),
    Kind("strips", strips, OCR, SourceReason.NO_TEXT, dpi=150, colour=ColourMode.COLOUR),
    Kind("inverted", inverted, OCR, SourceReason.NO_TEXT, dpi=200, colour=ColourMode.BLACK_AND_WHITE),
    Kind("inverted JPEG", inverted_jpeg, OCR, SourceReason.NO_TEXT, dpi=200, colour=ColourMode.GREY),
    Kind(
        "stencil",
        lambda s: s.add(whole(), images=[s.bits(scanned(), ImageMask=True)]),
        OCR,
        SourceReason.NO_TEXT,
        dpi=200,
        colour=ColourMode.BLACK_AND_WHITE,
    ),
    Kind(
        "JPEG 2000",
        lambda s: s.add(whole(), images=[s.jpeg_2000(scanned())]),
        OCR,
        SourceReason.NO_TEXT,
        dpi=200,
        colour=ColourMode.COLOUR,
    ),
    Kind(
        "600 dpi",
        lambda s: s.add(whole(), images=[s.jpeg(scanned(600))]),
        OCR,
        SourceReason.NO_TEXT,
        dpi=600,
        colour=ColourMode.COLOUR,
    ),
    Kind("turned", lambda s: turned(s, 90), OCR, SourceReason.NO_TEXT, dpi=200),
    Kind("turned by its matrix", turned_by_matrix, OCR, SourceReason.NO_TEXT, dpi=200),
    Kind("hanging over", hanging_over, OCR, SourceReason.NO_TEXT, dpi=200),
    Kind("clipped", clipped, OCR, SourceReason.NO_TEXT, dpi=200),
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PageReading]:
    """All kinds in one file, read once."""
    directory = tmp_path_factory.mktemp("choice")
    sheets = Sheets()
    for kind in KINDS:
        kind.draw(sheets)
    sheets.pdf.save(directory / "kinds.pdf")
    reading = read_file(directory / "kinds.pdf", settings=OcrSettings(), work_directory=directory / "work")
    return {kind.name: page for kind, page in zip(KINDS, reading.pages, strict=True)}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_of_page(pages: dict[str, PageReading], kind: Kind) -> None:
    page = pages[kind.name]
    assert (page.source, page.source_reason) == (kind.source, kind.reason)
    assert page.dpi == kind.dpi
    if kind.text is not None:
        assert likeness(page.text, kind.text) > 0.97 if kind.text else page.text == ""
    if kind.colour is not None:
        assert page.colour == kind.colour
    assert (page.width, page.height) == pytest.approx(SIZE, abs=1)
    assert ("blank" in page.findings) == (kind.source == BLANK)
    if kind.banner:
        assert page.banner == "\n".join(MARK)
        assert not {word.text for word in page.words} & set(" ".join(MARK).split())
    else:
        assert page.banner is None


def test_every_reason_is_tried() -> None:
    assert {kind.reason for kind in KINDS} == set(SourceReason)


def test_a_page_is_rendered_smaller_before_it_is_refused(tmp_path: Path) -> None:
    """At 200 dpi the page has 0.97 megapixels, at 100 dpi 0.24."""
    sheets = Sheets()
    sheets.add(paragraph("Nothing to see", mode=3), paragraph(*VNI))
    sheets.pdf.save(tmp_path / "plan.pdf")
    settings = OcrSettings(max_pixels=500_000)
    (page,) = read_file(tmp_path / "plan.pdf", settings=settings, work_directory=tmp_path / "work").pages
    assert page.source == OCR
    assert page.words


def test_words_of_a_mixed_page_lie_where_they_are_seen(pages: dict[str, PageReading]) -> None:
    words = {word.text: word for word in pages["mixed"].words}
    assert words["Kính"].box[0] == pytest.approx(0.6 * 72, abs=3)
    assert words["Kính"].box[1] == pytest.approx(0.9 * 72, abs=8)
    assert words["scanner,"].confidence == 100


def test_a_picture_drawn_on_another_page_only_does_not_count(tmp_path: Path) -> None:
    """Some programs give every page the resources of all pages."""
    sheets = Sheets()
    large = sheets.jpeg(Image.new("L", (2000, 2000), 255))
    sheets.add(paragraph(*ENGLISH), images=[large])
    sheets.pdf.save(tmp_path / "shared.pdf")
    settings = OcrSettings(max_pixels=2_000_000)
    (page,) = read_file(tmp_path / "shared.pdf", settings=settings, work_directory=tmp_path / "work").pages
    assert page.source_reason == SourceReason.OWN_TEXT


def test_restricted_and_signed_without_flags(tmp_path: Path) -> None:
    """A signature field with a value, and no /SigFlags."""
    sheets = Sheets()
    page = sheets.add(paragraph(*ENGLISH))
    sheets.annotate(page, MARK, (230, 258, 410, 296))
    field = page.obj.Annots[0]
    field["/V"] = pikepdf.Dictionary(Type=pikepdf.Name.Sig)
    sheets.pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
    sheets.pdf.save(
        tmp_path / "signed.pdf",
        encryption=pikepdf.Encryption(owner="owner", user="", allow=pikepdf.Permissions(extract=False)),
    )
    reading = read_file(tmp_path / "signed.pdf", settings=OcrSettings(), work_directory=tmp_path / "work")
    assert {"signed", "restricted"} <= set(reading.findings)
    assert reading.pages[0].banner == "\n".join(MARK)
    assert "Office" not in reading.pages[0].text
