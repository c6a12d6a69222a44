"""The text object of the store: all that was read from some pages, so that they never need OCR again."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ocr.values import PageReading, Reading

_SCHEMA = 1


def text_object(reading: Reading, pages: Sequence[int]) -> bytes:
    """The pages with these numbers (from 1, in the file), as deterministic JSON."""
    by_number = {page.number: page for page in reading.pages}
    content = {
        "schema": _SCHEMA,
        "pages": [by_number[number].model_dump(mode="json") for number in pages],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def pages_from(data: bytes) -> tuple[PageReading, ...]:
    """The way back.

    Raises:
        ValueError: these bytes are no text object.
    """
    content = json.loads(data)
    if content["schema"] != _SCHEMA:
        raise ValueError(f"text object of schema {content['schema']}")
    return tuple(PageReading(**page) for page in content["pages"])
