"""What a file is, by its content alone, and what stands against rewriting it. Runs in the child."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from dossiers.errors import FileRefused
from dossiers.reasons import Reason

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
_SIGNATURES_EXIST = 1
_DEPTH_OF_FIELDS = 8
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE"})
ACTIVE_ANNOTATIONS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})


def media_type(path: Path) -> str:
    """The media type by the first bytes; the extension plays no role.

    Raises:
        FileRefused: `not_a_document` where it is no PDF, TIFF, JPEG or PNG.
    """
    with path.open("rb") as file:
        head = file.read(_HEADER_REACH)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head:
        return PDF
    raise FileRefused("The file is no PDF, TIFF, JPEG or PNG.", reason=Reason.NOT_A_DOCUMENT)


def open_pdf(path: Path) -> pikepdf.Pdf:
    """The PDF, with its pages counted.

    Raises:
        FileRefused: `encrypted` where it needs a password, `corrupt` where it cannot be opened,
            `not_a_document` where it is whole and holds no page.
    """
    try:
        pdf = pikepdf.open(path, suppress_warnings=True)
        pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise FileRefused("The PDF needs a password.", reason=Reason.ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, AttributeError, KeyError, TypeError):
        raise FileRefused("The PDF cannot be opened.", reason=Reason.CORRUPT) from None
    if pages == 0:
        reason = Reason.CORRUPT if pdf.get_warnings() else Reason.NOT_A_DOCUMENT
        raise FileRefused("The PDF holds no page.", reason=reason)
    return pdf


def findings(pdf: pikepdf.Pdf, path: Path) -> list[str]:
    """The findings of the file: `restricted`, `signed`, `active_content`."""
    found = {
        "restricted": pdf.is_encrypted,
        "signed": is_signed(pdf, path),
        "active_content": _has_active_content(pdf),
    }
    return [name for name, holds in found.items() if holds]


def is_signed(pdf: pikepdf.Pdf, path: Path) -> bool:
    """Whether rewriting would break a signature.

    /SigFlags alone is not enough: signed contracts without it were destroyed (OCRmyPDF issue 1040).
    A signature dictionary has its /ByteRange in plain sight, as its offsets are those of the file
    (ISO 32000-1, 12.8.1).
    """
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        if _whole(form.get("/SigFlags")) & _SIGNATURES_EXIST:
            return True
        if any(_field_type(field) == "/Sig" and "/V" in field for field in _fields(form)):
            return True
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b"/ByteRange") >= 0


def is_active(action: object) -> bool:
    """Whether an action runs something or reaches out of the file."""
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) in ACTIVE_ACTIONS


def _has_active_content(pdf: pikepdf.Pdf) -> bool:
    root = pdf.Root
    names, form = root.get("/Names"), root.get("/AcroForm")
    return (
        is_active(root.get("/OpenAction"))
        or "/AA" in root
        or (isinstance(names, pikepdf.Dictionary) and ("/JavaScript" in names or "/EmbeddedFiles" in names))
        or (isinstance(form, pikepdf.Dictionary) and "/XFA" in form)
        or any(_page_is_active(page.obj) for page in pdf.pages)
    )


def _page_is_active(page: pikepdf.Dictionary) -> bool:
    return "/AA" in page or any(is_active_annotation(annotation) for annotation in annotations_of(page))


def is_active_annotation(annotation: pikepdf.Dictionary) -> bool:
    """Whether an annotation carries a file, plays something or starts an action."""
    return (
        str(annotation.get("/Subtype")) in ACTIVE_ANNOTATIONS
        or "/AA" in annotation
        or is_active(annotation.get("/A"))
    )


def annotations_of(page: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    """The annotations of a page that are dictionaries."""
    listed = page.get("/Annots")
    if isinstance(listed, pikepdf.Array):
        yield from (entry for entry in listed if isinstance(entry, pikepdf.Dictionary))


def _fields(form: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    waiting = [(form.get("/Fields"), 0)]
    while waiting:
        listed, depth = waiting.pop()
        if not isinstance(listed, pikepdf.Array) or depth > _DEPTH_OF_FIELDS:
            continue
        for field in listed:
            if isinstance(field, pikepdf.Dictionary):
                yield field
                waiting.append((field.get("/Kids"), depth + 1))


def _field_type(field: pikepdf.Dictionary) -> str:
    own = field.get("/FT")
    parent = field.get("/Parent")
    if own is None and isinstance(parent, pikepdf.Dictionary):
        own = parent.get("/FT")
    return str(own)


def _whole(value: object) -> int:
    try:
        return int(value)  # type: ignore[call-overload, no-any-return]
    except (TypeError, ValueError):
        return 0
