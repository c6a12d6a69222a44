"""Where the text of a PDF page is taken from, and why: its own text, its picture, both or neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ocr.content import Survey
from ocr.geometry import Box, Frame, holds_middle
from ocr.reading.pages import PageWord
from ocr.reading.pdfium import Shown

# "Has text" is not "has a text layer": an e-signed scan carries a banner of 20 to 90 characters.
_TEXT_PAGE = 100
# So few letters are looked at one by one; a font may take two bytes for each.
_COUNTABLE = 2000
# Pictures on half of the page or more make it a scan; on less than a tenth, all together, they are a logo, a
# seal, a signature, a portrait (of 4 by 6 cm: 4 % of A4).
_A_SCAN = 0.5
_SUBSTANTIAL = 0.1


@dataclass(frozen=True)
class Choice:
    """Where the text is taken from.

    Attributes:
        reason: of `ocr.values.SourceReason`.
        words: the page's own text; None where it is read from the picture alone.
        banner: what a signature shows of itself.
        covered: where its text lies in the picture that need not be read, points on the shown page.
    """

    reason: str
    words: list[PageWord] | None = None
    banner: str | None = None
    covered: list[Box] = field(default_factory=list)


def choice(
    survey: Survey,
    frame: Frame,
    *,
    layer: Callable[[], list[PageWord]],
    shown: Callable[[], list[Shown]],
) -> Choice:
    """The choice for one page.

    Args:
        survey: what the page draws.
        frame: of the page.
        layer: gives its words; called where they matter, it is costly.
        shown: gives the pieces of its painted text; likewise.
    """
    seen = survey.seen_texts(frame)
    if survey.complete and not seen:
        return Choice("foreign_ocr" if survey.invisible_text or survey.visible_text else "no_text")
    if survey.complete and survey.coverage(frame) >= _A_SCAN and sum(seen) <= _COUNTABLE:
        pieces = shown()
        hidden = len(survey.visible_texts) - len(seen)
        scan = _scan(survey, frame, pieces[-len(seen) :] if hidden else pieces)
        if scan is not None:
            return scan
    words = layer()
    if survey.invisible_text:
        places = [frame.shown(piece.box) for piece in shown()]
        words = [word for word in words if any(holds_middle(place, word.box) for place in places)]
    return _text(survey, frame, words)


def _scan(survey: Survey, frame: Frame, pieces: list[Shown]) -> Choice | None:
    """The choice for a page that is all picture; None where the text on it is more than a few words."""
    from ocr.reading.signature_marks import split

    banner, rest = split([piece for piece in pieces if piece.text.strip()])
    letters = sum(len("".join(piece.text.split())) for piece in rest)
    if letters >= _TEXT_PAGE:
        return None
    text = banner.text if banner else None
    covered = [frame.shown(box) for box in banner.boxes] if banner else []
    if letters:
        return Choice("little_text", banner=text, covered=covered)
    return Choice("banner_only" if banner else _without_text(survey), banner=text, covered=covered)


def _text(survey: Survey, frame: Frame, words: list[PageWord]) -> Choice:
    from ocr.reading.banner import split_banner
    from ocr.reading.layer_quality import is_real

    if not is_real(words):
        return Choice("garbage_text" if words else _without_text(survey))
    own, banner = split_banner(words, frame.size)
    covered = [word.box for word in words]
    if not own:
        return Choice("banner_only", banner=banner, covered=covered)
    return Choice(_reason_of_text(survey, frame), own, banner, covered)


def _without_text(survey: Survey) -> str:
    return "foreign_ocr" if survey.invisible_text else "no_text"


def _reason_of_text(survey: Survey, frame: Frame) -> str:
    if survey.coverage(frame) >= _SUBSTANTIAL:
        return "text_and_pictures"
    return "small_pictures" if survey.pictures else "own_text"
