"""Every kind of input becomes PDF/A-1b: its codec kept or its pixels, and else a finding."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from ocr import triage
from ocr.archiving.archive_copy import archive
from tests.ocr.archiving import originals
from tests.ocr.archiving.originals import SIZE, image_file, pdf_file, picture, soft_mask

CHECK = Path(__file__).parents[3] / "script" / "pdfa-check"
OLD_JPEG = (
    Path(__file__).parents[4]
    / "shared/corpus/nasty"
    / "format-corpus__tiff-examples__old-style-jpeg-compression__old-style-jpeg-compression.tif"
)
NOT_PDF_A, APPROXIMATE = "archive_not_pdf_a", "archive_colours_approximate"
DCT, FAX, FLATE = "/DCTDecode", "/CCITTFaxDecode", "/FlateDecode"


@dataclass(frozen=True)
class Case:
    """`kept`: the stream is part of the file as it came, byte for byte."""

    name: str
    make: Callable[[Path], None]
    codec: str
    kept: bool = False
    findings: tuple[str, ...] = ()


def _image(
    name: str, mode: str, codec: str, *, kept: bool = False, findings: tuple[str, ...] = (), **options: Any
) -> Case:
    return Case(name, partial(image_file, mode=mode, **options), codec, kept, findings)


def _pdf(
    name: str, build: Callable[..., None], codec: str, *, kept: bool = False, findings: tuple[str, ...] = ()
) -> Case:
    return Case(name, partial(pdf_file, build=build), codec, kept, findings)


T4_OPTIONS, ONE_STRIP, G3 = 292, {278: SIZE[1]}, {"compression": "group3"}
G4, MINI, DEFLATED = {"compression": "group4"}, {"tiffinfo": ONE_STRIP}, {"compression": "tiff_adobe_deflate"}
CASES = (
    _image("baseline.jpg", "RGB", DCT, kept=True, quality=90),
    _image("progressive.jpg", "RGB", DCT, kept=True, progressive=True),
    _image("grey.jpg", "L", DCT, kept=True),
    _image("cmyk.jpg", "CMYK", DCT, kept=True),
    *(_image(f"turned-{turn}.jpg", "RGB", DCT, kept=True, turn=turn) for turn in range(2, 9)),
    Case("srgb-version-4.jpg", originals.new_profile, DCT, kept=True),
    Case("other-version-4.jpg", originals.other_profile, DCT, kept=True, findings=(APPROXIMATE,)),
    _image("two-shades.png", "1", FLATE),
    _image("palette.png", "P", FLATE),
    Case("see-through-palette.png", originals.see_through_palette, FLATE),
    _image("grey.png", "L", FLATE),
    _image("colour.png", "RGB", FLATE),
    _image("turned.png", "RGB", FLATE, turn=6),
    _image("alpha.png", "RGBA", FLATE),
    _image("grey-alpha.png", "LA", FLATE),
    Case("deep.png", originals.deep_image, FLATE, findings=("archive_16_bit_reduced",)),
    _image("group-4.tif", "1", FAX, kept=True, **G4, **MINI),
    _image("group-4-strips.tif", "1", FAX, compression="group4", tiffinfo={278: 16}),
    *(
        _image(f"group-3-{name}.tif", "1", FAX, kept=True, **G3, tiffinfo={**ONE_STRIP, **more})
        for name, more in (
            ("1d", {}),
            ("2d", {T4_OPTIONS: 1}),
            ("fill", {T4_OPTIONS: 4}),
            ("2d-fill", {T4_OPTIONS: 5}),
        )
    ),
    _image("group-3-lowest-first.tif", "1", FAX, **G3, tiffinfo={**ONE_STRIP, 266: 2}),
    _image("group-3-strips.tif", "1", FAX, compression="group3", tiffinfo={278: 16}),
    _image("huffman.tif", "1", FAX, compression="tiff_ccitt"),
    _image("uncompressed.tif", "1", FAX),
    _image("lzw.tif", "RGB", FLATE, compression="tiff_lzw"),
    _image("deflate.tif", "L", FLATE, kept=True, compression="tiff_adobe_deflate", **MINI),
    _image("deflate-rgb.tif", "RGB", FLATE, kept=True, compression="tiff_deflate", **MINI),
    _image("differences.tif", "RGB", FLATE, kept=True, **DEFLATED, tiffinfo={**ONE_STRIP, 317: 2}),
    _image("white-is-zero.tif", "L", FLATE, kept=True, **DEFLATED, tiffinfo={**ONE_STRIP, 262: 0}),
    _image("deflate-strips.tif", "RGB", FLATE, **DEFLATED, tiffinfo={278: 16}),
    _image("pack-bits.tif", "RGB", FLATE, compression="packbits"),
    _image("lab.tif", "LAB", FLATE),
    _image("palette.tif", "P", FLATE, compression="tiff_lzw"),
    _image("alpha.tif", "RGBA", FLATE),
    _image("cmyk.tif", "CMYK", FLATE),
    _image("jpeg.tif", "RGB", DCT, compression="jpeg", **MINI),
    _image("jpeg-grey.tif", "L", DCT, compression="jpeg", **MINI),
    _image("jpeg-strips.tif", "RGB", FLATE, compression="jpeg", tiffinfo={278: 16}),
    _image("turned.tif", "RGB", FLATE, compression="tiff_lzw", tiffinfo={274: 6}),
    _pdf("plain.pdf", originals.plain, DCT, kept=True),
    _pdf("jpeg-2000.pdf", originals.jpeg_2000, FLATE),
    _pdf("lzw.pdf", originals.lzw, FLATE),
    _pdf("jbig2.pdf", originals.jbig2, "/JBIG2Decode", kept=True),
    _pdf("soft-mask.pdf", partial(soft_mask, picture("L")), FLATE),
    _pdf("two-shades-mask.pdf", partial(soft_mask, originals.binary(picture())), DCT, kept=True),
    _pdf("soft-mask-on-text.pdf", originals.soft_mask_on_text, DCT, kept=True, findings=(NOT_PDF_A,)),
    _pdf("see-through.pdf", originals.transparent_state, DCT, kept=True, findings=(NOT_PDF_A,)),
    _pdf("forbidden.pdf", originals.forbidden_and_unseen, DCT, kept=True),
    _pdf("annotations.pdf", originals.annotations, DCT, kept=True),
    _pdf("cmyk.pdf", originals.ink, DCT, kept=True),
    _pdf("version-4.pdf", originals.new_profile_in_pdf, DCT, kept=True),
)  # fmt: skip
BY_NAME = {case.name: case for case in CASES}
WORDS = [
    {"text": text, "box": [left, 20.0, left + 30, 32.0], "confidence": 90.0, "line": 0}
    for text, left in (("Nguyễn", 10.0), ("Thị", 45.0))
]


def reading(path: Path) -> dict[str, Any]:
    """What reading the only page would have told, two words long."""
    width, height = (float(side) for side in SIZE)
    if path.suffix != ".pdf":
        with Image.open(path) as image:
            width, height = (
                image.size
                if image.getexif().get(0x0112, 1) < 5 or path.suffix == ".tif"
                else image.size[::-1]
            )
    return {
        "number": 1, "source": "ocr", "words": WORDS, "width": float(width), "height": float(height),
        "rotation": 0, "skew": 0.0, "findings": [],
    }  # fmt: skip


def archived(path: Path, target: Path) -> tuple[str, ...]:
    """The findings on the archive copy of the only page."""
    request = {"path": str(path), "media_type": triage.media_type(path), "target": str(target)}
    (answer,) = archive({**request, "pages": [reading(path)], "limits": {"max_pages": 1}})
    return tuple(answer["findings"])


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path, tuple[str, ...]]]:
    """Of each case the file as it came, its archive copy, and the findings."""
    directory, made = tmp_path_factory.mktemp("copies"), {}
    for case in CASES:
        path, target = directory / case.name, directory / f"{case.name}.archive.pdf"
        case.make(path)
        made[case.name] = (path, target, archived(path, target))
    return made


def only_picture(pdf: pikepdf.Pdf) -> pikepdf.Stream:
    drawn = pdf.pages[0].resources.XObject
    (image,) = (entry for _, entry in drawn.items() if entry.Subtype == "/Image")
    return image


@pytest.mark.parametrize("name", BY_NAME)
def test_the_codec_is_kept_where_pdf_a_knows_it(copies: Any, name: str) -> None:
    path, copy, findings = copies[name]
    case = BY_NAME[name]
    assert findings == case.findings
    with pikepdf.open(copy) as pdf:
        image = only_picture(pdf)
        assert str(image.Filter) == case.codec
        if case.kept:
            assert bytes(image.read_raw_bytes()) in path.read_bytes()


@pytest.mark.parametrize(
    "name", [name for name in BY_NAME if not name.endswith(".pdf") and name != "deep.png"]
)
def test_an_image_is_shown_as_it_was(copies: Any, name: str) -> None:
    path, copy, _ = copies[name]
    with Image.open(path) as original:
        expected = _shown(original)
    with pypdfium2.PdfDocument(copy) as document:
        assert document[0].get_size() == pytest.approx(expected.size)
        shown = document[0].render(scale=1).to_pil().convert("RGB")
    worst = max(high for _, high in ImageChops.difference(shown, expected).getextrema())
    assert worst <= (4 if name.endswith((".jpg",)) or "jpeg" in name or "cmyk" in name else 1)


def _shown(image: Image.Image) -> Image.Image:
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(image)
    if not upright.has_transparency_data:
        return upright.convert("RGB")
    paper = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(paper, upright.convert("RGBA")).convert("RGB")


@pytest.mark.parametrize(
    "name",
    # The unit of one is two points; DeviceCMYK is what each viewer makes of it; PDFium leaves fields out.
    [n for n in BY_NAME if n.endswith(".pdf") and n not in {"forbidden.pdf", "cmyk.pdf", "annotations.pdf"}],
)
def test_a_pdf_is_shown_as_it_was(copies: Any, name: str) -> None:
    path, copy, _ = copies[name]
    pictures = []
    for pdf in (path, copy):
        with pypdfium2.PdfDocument(pdf) as document:
            pictures.append(document[0].render(scale=1).to_pil().convert("RGB"))
    before, after = pictures
    worst = max(high for _, high in ImageChops.difference(before, after).getextrema())
    assert worst <= 1


def test_shared_parts_of_jbig2_stay(copies: Any) -> None:
    path, copy, _ = copies["jbig2.pdf"]
    with pikepdf.open(copy) as pdf:
        shared = only_picture(pdf).DecodeParms.JBIG2Globals
        assert bytes(shared.read_bytes()) in path.read_bytes()
    with pypdfium2.PdfDocument(copy) as document:
        shades = document[0].render(scale=1).to_pil().convert("L").getextrema()
    assert shades == (0, 255)


@pytest.mark.skipif(not OLD_JPEG.is_file(), reason="the corpus of files that break programs is not here")
def test_old_jpeg_in_tiff_is_rewrapped(tmp_path: Path) -> None:
    """Compression 6, which Adobe withdrew: its strips are no JPEG files."""
    copy = tmp_path / "copy.pdf"
    assert archived(OLD_JPEG, copy) == ()
    with pikepdf.open(copy) as pdf:
        assert only_picture(pdf).Filter == FLATE
    with Image.open(OLD_JPEG) as image, pikepdf.open(copy) as pdf:
        stored = pikepdf.PdfImage(only_picture(pdf)).as_pil_image()
        assert stored.tobytes() == image.convert("RGB").tobytes()


def test_a_unit_of_two_points_becomes_points(copies: Any) -> None:
    with pypdfium2.PdfDocument(copies["forbidden.pdf"][1]) as document:
        assert document[0].get_size() == (2 * SIZE[0], 2 * SIZE[1])


def test_a_field_still_shows_what_it_shows(copies: Any) -> None:
    with pypdfium2.PdfDocument(copies["annotations.pdf"][1]) as document:
        shown = document[0].render(scale=1).to_pil().convert("RGB")
    assert shown.getpixel((10, SIZE[1] - 10)) == shown.getpixel((40, SIZE[1] - 10)) == (255, 0, 0)


def test_what_says_that_it_is_pdf_a_is_by_preflight(copies: Any) -> None:
    claiming = [copy for _, copy, findings in copies.values() if NOT_PDF_A not in findings]
    checked = subprocess.run([CHECK, *claiming], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_what_does_not_conform_does_not_say_so(copies: Any) -> None:
    silent = [copy for _, copy, findings in copies.values() if NOT_PDF_A in findings]
    assert silent
    assert not [copy for copy in silent if b"pdfaid" in copy.read_bytes()]


@pytest.mark.filterwarnings("ignore:pikepdf is missing some specialized decoders")  # of JBIG2
@pytest.mark.parametrize("name", BY_NAME)
def test_qpdf_finds_nothing(copies: Any, name: str) -> None:
    with pikepdf.open(copies[name][1]) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_nothing_forbidden_is_left(copies: Any) -> None:
    content = copies["forbidden.pdf"][1].read_bytes()
    words = (b"JavaScript", b"EmbeddedFile", b"Alternates", b"Interpolate", b"UserUnit", b"showpage", b"/OCG")
    assert [word for word in words if word in content] == []


def test_the_same_file_gives_the_same_bytes(copies: Any, tmp_path: Path) -> None:
    for name in ("cmyk.jpg", "alpha.tif", "annotations.pdf", "jpeg-2000.pdf"):
        path, copy, _ = copies[name]
        again = tmp_path / "again.pdf"
        archived(path, again)
        assert again.read_bytes() == copy.read_bytes()
