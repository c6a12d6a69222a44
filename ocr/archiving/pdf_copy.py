"""Pages of a PDF go into another one: pictures bit for bit, nothing active, nothing of the other pages."""

from __future__ import annotations

from typing import Any

import pikepdf

from ocr.content import INVISIBLE, SHOWS_TEXT, survey
from ocr.triage import annotations_of, is_active_annotation

# What starts something, points at other pages, or describes the file the page came from.
_NOT_CARRIED_OVER = ("/AA", "/B", "/Metadata", "/PieceInfo", "/StructParents", "/Tabs", "/Thumb", "/Trans")
_NOT_OF_ANNOTATIONS = ("/A", "/AA", "/Dest", "/IRT", "/P", "/PA", "/Parent", "/Popup", "/StructParent")


def append_page(pdf: pikepdf.Pdf, source: pikepdf.Pdf, reading: dict[str, Any]) -> None:
    """Appends the page with the reading's number, turned upright through /Rotate."""
    page = source.pages[reading["number"] - 1]
    for name in _NOT_CARRIED_OVER:
        if name in page.obj:
            del page.obj[name]
    _tame_annotations(source, page.obj)
    if reading["source"] == "ocr" and survey(page).invisible_text:
        page.obj["/Contents"] = source.make_stream(_without_invisible_text(page))
    rotation = (page.rotation + reading["rotation"]) % 360
    pdf.pages.append(page)
    copied = pdf.pages[-1].obj
    if rotation or "/Rotate" in copied:
        copied["/Rotate"] = rotation


def _without_invisible_text(page: pikepdf.Page) -> bytes:
    """The content without another program's reading of the scan: ours takes its place."""
    kept: list[Any] = []
    mode, saved = 0, list[int]()
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator == "q":
            saved.append(mode)
        elif operator == "Q" and saved:
            mode = saved.pop()
        elif operator == "Tr":
            mode = int(instruction.operands[0])
        if operator not in SHOWS_TEXT or mode != INVISIBLE:
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)


def _tame_annotations(source: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    """Keeps what annotations show, and links to the web; drops what they do."""
    if "/Annots" not in page:
        return
    kept = [entry for entry in annotations_of(page) if not is_active_annotation(entry)]
    for annotation in kept:
        link = annotation.get("/A")
        address = link.get("/URI") if isinstance(link, pikepdf.Dictionary) else None
        for name in _NOT_OF_ANNOTATIONS:
            if name in annotation:
                del annotation[name]
        if address is not None:
            annotation["/A"] = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)
    page["/Annots"] = source.make_indirect(pikepdf.Array(kept))
