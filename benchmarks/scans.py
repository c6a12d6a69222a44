"""The scans that speed, memory and start-up are measured on: image-only PDFs and the page images in them.

Everything follows from seeds and from the sample papers, so that every machine measures the same pages;
what was made once is kept in `var/bench/scans`, under a hash of the code that makes it. Nobody reads these
pages for accuracy: that is what `reading` is for.
"""

from __future__ import annotations

import hashlib
import io
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import img2pdf
from PIL import Image

from benchmarks.figures import CHECKOUT
from samples.generate.dossiers_births import DOSSIERS as BIRTHS
from samples.generate.dossiers_marriages_deaths import DOSSIERS as MARRIAGES_AND_DEATHS
from samples.generate.dossiers_martyrs import DOSSIERS as MARTYRS
from samples.generate.dossiers_merit import DOSSIERS as MERIT
from samples.generate.dossiers_social import DOSSIERS as SOCIAL
from samples.generate.layout import lay_out
from samples.generate.operations import Operation, Seal, Text
from samples.generate.raster import draw_page
from samples.generate.scan import Look, scan

_CACHE = CHECKOUT / "var" / "bench" / "scans"
_MAKERS = (Path(__file__), *sorted((CHECKOUT / "samples" / "generate").glob("*.py")))

_CLEAN = Look(dpi=300, skew=0.0, blur=0.0, noise=0.0)
_OFFICE = Look(dpi=200, quality=60)
_POOR = Look(dpi=150, skew=3.0, blur=0.8, noise=5.0, fade=0.4, quality=45)
_FINE = Look(dpi=300, skew=1.2, blur=0.8, noise=2.2, quality=75)
_FINEST = Look(dpi=600, skew=1.2, blur=1.2, noise=2.2, quality=75)

# Fourteen files, forty pages: what an office scans, and both ends of it.
_SHORT = (
    (1, _OFFICE), (2, _OFFICE), (3, _CLEAN), (4, _OFFICE), (5, _OFFICE), (1, _POOR), (2, _OFFICE),
    (3, _OFFICE), (4, _CLEAN), (5, _OFFICE), (4, _POOR), (3, _OFFICE), (2, _POOR), (1, _CLEAN),
)  # fmt: skip
_LARGE = ((3, _FINE), (2, _FINEST), (3, _FINE), (2, _FINEST))
_LONG_MODELS = 10  # the pages of a long scan are these, each time shifted by other pixels


@dataclass(frozen=True)
class ScannedFile:
    """A PDF and the images of its pages, in order; the same bytes stand in the PDF."""

    pdf: Path
    images: tuple[Path, ...]


def short_files() -> tuple[ScannedFile, ...]:
    """Fourteen files of one to five pages, forty in all: mostly 200 dpi JPEG, some clean, some poor."""
    return _files("short", _SHORT)


def large_files() -> tuple[ScannedFile, ...]:
    """Four files, ten pages: colour at 300 and at 600 dpi."""
    return _files("large", _LARGE)


def long_scan(pages: int) -> Path:
    """One PDF of 300-dpi colour pages with thirty short lines each, about 0.5 MB a page."""

    def make(folder: Path) -> None:
        models = [_list_page(number) for number in range(min(pages, _LONG_MODELS))]
        with (folder / "scan.pdf").open("wb") as out:
            write_pdf([_shifted(models[page % len(models)], page) for page in range(pages)], out)

    return _made(f"long-{pages}", make) / "scan.pdf"


def one_page() -> ScannedFile:
    """A single page as most offices scan it."""
    return short_files()[0]


def _files(name: str, plan: Sequence[tuple[int, Look]]) -> tuple[ScannedFile, ...]:
    folder = _made(name, lambda folder: _make_files(folder, name, plan))
    return tuple(
        ScannedFile(pdf, tuple(sorted(pdf.with_suffix("").iterdir()))) for pdf in sorted(folder.glob("*.pdf"))
    )


