"""PDFium on one file: pages as pictures, and the text that a page really shows."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self

from PIL import Image

from dossiers.errors import FileRefused
from dossiers.reasons import Reason
from ocr.content import UNSEEN_MODES, box_of
from ocr.geometry import POINTS_PER_INCH, Box

# PDFium keeps what it has parsed; a long file is opened anew now and then.
_PAGES_AT_A_TIME = 40
_DEEPEST = 8


class Shown(NamedTuple):
    """A piece of text and the box around it: left, bottom, right, top in user space."""

    text: str
    box: Box


class Pdfium:
    """PDFium on one file or its bytes; opened when the first page is asked for."""

    def __init__(self, source: Path | bytes, *, instead: Callable[[], Path] | None = None) -> None:
        """Keeps the source; `instead` gives another file with its pages where PDFium cannot open it."""
        self._source = source
        self._instead = instead
        self._document: Any = None
        self._pages = 0

    def __enter__(self) -> Self:
        """Nothing is opened yet."""
        return self

    def __exit__(self, *unused: object) -> None:
        """Closes the file."""
        self._close()

    def picture(self, number: int, dpi: float, *, colour: bool, annotations: bool = True) -> Image.Image:
        """The page as a viewer shows it, but for form fields.

        Args:
            number: from 1.
            dpi: dots per inch.
            colour: in RGB; else in grey.
            annotations: with those that are no form fields.

        Raises:
            FileRefused: `corrupt` where PDFium cannot show it.
        """
        scale = dpi / POINTS_PER_INCH
        with self._page(number) as page:
            drawn = page.render(scale=scale, grayscale=not colour, draw_annots=annotations)
            image: Image.Image = drawn.to_pil()
        return image

    def shows_all_pictures(self, number: int) -> bool:
        """Whether every picture of the page can be decoded; what cannot, a viewer leaves out without a word.

        Raises:
            FileRefused: `corrupt`.
        """
        import pypdfium2
        from pypdfium2 import raw

        with self._page(number) as page:
            for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
                try:
                    picture.get_bitmap().close()
                except pypdfium2.PdfiumError:
                    return False
        return True

    def shown_text(self, number: int) -> list[Shown]:
        """The pieces of painted text of a page, in the order they are drawn. Annotations have no part in it.

        Raises:
            FileRefused: `corrupt`.
        """
        from pypdfium2 import raw

        with self._page(number) as page:
            layer = page.get_textpage()
            pieces = page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST)
            found = [
                Shown(_text_of(piece, layer), _place_of(piece))
                for piece in pieces
                if raw.FPDFTextObj_GetTextRenderMode(piece) not in UNSEEN_MODES
            ]
            layer.close()
        return found

    @contextmanager
    def _page(self, number: int) -> Iterator[Any]:
        import pypdfium2

        try:
            page = self._opened()[number - 1]
            try:
                yield page
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            raise FileRefused(f"Page {number} cannot be shown.", reason=Reason.CORRUPT) from None

    def _opened(self) -> Any:  # noqa: ANN401 - pypdfium2.PdfDocument, imported late
        import pypdfium2

        self._pages += 1
        if self._document is not None and self._pages > _PAGES_AT_A_TIME:
            self._close()
        if self._document is None:
            try:
                self._document = pypdfium2.PdfDocument(self._source)
            except pypdfium2.PdfiumError:
                if self._instead is None:
                    raise
                self._source, self._instead = self._instead(), None
                self._document = pypdfium2.PdfDocument(self._source)
            self._pages = 1
        return self._document

    def _close(self) -> None:
        if self._document is not None:
            self._document.close()
            self._document = None


def _place_of(piece: Any) -> Box:  # noqa: ANN401 - a pypdfium2 object
    """Its bounds in user space: PDFium gives them in the space of the form around it."""
    box: Box = piece.get_bounds()
    holder = piece.container
    while holder is not None:
        box = box_of(holder.get_matrix().get(), box)
        holder = holder.container
    return box


def _text_of(piece: Any, layer: Any) -> str:  # noqa: ANN401 - pypdfium2 objects
    from pypdfium2 import raw

    length = raw.FPDFTextObj_GetText(piece, layer, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFTextObj_GetText(piece, layer, buffer, length)
    return bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", errors="replace")
