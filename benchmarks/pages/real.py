"""The real pages: their truth is plain text, and a manifest says what is not in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from benchmarks.pages.truth import Lines, Unit

CORPUS = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "corpus" / "ocr"
"""Beside the checkout, where its owner put it; it may not be redistributed."""

_SETS = {
    "nd96": "decree pages",
    "quangngai": "stamped provincial pages",
    "epu": "university notices",
    "vks286": "90 dpi page",
}
_NUMBER = re.compile(r"(Số\s*[:;.]?)\s*[^/\n]{0,10}?\s*/\s*(\w+)\s*-\s*(\w+)")
_DAY = re.compile(r"(?<=ngày )\s*\S{1,4}(?=\s+tháng)")
_MONTH = re.compile(r"(?<=tháng )\s*\S{1,4}(?=\s+năm)")
_PAGE_NUMBER = re.compile(r"\A\s*\W{0,3}\d{1,3}\W{0,3}[ \t]*(?:\n|\Z)")
_DATE_LINE = re.compile(r"ngày .*tháng .*năm", re.IGNORECASE)


@dataclass(frozen=True)
class RealPage:
    """A scanned page of the corpus.

    Attributes:
        name: folder and file.
        group: which of the sets of the manifest, in words.
        image: the file.
        units: its truth, without what was written by hand.
        prepared: what every engine's text goes through before it is compared.
    """

    name: str
    group: str
    image: Path
    units: tuple[Unit, ...]
    prepared: Callable[[str], str]


def real_pages(corpus: Path = CORPUS) -> list[RealPage]:
    """The pages of the manifest, in its order; none where the corpus is absent.

    Two notes of the manifest count:
    `page number at top not in GT`: an isolated number on the first line of what an engine read is dropped.
    `handwritten number/day` (or `/date`): what was written into the head by hand (the number before the
    slash, the day; the month too where the note says date) is left out of the truth, since the figure asked
    is of printed text. The number of the head line is dropped from what was read as well, because it may
    have been joined to the printed symbol behind it.
    Banners of electronic signatures are not in the truth; nothing is done about them: an engine that takes
    them for text is wrong.
    """
    manifest = corpus / "manifest.csv"
    if not manifest.is_file():
        return []
    with manifest.open(encoding="utf-8", newline="") as lines:
        return [_page(corpus, row) for row in csv.DictReader(lines)]


def _page(corpus: Path, row: dict[str, str]) -> RealPage:
    text = (corpus / row["gt"]).read_text(encoding="utf-8")
    by_hand = "handwritten number" in row["kind"]
    if by_hand:
        text = _without_handwriting(text, month="number/date" in row["kind"])
    return RealPage(
        row["image"],
        _SETS[row["image"].split("/", maxsplit=1)[0]],
        corpus / row["image"],
        units_of(text),
        _preparation(page_number="page number at top" in row["kind"], by_hand=by_hand),
    )


def _preparation(*, page_number: bool, by_hand: bool) -> Callable[[str], str]:
    def prepared(read: str) -> str:
        if page_number:
            read = _PAGE_NUMBER.sub("", read, count=1)
        return _NUMBER.sub(r"\1 /\2-\3", read, count=1) if by_hand else read

    return prepared


def _without_handwriting(text: str, *, month: bool) -> str:
    lines = _NUMBER.sub(r"\1 /\2-\3", text, count=1).split("\n")
    for at, line in enumerate(lines):
        if _DATE_LINE.search(line):
            printed = _DAY.sub("", line)
            lines[at] = _MONTH.sub("", printed) if month else printed
            break
    return "\n".join(lines)


def units_of(text: str) -> tuple[Unit, ...]:
    """Plain text with the orders in which its head and its foot may be read.

    The head stands as agency, motto (two lines), number, place and date, sometimes `V/v` under the number;
    the foot as `Nơi nhận:` with its dashed lines, then the signer's roles and name.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    head, rest = _head(lines)
    body, foot = _foot(rest)
    units = [_head_orders(head)] if head else []
    units += [((line,),) for line in body]
    return (*units, _foot_orders(foot)) if foot else tuple(units)


@dataclass(frozen=True)
class _Columns:
    left_above: Lines
    left_below: Lines
    right_above: Lines
    right_below: Lines


def _head(lines: list[str]) -> tuple[_Columns | None, list[str]]:
    motto = next((at for at, line in enumerate(lines[:6]) if line.upper().startswith("CỘNG H")), None)
    if motto is None or len(lines) < motto + 4 or not lines[motto + 2].startswith("Số"):
        return None, lines
    end = motto + 4
    subject: list[str] = []
    if end < len(lines) and lines[end].startswith("V/v"):
        subject, end = [lines[end]], end + 1
    columns = _Columns(
        tuple(lines[:motto]),
        (lines[motto + 2], *subject),
        tuple(lines[motto : motto + 2]),
        (lines[motto + 3],),
    )
    return columns, lines[end:]


def _head_orders(head: _Columns) -> Unit:
    left, right = head.left_above + head.left_below, head.right_above + head.right_below
    orders = [
        left + right,
        right + left,
        head.right_above + left + head.right_below,
        head.left_above + right + head.left_below,
    ]
    for top in _side_by_side(head.left_above, head.right_above):
        orders += [top + bottom for bottom in _side_by_side(head.left_below, head.right_below)]
    return tuple(dict.fromkeys(orders))


def _side_by_side(left: Lines, right: Lines) -> tuple[Lines, Lines, Lines]:
    return left + right, right + left, _zipped(left, right)


def _foot(lines: list[str]) -> tuple[list[str], tuple[Lines, Lines] | None]:
    start = next((at for at, line in enumerate(lines) if line.startswith("Nơi nhận")), None)
    if start is None:
        return lines, None
    end = start + 1
    while end < len(lines) and lines[end].startswith("-"):
        end += 1
    return lines[:start], (tuple(lines[start:end]), tuple(lines[end:]))


def _foot_orders(foot: tuple[Lines, Lines]) -> Unit:
    """The signer's name stands at the height of any of the recipients, or below them."""
    left, right = foot
    if not right:
        return (left,)
    roles, name = right[:-1], right[-1:]
    beside = _zipped(left, roles)
    orders = [left + right, right + left]
    for above in range(len(left) + 1):
        orders.append(roles + left[:above] + name + left[above:])
        if above >= len(roles):
            orders.append(beside[: len(roles) * 2 + above - len(roles)] + name + left[above:])
    return tuple(dict.fromkeys(orders))


def _zipped(left: Lines, right: Lines) -> Lines:
    """Line by line across both columns."""
    return tuple(line for pair in zip_longest(left, right) for line in pair if line is not None)
