"""The real documents: kind, printed fields, and what may not be invented."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from benchmarks.classify_trials import knowledge
from benchmarks.figures import CHECKOUT
from config.sections import OcrSettings
from dossiers.text import fold
from ocr.reading.read_file import read_file
from ocr.understanding.documents import understand
from ocr.values import Document

DOCUMENTS = CHECKOUT.parent / "shared" / "corpus" / "documents"
"""Beside the checkout, where its owner put it; it may not be redistributed."""

_BY_HAND = frozenset({"number", "date"})
_LIKE = 90.0
_SHORTS = (("UBND", "UY BAN NHAN DAN"), ("HDND", "HOI DONG NHAN DAN"))


@dataclass(frozen=True)
class RealDocument:
    """A document of the corpus as the product understood it.

    Attributes:
        name: its file.
        kind: as understood; `right_kind` says whether it is so.
        printed: by printed field, whether it was read rightly.
        invented: the handwritten fields that have a value which does not stand there.
    """

    name: str
    kind: str
    right_kind: bool
    printed: Mapping[str, bool]
    invented: tuple[str, ...]


def real_documents(limit: int | None = None, folder: Path = DOCUMENTS) -> list[RealDocument]:
    """The documents of labels.csv; none where the corpus is absent.

    On every scan the number before the slash and the day were written by hand (seen on each of them), so
    these are printed on the others alone; notation, agency and subject are printed everywhere.
    """
    labels = folder / "labels.csv"
    if not labels.is_file():
        return []
    with labels.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))[:limit]
    with tempfile.TemporaryDirectory(prefix="sohoa-classify-") as work:
        return [_understood(folder, row, Path(work)) for row in rows]


def compared(name: str, row: Mapping[str, str], first: Document) -> RealDocument:
    """A label and the first document of its file."""
    number, _, notation = row["so_ky_hieu"].partition("/")
    fields = first.fields
    read_number, _, read_notation = (fields.get("number") or "").partition("/")
    right = {
        "number": read_number == number,
        "date": fields.get("date") == row["ngay_ban_hanh"],
        "notation": (fields.get("code_notation") or read_notation) == notation,
        "agency": _same_agency(fields.get("agency") or "", row["co_quan"]),
        "subject": _same_beginning(fields.get("subject") or "", row["trich_yeu_first_lines"]),
    }
    by_hand = _BY_HAND if row["kind"].startswith("scan") else frozenset()
    said = {"number": read_number or fields.get("code_number"), "date": fields.get("date")}
    return RealDocument(
        name,
        first.kind,
        first.kind == row["doc_type"],
        {field: is_right for field, is_right in right.items() if field not in by_hand},
        tuple(sorted(field for field in by_hand if said[field] and not right[field])),
    )


def _understood(folder: Path, row: Mapping[str, str], work: Path) -> RealDocument:
    reading = read_file(folder / row["file"], settings=OcrSettings(), work_directory=work)
    documents = understand(reading, context=None, knowledge=knowledge())
    return compared(row["file"], row, documents[0])


def _same_agency(read: str, truth: str) -> bool:
    """As it is abbreviated or not; a committee may be told without the agency above it."""
    told, wanted = set(_long(read).split()), set(_long(truth).split())
    return told == wanted or (bool(told) and told <= wanted and "138" in told)


def _same_beginning(read: str, truth: str) -> bool:
    """The label has the first lines; what begins a subject (`Về việc`, `V/v`) does not count."""
    told, wanted = _bare(read), _bare(truth)
    return bool(told) and fuzz.ratio(told[: len(wanted)], wanted) >= _LIKE and len(told) >= 0.9 * len(wanted)


def _bare(text: str) -> str:
    folded = " ".join(fold(text).upper().split())
    return folded.removeprefix("VE VIEC ").removeprefix("V/V ").removeprefix("V V ")


def _long(text: str) -> str:
    folded = fold(text).upper().replace("-", " ")
    for short, long in _SHORTS:
        folded = folded.replace(short, long)
    return folded
