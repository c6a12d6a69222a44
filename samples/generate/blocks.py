"""What a paper is made of, before anyone knows where on the page it will stand."""

from __future__ import annotations

from dataclasses import dataclass

BLACK = (25, 25, 28)
MAROON = (112, 18, 20)


@dataclass(frozen=True)
class Head:
    """The head of an administrative paper: agency left, national motto right (or alone, centred).

    `subject` stands under the number of an official letter (V/v).
    """

    agency: tuple[str, ...] = ()
    number: str = ""
    place_date: str = ""
    form: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Title:
    """The title block, one entry a line: the first in capitals, a second one as the form has it."""

    lines: tuple[str, ...]
    size: float = 15
    colour: tuple[int, int, int] = BLACK
    gap_after: float = 20


@dataclass(frozen=True)
class Centre:
    """A line in the middle."""

    text: str
    face: str = "regular"
    size: float = 13
    colour: tuple[int, int, int] = BLACK


@dataclass(frozen=True)
class Para:
    """A justified paragraph."""

    text: str
    face: str = "regular"
    size: float = 13
    indent: float = 28


@dataclass(frozen=True)
class Fill:
    """One line of a form: pairs of a printed label and what somebody filled in over the dots."""

    pairs: tuple[tuple[str, str], ...]
    pen: bool = True


@dataclass(frozen=True)
class Table:
    """A ruled table; widths are shares of the text width.

    The body may be filled in by pen, from the column `pen_from` on.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    pen: bool = False
    pen_from: int = 1


@dataclass(frozen=True)
class Signer:
    """A signature block: what stands over it, whose it is, and the agency whose seal lies on it."""

    roles: tuple[str, ...]
    name: str
    note: str = "(Ký, ghi rõ họ tên)"
    seal: str = ""
    scribble: bool = True


@dataclass(frozen=True)
class Signatures:
    """One or two signature blocks side by side."""

    right: Signer
    left: Signer | None = None
    date_line: str = ""


@dataclass(frozen=True)
class Recipients:
    """`Nơi nhận`: the small list at the lower left of a decision."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Gap:
    """Empty height in points."""

    points: float


@dataclass(frozen=True)
class Note:
    """Small lines in the upper right corner: what is to be seen of an agency's digital signature."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    """The next block stands on a new page."""


@dataclass(frozen=True)
class Border:
    """An ornamental frame around the page (certificates)."""

    colour: tuple[int, int, int] = (150, 110, 40)


@dataclass(frozen=True)
class Card:
    """The two sides of an identity card, laid on the glass of the scanner."""

    number: str
    name: str
    born: str
    home: str


Block = (
    Head
    | Title
    | Centre
    | Para
    | Fill
    | Table
    | Signatures
    | Recipients
    | Gap
    | Note
    | PageBreak
    | Border
    | Card
)


@dataclass(frozen=True)
class Paper:
    """One paper of one or more pages.

    `title` is what a reader must find on its first page; the generator's own check compares it.
    """

    title: tuple[str, ...]
    blocks: tuple[Block, ...]
    pages: int = 1
    leading: float = 1.5
