"""What annotations show: filled form fields, number and date of electronic signing, and signature banners.

A page's own text holds none of it. A document signed electronically has its number and date nowhere else: the
clerk's signing program puts both on the page as signature fields ("Số: 11/TB-UBND").
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pikepdf

from ocr.content_stream import draws_text
from ocr.geometry import Box, Frame, around
from ocr.reading import signature_marks
from ocr.reading.pages import PageWord
from ocr.reading.pdfium import Pdfium, Shown
from ocr.triage import annotations_of

_CERTAIN = 100.0
_HIDDEN = 2 | 32  # Hidden, NoView (ISO 32000-1, table 165)
_SHOWS_NOTHING = frozenset({"/Popup", "/Link"})
_SHARED_HEIGHT = 0.5
_MAY_TOUCH = 0.3
_NEAR = 3.0
_A_FEW = 4


@dataclass(frozen=True)
class Annotation:
    """An annotation that shows text.

    Attributes:
        position: in /Annots, from 0.
        text: its lines.
        words: with boxes as they lie on the shown page; lines numbered from 0.
        is_banner: it shows a signature, not text of the paper.
    """

    position: int
    text: str
    words: list[PageWord]
    is_banner: bool


def shown_annotations(page: pikepdf.Page, frame: Frame) -> list[Annotation]:
    """The annotations of a page that show text; what cannot be read of them is left out."""
    listed = page.obj.get("/Annots")
    if not isinstance(listed, pikepdf.Array) or not any("/AP" in entry for entry in annotations_of(page.obj)):
        return []
    found = (_read(position, entry, page, frame) for position, entry in enumerate(listed))
    return [annotation for annotation in found if annotation is not None]


def with_annotations(page: pikepdf.Page, annotations: Sequence[Annotation]) -> bytes:
    """A PDF of this page alone, on which these annotations, form fields or not, are drawn."""
    with pikepdf.new() as pdf:
        copied = pdf.add_blank_page()
        for name in ("/MediaBox", "/CropBox"):
            copied.obj[name] = pikepdf.Array([float(side) for side in getattr(page, name[1:].lower())])
        copied.obj["/Rotate"] = page.rotation
        copied.obj["/Resources"] = _carried_over(pdf, page.resources)
        copied.obj["/Contents"] = pdf.make_stream(_content(page))
        listed = page.obj["/Annots"]
        return _drawn(pdf, copied, [listed[annotation.position] for annotation in annotations])


def woven(words: list[PageWord], added: Sequence[PageWord]) -> list[PageWord]:
    """The words with the added ones: in the gap of the line where they lie, else as lines below."""
    lines = _lines(words)
    for piece in _lines(added):
        home = next((line for line in lines if _fits(line, piece)), None) if len(piece) <= _A_FEW else None
        if home is None:
            lines.append(piece)
        else:
            home.extend(piece)
            home.sort(key=lambda word: word.box[0])
    return [word._replace(line=number) for number, line in enumerate(lines) for word in line]


def _read(position: int, annotation: Any, page: pikepdf.Page, frame: Frame) -> Annotation | None:  # noqa: ANN401
    try:
        appearance = _appearance(annotation)
        if appearance is None or not draws_text(appearance):
            return None
        with Pdfium(_alone(annotation, page)) as pdfium:
            pieces = [piece for piece in pdfium.shown_text(1) if piece.text.strip()]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - damaged annotations: qpdf, pikepdf and PDFium raise of their own each
        return None
    text = signature_marks.told(pieces)
    if not text:
        return None
    return Annotation(position, text, _words(pieces, frame), signature_marks.is_banner(text))


def _appearance(annotation: Any) -> pikepdf.Stream | None:  # noqa: ANN401
    """What a viewer shows of it, if it shows anything."""
    if not isinstance(annotation, pikepdf.Dictionary) or annotation.get("/Subtype") in _SHOWS_NOTHING:
        return None
    if int(annotation.get("/F", 0)) & _HIDDEN:
        return None
    appearances = annotation.get("/AP")
    normal = appearances.get("/N") if isinstance(appearances, pikepdf.Dictionary) else None
    if isinstance(normal, pikepdf.Dictionary) and "/AS" in annotation:
        normal = normal.get(str(annotation["/AS"]))
    return normal if isinstance(normal, pikepdf.Stream) else None


def _alone(annotation: pikepdf.Dictionary, page: pikepdf.Page) -> bytes:
    """A PDF of one page that draws nothing but this annotation."""
    with pikepdf.new() as pdf:
        alone = pdf.add_blank_page()
        alone.obj["/MediaBox"] = pikepdf.Array([float(side) for side in page.mediabox])
        return _drawn(pdf, alone, [annotation])


def _drawn(pdf: pikepdf.Pdf, page: pikepdf.Page, annotations: Sequence[Any]) -> bytes:
    """The PDF, the annotations drawn on its page: as stamps, for form fields need a form around them."""
    stamps = [
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[float(side) for side in annotation["/Rect"]],
            F=4,
            AP=pikepdf.Dictionary(N=pdf.copy_foreign(appearance)),
        )
        for annotation in annotations
        if (appearance := _appearance(annotation)) is not None
    ]
    page.obj["/Annots"] = pikepdf.Array([pdf.make_indirect(stamp) for stamp in stamps])
    pdf.flatten_annotations("screen")
    saved = io.BytesIO()
    pdf.save(saved)
    return saved.getvalue()


def _carried_over(pdf: pikepdf.Pdf, resources: pikepdf.Dictionary) -> pikepdf.Object:
    """The resources in another PDF: what stands in them directly is no object that could be copied."""
    if resources.is_indirect:
        return pdf.copy_foreign(resources)
    return pikepdf.Dictionary({name: _entry(pdf, entry) for name, entry in resources.items()})


def _entry(pdf: pikepdf.Pdf, entry: Any) -> Any:  # noqa: ANN401 - any PDF object
    if isinstance(entry, pikepdf.Object) and entry.is_indirect:
        return pdf.copy_foreign(entry)
    if isinstance(entry, pikepdf.Dictionary):
        return pikepdf.Dictionary({name: _entry(pdf, part) for name, part in entry.items()})
    if isinstance(entry, pikepdf.Array):
        return pikepdf.Array([_entry(pdf, part) for part in entry])
    return entry


def _content(page: pikepdf.Page) -> bytes:
    contents = page.obj.get("/Contents")
    if isinstance(contents, pikepdf.Array):
        return b"\n".join(part.read_bytes() for part in contents)
    return contents.read_bytes() if isinstance(contents, pikepdf.Stream) else b""


def _words(pieces: list[Shown], frame: Frame) -> list[PageWord]:
    """The words of the pieces; one lies in its piece where its letters stand in the text."""
    words: list[PageWord] = []
    for line, piece in enumerate(pieces):
        left, bottom, right, top = piece.box
        width = (right - left) / max(1, len(piece.text))
        start = 0
        for text in piece.text.split():
            start = piece.text.index(text, start)
            box: Box = (left + start * width, bottom, left + (start + len(text)) * width, top)
            words.append(PageWord(unicodedata.normalize("NFC", text), frame.shown(box), _CERTAIN, line))
            start += len(text)
    return words


def _lines(words: Sequence[PageWord]) -> list[list[PageWord]]:
    return [list(line) for _, line in groupby(words, key=lambda word: word.line)]


def _fits(line: list[PageWord], piece: list[PageWord]) -> bool:
    here, there = around(word.box for word in line), around(word.box for word in piece)
    height = min(here[3] - here[1], there[3] - there[1])
    if _shared(here[1::2], there[1::2]) < height * _SHARED_HEIGHT:
        return False
    width = there[2] - there[0]
    if any(_shared(word.box[0::2], there[0::2]) > width * _MAY_TOUCH for word in line):
        return False
    return here[0] - height * _NEAR <= there[2] and there[0] <= here[2] + height * _NEAR


def _shared(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    return min(first[1], second[1]) - max(first[0], second[0])
