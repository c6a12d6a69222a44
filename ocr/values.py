"""What reading a file yields: frozen values, from words up to documents.

Boxes are (left, top, right, bottom) in points (1/72 inch) on the upright page, origin top left.
Confidences of words and pages are 0 to 100 (Tesseract's), those of decisions 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict

from dossiers.states import GateFailure, PaperState

Box = tuple[float, float, float, float]


class PageSource(StrEnum):
    """Where the text of a page comes from."""

    OCR = "ocr"
    TEXT_LAYER = "text_layer"
    MIXED = "mixed"
    BLANK = "blank"


class SourceReason(StrEnum):
    """Why the text of a page comes from there.

    Attributes:
        NO_TEXT: the page brings no text along; read from its picture.
        BANNER_ONLY: all it brings is what an electronic signature shows of itself; read from its picture.
        LITTLE_TEXT: a few words lie on a scan, such as a page number; read from the picture of both.
        FOREIGN_OCR: its text is another program's reading, invisible or under the scan; read again.
        GARBAGE_TEXT: its text is not what it shows (unmapped glyphs, TCVN3, VNI); read from its picture.
        OWN_TEXT: its own text, and no pictures.
        SMALL_PICTURES: its own text; its pictures are as small as logos, seals and signatures.
        TEXT_AND_PICTURES: its own text, and large pictures beside it, read where no text stands.
        NO_INK: nothing is on it.
    """

    NO_TEXT = "no_text"
    BANNER_ONLY = "banner_only"
    LITTLE_TEXT = "little_text"
    FOREIGN_OCR = "foreign_ocr"
    GARBAGE_TEXT = "garbage_text"
    OWN_TEXT = "own_text"
    SMALL_PICTURES = "small_pictures"
    TEXT_AND_PICTURES = "text_and_pictures"
    NO_INK = "no_ink"


class ColourMode(StrEnum):
    """How the page was scanned."""

    COLOUR = "colour"
    GREY = "grey"
    BLACK_AND_WHITE = "black_and_white"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Word(_Value):
    """One word.

    Attributes:
        text: NFC.
        box: of the word as it lies on the page, skewed where the page is.
        confidence: 0 to 100.
        line: numbers the lines of the page from 0, in reading order.
        handwritten: it was written by hand or may have been, so that its text is not to be trusted.
    """

    text: str
    box: Box
    confidence: float
    line: int
    handwritten: bool = False


class PageCode(_Value):
    """A QR code or barcode on a page (TCVN 7322).

    Attributes:
        form: its symbology, as zxing-cpp names it, e.g. `QRCode`, `Code128`.
        text: what it says, NFC.
        box: what it covers.
    """

    form: str
    text: str
    box: Box


class PageReading(_Value):
    """One page as it was read.

    Attributes:
        number: from 1, in the file.
        source: where the text comes from.
        source_reason: why it was taken from there, a stable word.
        banner: what an electronic signature shows of itself on the page; no part of `text`.
        text: NFC, lines separated by a newline, in reading order.
        words: in reading order; of a text layer too (confidence 100 there).
        confidence: the mean over the words, weighted by their length; 0.0 for a blank page.
        dpi: of the scan itself, rounded, the smaller of both directions; None for a page that is no scan.
        rotation: clockwise degrees (0, 90, 180, 270) by which the page was turned to stand upright.
        skew: degrees by which the lines rise, counter-clockwise positive; 0.0 for a page that is no scan.
        width, height: of the upright page, points.
        colour: None for a page that is no scan.
        ink: the share of dark pixels, 0 to 1; None for a page that is no scan.
        sharpness: variance of the Laplacian at 200 dpi, grey 0 to 255; None for a page that is no scan.
        stamp: the area of the largest patch of stamp red, square millimetres; None where no colour shows it.
        borders: the share of the page that is black and hangs together with its edge, 0 to 1; None for a
            page that is no scan.
        cut_off: how many words end at one edge of the page, at that with most of them; None for a page that
            was not read from its picture.
        syllables: the share of its words that are legal Vietnamese syllables, 0 to 1; None where too few
            words tell, and for a page that was not read from its picture.
        codes: the QR codes and barcodes on it, from top to bottom.
        findings: stable words, e.g. `no_resolution`.
    """

    number: int
    source: PageSource
    source_reason: str = ""
    text: str
    banner: str | None = None
    words: tuple[Word, ...] = ()
    confidence: float
    dpi: int | None
    rotation: int = 0
    skew: float = 0.0
    width: float
    height: float
    colour: ColourMode | None = None
    ink: float | None = None
    sharpness: float | None = None
    stamp: float | None = None
    borders: float | None = None
    cut_off: int | None = None
    syllables: float | None = None
    codes: tuple[PageCode, ...] = ()
    findings: tuple[str, ...] = ()


class Signature(_Value):
    """An electronic signature found in a PDF (`/Sig`)."""

    signer: str | None
    signed_at: AwareDatetime | None
    covers_whole_file: bool
    intact: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as it was read. `findings` are those of the file: `restricted`, `signed`, `active_content`."""

    media_type: str
    pages: Sequence[PageReading]
    signatures: tuple[Signature, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def may_be_rewritten(self) -> bool:
        """A signed or encrypted file is never rewritten: its original serves as archive copy."""
        return not {"signed", "restricted"} & set(self.findings)


class FieldEvidence(_Value):
    """Where a field was read.

    Attributes:
        reason: why it is null, a stable word (`ocr.understanding.readings.FieldReason`).
        candidates: what the value may be, where more than one may.
    """

    page: int | None
    box: Box | None
    confidence: float | None
    reason: str | None
    candidates: tuple[str, ...] = ()


class Candidate(_Value):
    """A slot that a paper may belong to."""

    slot: str
    confidence: float


class KindEvidence(_Value):
    """What spoke for a kind of paper, or against it.

    Attributes:
        source: where it comes from, e.g. `title`, `form`, `model`.
        kind: the kind that it speaks for; None where it only speaks against the others'.
        strength: 0 to 1, how often it is right alone.
        said: what was read, in words of the data.
    """

    source: str
    kind: str | None
    strength: float
    said: str


class Document(_Value):
    """One paper found in a file (giấy tờ).

    Attributes:
        pages: its pages in the file, from 1.
        dossier_code: whose paper it is by the cover or receipt sheet before it; None: that of the folder.
        kind: what the paper is, snake_case Vietnamese without marks; `unclassified` where unknown.
        kind_confidence: 0 to 1.
        kind_evidence: what was weighed for it.
        slot: what it serves as in the dossier's procedure; `result`; None while a person must decide.
        state: whether it can be used.
        findings: stable words of the gates and checks, e.g. `low_resolution`, `wrong_dossier`.
        gate_failures: the gates that do not hold, with page, measured value and limit.
        fields: what the kind has (`config.kinds.FieldName`), dates ISO; null where not certain.
        field_evidence: where each field was read.
        personal_numbers: the personal identification numbers on it (số định danh cá nhân), in reading order.
        is_application: it is an application form, whose first personal number is the applicant's.
        candidates: the best slots for review, best first, at most two.
        review_reason: why a person must decide; None where nobody must.
    """

    pages: tuple[int, ...]
    dossier_code: str | None = None
    kind: str
    kind_confidence: float
    kind_evidence: tuple[KindEvidence, ...] = ()
    slot: str | None
    state: PaperState
    findings: tuple[str, ...] = ()
    gate_failures: tuple[GateFailure, ...] = ()
    fields: dict[str, str | None] = {}
    field_evidence: dict[str, FieldEvidence] = {}
    personal_numbers: tuple[str, ...] = ()
    is_application: bool = False
    candidates: tuple[Candidate, ...] = ()
    review_reason: str | None = None
