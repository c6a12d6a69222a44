"""What a file is, by its content alone, and what stands against reading or rewriting it. Runs in the child.

One probe before anything opens the file for good: a frozen `Probe`, or a `FileRefused` whose reason says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossiers.errors import FileRefused
from dossiers.reasons import Reason

if TYPE_CHECKING:
    import pikepdf

PDF = "application/pdf"
_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"II+\0", "image/tiff"),
    (b"MM\0+", "image/tiff"),
)
# Readers look for the header in the first 1024 bytes (PDF 1.7 reference, implementation note 13).
_HEADER_REACH = 1024
# qpdf reads one whose header is lost, or lies behind what a printer put before it.
_END_OF_PDF = (b"startxref", b"%%EOF")
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE"})
ACTIVE_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})


@dataclass(frozen=True)
class Probe:
    """What a file is that can be read.

    Attributes:
        media_type: of the four that are read.
        page_count: pages that are read; reduced copies in a TIFF are none.
        restricted: it is encrypted and opens without a password.
        signed: rewriting it would break a signature.
        active_content: it runs or plays something, or carries other files.
        largest_page: the pixels that the largest page decodes to or, where it holds no picture, renders to.
    """

    media_type: str
    page_count: int
    largest_page: int
    restricted: bool = False
    signed: bool = False
    active_content: bool = False

    @property
    def findings(self) -> list[str]:
        """The findings of the file."""
        return [name for name in ("restricted", "signed", "active_content") if getattr(self, name)]


def media_type(path: Path) -> str:
    """The media type by the first bytes; the extension plays no role.

    Raises:
        FileRefused: `not_a_document` where it is no PDF, TIFF, JPEG or PNG; `unreadable`.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER_REACH)
            file.seek(max(0, path.stat().st_size - _HEADER_REACH))
            end = file.read(_HEADER_REACH)
    except PermissionError:
        raise FileRefused("The file may not be read.", reason=Reason.UNREADABLE) from None
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head or any(all(mark in part for mark in _END_OF_PDF) for part in (head, end)):
        return PDF
    raise FileRefused("The file is no PDF, TIFF, JPEG or PNG.", reason=Reason.NOT_A_DOCUMENT)


def open_pdf(path: Path) -> pikepdf.Pdf:
    """The PDF, with its pages counted.

    Raises:
        FileRefused: `encrypted` where it needs a password, `corrupt` where it cannot be opened,
            `not_a_document` where it is whole and holds no page.
    """
    import pikepdf

    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
        pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise FileRefused("The PDF is locked.", reason=Reason.ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, AttributeError, KeyError, TypeError):
        raise FileRefused("The PDF cannot be opened.", reason=Reason.CORRUPT) from None
    if pages == 0:
        reason = Reason.CORRUPT if pdf.get_warnings() else Reason.NOT_A_DOCUMENT
        raise FileRefused("The PDF holds no page.", reason=reason)
    return pdf


def probe_pdf(pdf: pikepdf.Pdf, path: Path, *, max_pages: int, max_pixels: int) -> Probe:
    """What an opened PDF is. Looks at dictionaries only: nothing is decoded, and no page is kept.

    Raises:
        FileRefused: `too_many_pages`; `too_large` where a page has more pixels than may be decoded.
    """
    from ocr.reading.page_pixels import largest_page
    from ocr.reading.signatures import is_signed

    refuse_too_many(len(pdf.pages), max_pages)
    return Probe(
        media_type=PDF,
        page_count=len(pdf.pages),
        largest_page=largest_page(pdf, max_pixels=max_pixels),
        restricted=pdf.is_encrypted,
        signed=is_signed(pdf, path),
        active_content=has_active_content(pdf),
    )


def refuse_too_many(pages: int, max_pages: int) -> None:
    """Raises FileRefused (`too_many_pages`)."""
    if pages > max_pages:
        message = f"The file has {pages} pages, more than [ocr] max_pages."
        raise FileRefused(message, reason=Reason.TOO_MANY_PAGES)


def refuse_too_large(size: tuple[int, int], max_pixels: int) -> None:
    """Raises FileRefused (`too_large`) for a page of more pixels than `[ocr] max_pixels`."""
    pixels = size[0] * size[1]
    if pixels > max_pixels:
        message = f"A page has {pixels} pixels, more than [ocr] max_pixels."
        raise FileRefused(message, reason=Reason.TOO_LARGE)


def is_active_annotation(annotation: pikepdf.Dictionary) -> bool:
    """Whether an annotation carries a file, plays something or starts an action."""
    return (
        _name(annotation.get("/Subtype")) in ACTIVE_ANNOTATIONS
        or "/AA" in annotation
        or _is_active(annotation.get("/A"))
    )


def annotations_of(page: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    """The annotations of a page that are dictionaries."""
    import pikepdf

    listed = page.get("/Annots")
    if isinstance(listed, pikepdf.Array):
        yield from (entry for entry in listed if isinstance(entry, pikepdf.Dictionary))


def _name(value: object) -> str:
    """A name as text; empty where its bytes are none (names are any bytes, PDF 1.7 7.3.5)."""
    try:
        return str(value)
    except UnicodeDecodeError:
        return ""


def _is_active(action: object) -> bool:
    """Whether an action runs something or reaches out of the file."""
    import pikepdf

    return isinstance(action, pikepdf.Dictionary) and _name(action.get("/S")) in ACTIVE_ACTIONS


def has_active_content(pdf: pikepdf.Pdf) -> bool:
    """Whether it runs or plays something, or carries other files."""
    root = pdf.Root
    names, form = root.get("/Names"), root.get("/AcroForm")
    return (
        _is_active(root.get("/OpenAction"))
        or "/AA" in root
        or _has(names, "/JavaScript")
        or _has(names, "/EmbeddedFiles")
        or _has(form, "/XFA")
        or any(_page_is_active(page.obj) for page in pdf.pages)
    )


def _page_is_active(page: pikepdf.Dictionary) -> bool:
    return "/AA" in page or any(is_active_annotation(annotation) for annotation in annotations_of(page))


def _has(holder: Any, name: str) -> bool:  # noqa: ANN401 - any PDF object
    import pikepdf

    return isinstance(holder, pikepdf.Dictionary) and name in holder
