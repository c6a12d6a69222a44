"""Codes: dossiers (mã hồ sơ) and procedures (mã thủ tục hành chính).

Source: Circular 01/2018/TT-VPCP art. 19 (old order), Decision 20/2020/QĐ-TTg (new order);
domain/indicators.md, section 3. The raw code is the key; it is checked, never rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_OLD_ORDER = r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}-\d{6}-\d{4,7}"  # 000.00.23.H40-240105-0012
_NEW_ORDER = r"[A-Z]\d{2}(?:\.[0-9A-Z]{1,4}){0,6}-\d{6}-\d{4,7}"  # H40.12-240105-0012
_DOSSIER = re.compile(rf"(?:{_OLD_ORDER}|{_NEW_ORDER})")
_IN_TEXT = re.compile(rf"(?<![0-9A-Za-z.\-]){_DOSSIER.pattern}(?![0-9A-Za-z\-])")
_KEY_SAFE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._\-]{0,62}[0-9A-Za-z])?")
_PROCEDURE = re.compile(r"\d\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})?")


def looks_like_dossier_code(text: str) -> bool:
    """Whether the text has the form of a dossier code, in the old order or the new."""
    return _DOSSIER.fullmatch(text) is not None


def is_usable_dossier_code(text: str) -> bool:
    """Whether the text may serve as a dossier code at all: safe as part of a key, at most 64 characters.

    Registers hold codes of forms that no circular knows; refusing them would shrink the denominator.
    """
    return _KEY_SAFE.fullmatch(text) is not None and ".." not in text


def shown_dossier(code: str | None, known_codes: Collection[str]) -> str:
    """A dossier as logs, runs and slips name it; empty where it is not known and has not the form of a code.

    That may be the name of any folder, and so a person's.
    """
    is_one = code is not None and (looks_like_dossier_code(code) or code in known_codes)
    return code if code is not None and is_one else ""


def dossier_codes_in(text: str) -> frozenset[str]:
    """Every dossier code printed in a text."""
    return frozenset(match.group(0) for match in _IN_TEXT.finditer(text))


def is_procedure_code(text: str) -> bool:
    """Whether the text is a procedure code, with or without the suffix of a provincial catalogue."""
    return _PROCEDURE.fullmatch(text) is not None


def national_procedure_code(text: str) -> str:
    """The national part of a procedure code (`1.010833.000.00.00.H15` is `1.010833`)."""
    return text[:8]
