"""Whether the pages of an archive copy still say what they said: PDFium's text before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path


def keeps_its_text(path: Path, copy: Path, numbers: Sequence[int], own_text: Mapping[int, str]) -> bool:
    """Compares the pages that came with text.

    Args:
        path: the file as it came.
        copy: its archive copy.
        numbers: of the copy's pages in the file, from 1.
        own_text: pages of the copy, from 0, with the source of their text; words are added to a `mixed` one.
    """
    if not own_text:
        return True
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(path)) as before, closing(pypdfium2.PdfDocument(copy)) as after:
            return all(
                _says_the_same(
                    _text(before, numbers[at] - 1), _text(after, at), may_say_more=source == "mixed"
                )
                for at, source in own_text.items()
            )
    except pypdfium2.PdfiumError:
        return False


def _says_the_same(before: str, after: str, *, may_say_more: bool) -> bool:
    return after.startswith(before) if may_say_more else after == before


def _text(document: object, index: int) -> str:
    page = document[index]  # type: ignore[index]
    text_page = page.get_textpage()
    text = "".join(text_page.get_text_range().split())
    text_page.close()
    page.close()
    return text
