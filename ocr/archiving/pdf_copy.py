"""Pages of a PDF become pages of the archive copy: pictures as they are, nothing active or forbidden."""

from __future__ import annotations

from typing import Any

import pikepdf

from ocr.archiving.cleaning import Cleaner
from ocr.archiving.font_completion import FontCompleter
from ocr.archiving.font_programs import FontPrograms
from ocr.archiving.page_content import ContentRewriter, own_copy
from ocr.content import frame_of, survey
from ocr.triage import annotations_of, is_active_annotation

_OF_PAGES = frozenset(
    f"/{name}"
    for name in (
        *("Annots", "Contents", "CropBox", "Group", "MediaBox"),
        *("Parent", "Resources", "Rotate", "Type"),
    )
)
_NOT_OF_ANNOTATIONS = (
    *("/A", "/AA", "/Dest", "/IRT", "/MK", "/OC", "/P", "/PA", "/Parent", "/Popup", "/RC", "/StructParent"),
)
_OF_STAMPS = frozenset({"/Type", "/Subtype", "/Rect", "/AP", "/F"})
_NOT_SHOWN = frozenset({"/Popup", "/TrapNet"})
_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW, _TOGGLES = 1, 2, 4, 32, 256


class PdfCopy:
    """Turns an opened PDF into the archive copy of some of its pages."""

    def __init__(self, pdf: pikepdf.Pdf, programs: FontPrograms) -> None:
        """Keeps the PDF: what is not among its pages in the end is not written."""
        self._pdf = pdf
        self._cleaner = Cleaner(pdf)
        self._completer = FontCompleter(pdf, programs)
        self._pages = list(pdf.pages)
        self.has_hidden_layers = _has_hidden_layers(pdf)

    def page(self, reading: dict[str, Any]) -> tuple[pikepdf.Page, list[str]]:
        """The page with the reading's number, upright through /Rotate, and the findings on it."""
        page = self._pages[reading["number"] - 1]
        rotation = (page.rotation + reading["rotation"]) % 360
        self._keep_what_is_shown(page, rotation)
        _tame_annotations(self._pdf, page.obj)
        ContentRewriter(self._pdf, self._cleaner.inks, keeps=_text_kept(page, reading)).rewrite(page)
        findings = self._cleaner.clean(page.obj)
        self._completer.complete(page.obj)
        return page, findings

    def keep_only(self, pages: list[pikepdf.Page]) -> None:
        """Drops all other pages and whatever else the file holds."""
        kids = pikepdf.Array([page.obj for page in pages])
        tree = self._pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=kids, Count=len(pages))
        )
        for page in pages:
            page.obj["/Parent"] = tree
        _drop_all_but(self._pdf.Root, {"/Type"})
        self._pdf.Root["/Pages"] = tree  # qpdf refuses to take pages out of a tree whose count is wrong
        _drop_all_but(self._pdf.trailer, {"/Root", "/ID"})
        self._pdf.trailer["/Size"] = 0  # qpdf writes the right one where there is one

    def _keep_what_is_shown(self, page: pikepdf.Page, rotation: int) -> None:
        inherited = {"/MediaBox": page.mediabox, "/CropBox": page.cropbox}
        resources = own_copy(page.resources)
        scale = float(page.obj.get("/UserUnit", 1))
        _drop_all_but(page.obj, _OF_PAGES)
        for name, box in inherited.items():
            page.obj[name] = pikepdf.Array([float(side) * scale for side in box])
        page.obj["/Resources"] = resources
        if rotation or "/Rotate" in page.obj:
            page.obj["/Rotate"] = rotation
        if scale != 1:  # PDF 1.4 knows no other unit
            page.contents_add(f"q {scale:f} 0 0 {scale:f} 0 0 cm\n".encode(), prepend=True)
            page.contents_add(b"\nQ\n")
            for annotation in annotations_of(page.obj):
                annotation["/Rect"] = pikepdf.Array([float(side) * scale for side in annotation["/Rect"]])


def _text_kept(page: pikepdf.Page, reading: dict[str, Any]) -> str:
    """Another program's reading of a scan makes room for ours, be it invisible or under the picture."""
    if reading["source"] != "ocr":
        return "all"
    drawn = survey(page)
    hidden = drawn.complete and drawn.visible_text and not drawn.seen_texts(frame_of(page))
    return "none" if hidden else "visible"


def _tame_annotations(pdf: pikepdf.Pdf, page: pikepdf.Dictionary) -> None:
    """Keeps what annotations show, and links to the web; drops what they do, and links within the file."""
    if "/Annots" not in page:
        return
    tamed = []
    for annotation in annotations_of(page):
        if not _is_shown(annotation) or is_active_annotation(annotation):
            continue
        link = annotation.get("/A")
        address = link.get("/URI") if isinstance(link, pikepdf.Dictionary) else None
        for name in _NOT_OF_ANNOTATIONS:
            if name in annotation:
                del annotation[name]
        if isinstance(address, pikepdf.String):
            annotation["/A"] = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)
        elif str(annotation.get("/Subtype")) == "/Link":
            continue
        annotation["/F"] = int(annotation.get("/F", 0)) & ~_TOGGLES | _PRINT
        _one_appearance(annotation)
        if str(annotation.get("/Subtype")) == "/Widget":  # a field without its form is what it shows
            annotation["/Subtype"] = pikepdf.Name.Stamp
            _drop_all_but(annotation, _OF_STAMPS)
        tamed.append(annotation)
    if tamed:
        page["/Annots"] = pdf.make_indirect(pikepdf.Array(tamed))
    else:
        del page["/Annots"]


def _is_shown(annotation: pikepdf.Dictionary) -> bool:
    flags = int(annotation.get("/F", 0))
    return str(annotation.get("/Subtype")) not in _NOT_SHOWN and not flags & (_INVISIBLE | _HIDDEN | _NO_VIEW)


def _one_appearance(annotation: pikepdf.Dictionary) -> None:
    """PDF/A-1 knows the normal appearance alone (6.5.3): of several, the one that shows."""
    appearances = annotation.get("/AP")
    if not isinstance(appearances, pikepdf.Dictionary):
        return
    _drop_all_but(appearances, {"/N"})
    normal = appearances.get("/N")
    if isinstance(normal, pikepdf.Dictionary) and "/AS" in annotation:
        chosen = normal.get(str(annotation["/AS"]))
        if isinstance(chosen, pikepdf.Stream):
            appearances["/N"] = chosen
            del annotation["/AS"]


def _has_hidden_layers(pdf: pikepdf.Pdf) -> bool:
    layers = pdf.Root.get("/OCProperties")
    if not isinstance(layers, pikepdf.Dictionary):
        return False
    default = layers.get("/D", pikepdf.Dictionary())
    return len(default.get("/OFF", pikepdf.Array())) > 0 or str(default.get("/BaseState", "/ON")) != "/ON"


def _drop_all_but(container: pikepdf.Object, kept: frozenset[str] | set[str]) -> None:
    for name in list(container.keys()):
        if name not in kept:
            del container[name]
