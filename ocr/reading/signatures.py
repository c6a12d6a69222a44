"""Electronic signatures of a PDF: are there any, who, when, over what, and is what was signed unchanged.

Trust in the signer's certificate is not judged here: that is the national verification service's part.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

_UNREAD = {"signer": None, "signed_at": None, "covers_whole_file": False, "intact": False}
# A PDF date without a zone leaves it unknown (ISO 32000-1, 7.9.4); signing programs here mean their own.
_VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
_SIGNATURES_EXIST = 1
_DEPTH_OF_FIELDS = 8
_MARK = b"/ByteRange"
_PIECE = 1 << 20


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
    return _bears_the_mark(path)


def _bears_the_mark(path: Path) -> bool:
    """Read in pieces: the pages of a mapped file would count as memory of this process."""
    with path.open("rb") as file:
        end = b""
        while piece := file.read(_PIECE):
            if _MARK in end + piece:
                return True
            end = piece[-len(_MARK) :]
    return False


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


def signatures(path: Path) -> list[dict[str, Any]]:
    """The values of `ocr.values.Signature`, as JSON; one not intact where none can be read."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        with path.open("rb") as file:
            embedded = PdfFileReader(file, strict=False).embedded_regular_signatures
            return [_one(signature) for signature in embedded] or [_UNREAD]
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a damaged signature makes pyhanko, asn1crypto or cryptography raise anything
        return [_UNREAD]


def _one(signature: Any) -> dict[str, Any]:  # noqa: ANN401 - pyhanko's EmbeddedPdfSignature
    return {
        "signer": _signer(signature),
        "signed_at": _signed_at(signature),
        **_integrity(signature),
    }


def _integrity(signature: Any) -> dict[str, bool]:  # noqa: ANN401
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    try:
        signature.compute_integrity_info(skip_diff=True)
        digest_matches, signature_holds = validate_sig_integrity(
            signature.signer_info, signature.signer_cert, "data", signature.compute_digest()
        )
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - as above
        return {"covers_whole_file": False, "intact": False}
    covers = signature.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return {"covers_whole_file": covers, "intact": digest_matches and signature_holds}


def _signer(signature: Any) -> str | None:  # noqa: ANN401
    name = signature.signer_cert.subject.native.get("common_name")
    if isinstance(name, list):
        name = name[0]
    return None if name is None else str(name)


def _signed_at(signature: Any) -> str | None:  # noqa: ANN401
    moment = signature.self_reported_timestamp
    if moment is None:
        return None
    return str((moment if moment.tzinfo else moment.replace(tzinfo=_VIETNAM)).isoformat())