def _make_files(folder: Path, name: str, plan: Sequence[tuple[int, Look]]) -> None:
    sheets = iter(_fullest_pages(sum(pages for pages, _ in plan), name))
    for number, (pages, look) in enumerate(plan, 1):
        images = folder / f"{number:02}"
        images.mkdir()
        for page in range(1, pages + 1):
            dice = random.Random(f"{name} {number}.{page}")
            picture = scan(draw_page(next(sheets), look.dpi, dice), look, dice)
            suffix, data = _encoded(picture, look)
            (images / f"{page}.{suffix}").write_bytes(data)
        with (folder / f"{number:02}.pdf").open("wb") as out:
            write_pdf([image.read_bytes() for image in sorted(images.iterdir())], out)


def _fullest_pages(count: int, seed: str) -> list[list[Operation]]:
    """As many pages of the sample papers, the half-empty ones left out, in a shuffled order."""
    pages = sorted(_sample_pages(), key=_characters, reverse=True)[:count]
    random.Random(seed).shuffle(pages)
    return pages


def _sample_pages() -> Iterator[list[Operation]]:
    for dossier in (*BIRTHS, *MARRIAGES_AND_DEATHS, *MARTYRS, *MERIT, *SOCIAL):
        for file in dossier.files:
            for paper in file.papers:
                yield from lay_out(paper)


def _characters(page: list[Operation]) -> int:
    return sum(len(operation.text) for operation in page if isinstance(operation, Text))


def _encoded(picture: Image.Image, look: Look) -> tuple[str, bytes]:
    """A clean page comes losslessly, every other one as the scanner's JPEG."""
    out = io.BytesIO()
    if look is _CLEAN:
        picture.save(out, "PNG", dpi=(look.dpi, look.dpi))
        return "png", out.getvalue()
    picture.save(out, "JPEG", quality=look.quality, dpi=(look.dpi, look.dpi))
    return "jpg", out.getvalue()


def write_pdf(images: Sequence[bytes], out: io.BufferedWriter) -> None:
    """An A4 PDF with these very bytes as its pages."""
    a4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
    img2pdf.convert(images, layout_fun=img2pdf.get_layout_fun(a4), nodate=True, outputstream=out)


def list_lines(number: int) -> list[Operation]:
    """A page of a numbered list of invented people, with a seal."""
    dice = random.Random(f"list {number}")
    lines: list[Operation] = [
        Text(
            80,
            70 + 24 * row,
            f"{row}. {_person(dice)}, sinh năm {dice.randint(1940, 2010)}, thôn Đoài",
            size=12,
        )
        for row in range(1, 31)
    ]
    lines.append(Seal(450, 700, "ỦY BAN NHÂN DÂN XÃ TRỰC HÒA"))
    return lines


def _list_page(number: int) -> Image.Image:
    """Such a page in colour, as scanners give it."""
    dice = random.Random(f"list page {number}")
    return scan(draw_page(list_lines(number), _FINE.dpi, dice), _FINE, dice)


def _person(dice: random.Random) -> str:
    parts = (("Nguyễn", "Trần", "Lê", "Đặng"), ("Văn", "Thị", "Đức"), ("Hòa", "Mạnh", "Tuệ", "Khôi"))
    return " ".join(dice.choice(part) for part in parts)


def _shifted(picture: Image.Image, page: int) -> bytes:
    """The page a few pixels elsewhere: no two pages of a long scan have the same bytes."""
    out = io.BytesIO()
    moved = Image.new("RGB", picture.size, (244, 243, 238))
    moved.paste(picture, (page % 23, page // 23))
    moved.save(out, "JPEG", quality=_FINE.quality, dpi=(_FINE.dpi, _FINE.dpi))
    return out.getvalue()


def _made(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, made now where an interrupted or an older run has not left it whole."""
    folder = _CACHE / _recipe() / name
    if not folder.is_dir():
        unfinished = folder.with_name(f"{name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        make(unfinished)
        unfinished.rename(folder)
    return folder


@cache
def _recipe() -> str:
    digest = hashlib.sha256()
    for source in _MAKERS:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
