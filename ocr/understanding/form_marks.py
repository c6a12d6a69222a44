"""The mark of an official form, `Mẫu số 05`, and its law (`Ban hành kèm theo Nghị định 131/2021/NĐ-CP`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from config.kinds import Kind
from dossiers.text import fold
from ocr.understanding.head import Line

_MARK = re.compile(r"\bMAU (?:[S5]?[O0] )?(?P<number>(?:(?=[OIL]*\d)[0-9OIL]{1,3}[A-E]?|TT ?[0-9])\b)")
_LAW = re.compile(
    r"\b(?:(?P<number>\d{1,3}) (?P<year>20\d\d) (?P<type>ND|TT|QD)\b"
    r"|(?:ND|NGHI DINH|TT|THONG TU)(?: SO)? (?P<number2>\d{1,3}) (?P<year2>20\d\d)\b)"
)
_LOOKS_LIKE_DIGIT = str.maketrans("OIL", "011")
# What OCR takes for each other.
_LOOK_ALIKE = frozenset(
    frozenset(pair) for pair in ("06", "08", "09", "17", "27", "35", "38", "56", "58", "68", "69", "89")
)


class FormMark(NamedTuple):
    """Number of a form, without leading zero, and its law (`131/2021`), None where it is not said."""

    number: str
    law: str | None

    @property
    def words(self) -> str:
        """As it is told to people."""
        return f"Mẫu số {self.number.rjust(2, '0')}" + (f", {self.law}" if self.law else "")


def form_mark_on(head: Sequence[Line]) -> FormMark | None:
    """The mark in the head of a page; None without one, and where several forms are named."""
    text = " ".join(fold(line.text) for line in head)
    numbers = {_plain(found["number"]) for found in _MARK.finditer(text)}
    if len(numbers) != 1:
        return None
    laws = {
        f"{found['number'] or found['number2']}/{found['year'] or found['year2']}"
        for found in _LAW.finditer(text)
    }
    return FormMark(min(numbers), min(laws) if len(laws) == 1 else None)


def forms_of(kind: Kind) -> frozenset[FormMark]:
    """The forms of a kind."""
    return frozenset(_form(text) for text in kind.forms)


def is_form_of(mark: FormMark, kind: Kind) -> bool:
    """Whether a form with that mark is of the kind; a mark without law may be."""
    return any(form.number == mark.number and mark.law in {None, form.law} for form in forms_of(kind))


def is_other_form(mark: FormMark, kind: Kind) -> bool:
    """Whether the mark is surely none of the kind's: other by more than a misread digit."""
    forms = forms_of(kind)
    return bool(forms) and not any(_may_be_same(mark, form) for form in forms)


def _may_be_same(mark: FormMark, form: FormMark) -> bool:
    if mark.law is not None and mark.law != form.law:
        return True  # an older or newer law gives the same form another number
    return is_misread(mark.number, form.number)


def is_misread(one: str, other: str) -> bool:
    """Whether one number may be a misreading of the other."""
    one, other = one.rjust(2, "0"), other.rjust(2, "0")
    if len(one) != len(other):
        return False
    different = [frozenset(pair) for pair in zip(one, other, strict=True) if len(set(pair)) > 1]
    return len(different) <= 1 and all(pair in _LOOK_ALIKE for pair in different)


def _form(text: str) -> FormMark:
    number, law = text.split(" ", 1)
    return FormMark(_plain(fold(number)), "/".join(law.split("/")[:2]))


def _plain(number: str) -> str:
    digits = number.replace(" ", "")
    if digits.startswith("TT"):
        return digits
    return digits.translate(_LOOKS_LIKE_DIGIT).lstrip("0") or "0"
