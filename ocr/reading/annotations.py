"""The words that annotations show: filled form fields, and the number and date of electronic signing.

pdfplumber reads only what the page itself draws. A document signed electronically has its number and date
nowhere else: the clerk's signing program puts both on the page as signature fields ("Số: 11/TB-UBND").
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pikepdf

from ocr.geometry import Box
from ocr.reading.pages import PageWord
from ocr.triage import annotations_of

_SHARED_HEIGHT = 0.5
_MAY_TOUCH = 0.3
_NEAR = 3.0
_A_FEW = 4


def shows_annotations(page: pikepdf.Page) -> bool:
    """Whether any annotation of the page has an appearance of its own."""
    return any("/AP" in annotation for annotation in annotations_of(page.obj))


def annotations_alone(path: Path, scratch: Path) -> Path:
    """A copy of the PDF whose pages draw nothing but their annotations."""
    copy = scratch / "annotations.pdf"
    with pikepdf.open(path, suppress_warnings=True) as pdf:
        for page in pdf.pages:
            page.obj["/Contents"] = pdf.make_stream(b"")
        pdf.flatten_annotations("screen")
        pdf.save(copy)
    return copy


def woven(words: list[PageWord], added: list[PageWord]) -> list[PageWord]:
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


def _lines(words: list[PageWord]) -> list[list[PageWord]]:
    return [list(line) for _, line in groupby(words, key=lambda word: word.line)]


def _fits(line: list[PageWord], piece: list[PageWord]) -> bool:
    here, there = _around(line), _around(piece)
    height = min(here[3] - here[1], there[3] - there[1])
    if _shared(here[1::2], there[1::2]) < height * _SHARED_HEIGHT:
        return False
    width = there[2] - there[0]
    if any(_shared(word.box[0::2], there[0::2]) > width * _MAY_TOUCH for word in line):
        return False
    return here[0] - height * _NEAR <= there[2] and there[0] <= here[2] + height * _NEAR


def _around(words: list[PageWord]) -> Box:
    sides = [word.box for word in words]
    return (
        min(box[0] for box in sides),
        min(box[1] for box in sides),
        max(box[2] for box in sides),
        max(box[3] for box in sides),
    )


def _shared(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    return min(first[1], second[1]) - max(first[0], second[0])
