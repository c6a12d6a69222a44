"""Which codes of which fonts a page shows: only what is shown has to be in a font (ISO 19005-1, 6.3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf

from ocr.content import SHOWS_TEXT


class ShownText:
    """Collects over the content streams of a page."""

    def __init__(self) -> None:
        """Knows of none yet."""
        self._fonts: dict[object, tuple[pikepdf.Object, set[bytes]]] = {}

    def fonts(self) -> Iterator[tuple[pikepdf.Object, set[bytes]]]:
        """Each font with the strings it showed."""
        yield from self._fonts.values()

    def stream(self, resources: Any) -> StreamText:  # noqa: ANN401 - a dictionary, where the file is sound
        """Begins a content stream with these resources."""
        named = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        return StreamText(self, named if isinstance(named, pikepdf.Dictionary) else pikepdf.Dictionary())

    def add(self, font: pikepdf.Object, text: bytes) -> None:
        """A string that was shown."""
        key: object = font.objgen if font.is_indirect else id(font)
        self._fonts.setdefault(key, (font, set()))[1].add(text)


class StreamText:
    """Follows one content stream."""

    def __init__(self, shown: ShownText, named: pikepdf.Object) -> None:
        """Keeps where to put what is found."""
        self._shown = shown
        self._named = named
        self._font: pikepdf.Object | None = None
        self._saved: list[pikepdf.Object | None] = []

    def took(self, operator: str, operands: Any) -> bool:  # noqa: ANN401 - of a content stream
        """Whether it is known what this instruction shows."""
        if operator == "q":
            self._saved.append(self._font)
        elif operator == "Q" and self._saved:
            self._font = self._saved.pop()
        elif operator == "Tf":
            font = self._named.get(str(operands[0]))
            self._font = font if isinstance(font, pikepdf.Dictionary) else None
        elif operator in SHOWS_TEXT:
            return self._showed(operands[-1])
        return True

    def _showed(self, text: Any) -> bool:  # noqa: ANN401 - a string, or an array with strings
        parts = list(text) if isinstance(text, pikepdf.Array) else [text]
        strings = [bytes(part) for part in parts if isinstance(part, pikepdf.String)]
        if self._font is None:
            return not any(strings)
        for string in strings:
            self._shown.add(self._font, string)
        return True
