"""Words as pieces of lines: what reading order, banner and handwriting are told from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from statistics import fmean, median

from dossiers.text import fold
from ocr.geometry import Box
from ocr.reading.pages import PageWord

# A gap between two columns is wider than two line heights; justified text keeps below one.
COLUMN_GAP = 2.0
# A line read less surely was read out of a stamp, a signature or dirt (50 reads 15 tuning pages no other).
NOISE = 60.0
_UPPER_SHARE = 0.75
# Of letters in the same order; one wrong letter in six leaves 0.83.
_ALIKE = 0.8


@dataclass(frozen=True)
class Piece:
    """A line or a part of one; words from left to right, never none."""

    words: tuple[PageWord, ...]

    @cached_property
    def box(self) -> Box:
        """What the words cover."""
        lefts, tops, rights, bottoms = zip(*(word.box for word in self.words), strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    @cached_property
    def text(self) -> str:
        """The words, single spaces between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def folded(self) -> str:
        """The text as it is matched."""
        return fold(self.text)

    @cached_property
    def height(self) -> float:
        """Of its words, the median: the size of its type."""
        return median(height_of(word) for word in self.words)

    @cached_property
    def confidence(self) -> float:
        """How surely its words were read, the mean."""
        return fmean(word.confidence for word in self.words)

    @cached_property
    def gaps(self) -> list[tuple[int, float]]:
        """The gap before each word but the first, with the place of the word."""
        words = self.words
        return [(at, right.box[0] - left.box[2]) for at, (left, right) in enumerate(pairwise(words), 1)]

    @property
    def middle(self) -> float:
        """Halfway down."""
        return (self.box[1] + self.box[3]) / 2

    @property
    def centre(self) -> float:
        """Halfway across."""
        return (self.box[0] + self.box[2]) / 2

    @property
    def is_upper(self) -> bool:
        """Whether it is set in capitals."""
        letters = [char for char in self.text if char.isalpha()]
        return len(letters) > 1 and sum(map(str.isupper, letters)) >= _UPPER_SHARE * len(letters)


def height_of(word: PageWord) -> float:
    """Of its box, points."""
    return word.box[3] - word.box[1]


def pieces_of(words: Iterable[PageWord]) -> list[Piece]:
    """The lines as they are numbered, in the order in which they come."""
    lines: dict[int, list[PageWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return [Piece(tuple(line)) for line in lines.values()]


def numbered(lines: Iterable[Piece]) -> tuple[PageWord, ...]:
    """The words of the lines, lines numbered from 0."""
    return tuple(word._replace(line=number) for number, line in enumerate(lines) for word in line.words)


def joined(pieces: Iterable[Piece]) -> Piece:
    """The pieces as one line, their words from left to right."""
    words = (word for piece in pieces for word in piece.words)
    return Piece(tuple(sorted(words, key=lambda word: word.box[0])))


def cut(line: Piece, places: Iterable[int]) -> list[Piece]:
    """The line cut before the words at these places."""
    inner = {place for place in places if 0 < place < len(line.words)}
    if not inner:
        return [line]
    bounds = sorted({0, *inner, len(line.words)})
    return [Piece(line.words[start:end]) for start, end in pairwise(bounds)]


def cut_at_gaps(line: Piece, heights: float) -> list[Piece]:
    """The line cut where a gap is wider than so many line heights."""
    return cut(line, (place for place, gap in line.gaps if gap > heights * line.height))


def are_level(one: Piece, other: Piece) -> bool:
    """Whether two pieces stand at the same height."""
    return one.box[1] < other.middle < one.box[3] and other.box[1] < one.middle < other.box[3]


def is_like(text: str, wanted: str) -> bool:
    """Whether a folded text is another one, some letters misread."""
    if text == wanted:
        return True
    if 2 * min(len(text), len(wanted)) < _ALIKE * (len(text) + len(wanted)):
        return False
    matcher = SequenceMatcher(None, text, wanted, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def moved(lines: Sequence[Piece], cuts: Sequence[Sequence[Piece]], block: Sequence[Piece]) -> list[Piece]:
    """The lines with the pieces of a block together, where the first of them stood.

    Args:
        lines: in reading order.
        cuts: the pieces of each line.
        block: some of these very pieces, in their new order.
    """
    taken = {id(piece) for piece in block}
    ordered: list[Piece] = []
    pending = list(block)
    for line, pieces in zip(lines, cuts, strict=True):
        rest = [piece for piece in pieces if id(piece) not in taken]
        if len(rest) == len(pieces):
            ordered.append(line)
            continue
        ordered += [*pending, *rest]
        pending = []
    return ordered
