"""Pages that wait for the engine, a few at a time: one call for four of them costs less than four calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the parent, which asks for the length of a window only, loads none of it
    from ocr.reading.engine import Engine, Layout, PixelWord
    from ocr.reading.page_image import PageImage

Answer = dict[str, Any]
"""What the child tells of a page: `ocr.reading.pages.page_answer`."""

LONGEST = 4
"""The pages of a window; who waits for the answer to a page waits for so many."""

# Four pages of A4 at 200 dpi have 15 million; larger ones are kept waiting in smaller numbers.
_MOST_PIXELS = 16_000_000


@dataclass(frozen=True, eq=False)
class Waiting:
    """A page whose picture waits for the engine.

    Attributes:
        picture: upright and ready to be read.
        layout: what the engine shall take it for.
        finished: makes the answer of its words; it may have the engine read the page once more.
    """

    picture: PageImage
    layout: Layout
    finished: Callable[[list[PixelWord], Engine], Answer]


def answered(pages: Iterable[Answer | Waiting], engine: Engine) -> Iterator[Answer]:
    """The answers to pages, in their order.

    A window begins with a page that waits; what comes after it waits until the window is read.

    Raises:
        FileRefused: a page cannot be used, or the engine took too long (`timeout`).
        StepCrashed: the engine failed.
        ToolMissing: the engine is gone.
    """
    window: list[Answer | Waiting] = []
    for page in pages:
        window.append(page)
        if _is_full(window):
            yield from _read(window, engine)
            window = []
    yield from _read(window, engine)


def _is_full(window: Sequence[Answer | Waiting]) -> bool:
    pixels = sum(page.picture.grey.size for page in _waiting(window))
    return not pixels or pixels > _MOST_PIXELS or len(window) == LONGEST


def _waiting(window: Sequence[Answer | Waiting]) -> Iterator[Waiting]:
    return (page for page in window if isinstance(page, Waiting))


def _read(window: Sequence[Answer | Waiting], engine: Engine) -> Iterator[Answer]:
    alike: dict[tuple[Layout, int], list[Waiting]] = defaultdict(list)
    for page in _waiting(window):
        alike[page.layout, round(page.picture.dpi)].append(page)
    words: dict[Waiting, list[PixelWord]] = {}
    for (layout, dpi), group in alike.items():
        pictures = [page.picture.grey for page in group]
        words.update(zip(group, engine.words(pictures, dpi, layout), strict=True))
    for each in window:
        yield each.finished(words[each], engine) if isinstance(each, Waiting) else each
