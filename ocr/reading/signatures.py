"""Electronic signatures of a PDF: who, when, over what, and whether what was signed is unchanged.

Trust in the signer's certificate is not judged here: that is the national verification service's part.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

_UNREAD = {"signer": None, "signed_at": None, "covers_whole_file": False, "intact": False}
# A PDF date without a zone leaves it unknown (ISO 32000-1, 7.9.4); signing programs here mean their own.
_VIETNAM = datetime.timezone(datetime.timedelta(hours=7))


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
