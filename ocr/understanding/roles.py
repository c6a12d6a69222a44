"""Whose field it is: the people of a paper, kept apart by what labels and headings say of them.

The declarant is never the person concerned (domain/indicators.md, 5.2): a label that does not tell whose name
it asks for belongs to the person of its section, and to nobody where two names stand in one section.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

_NUMERAL = re.compile(r"(?:[IVXLH]{1,4}|\d{1,2}|[A-D])(?: |$)")
_LEADS = re.compile(
    r"(?:PHAN KHAI (?:VE|CUA|DOI VOI)|PHAN THONG TIN|THONG TIN(?: VE| CUA)?|PHAN|VE) (?P<who>.+)"
)
_PART = re.compile(r"PHAN (?:THU )?(?:[IVXLH1]{1,4}|\d{1,2}) ")
_SECTION = re.compile(r"(?:PHAN KHAI|THONG TIN|BEN NAM|BEN NU|NGUOI YEU CAU DANG KY|PHAN )")
_FOR_SOMEBODY = re.compile(
    r"DE NGHI (?:CO QUAN|QUY CO QUAN|UY BAN)"
    r"|\b(?:CHO|NHAN|CONG NHAN) (?:NGUOI|CHAU|CON|TRE)\b.*(?:DUOI DAY|SAU DAY)"
    r"|NGUOI CO (?:TEN|THONG TIN) (?:DUOI|SAU)"
)


class Role(StrEnum):
    """Who a person is on a paper.

    Attributes:
        DECLARANT: who asks and signs (người yêu cầu, người khai).
        PERSON: whom the paper is about, where no other word says it.
    """

    DECLARANT = "declarant"
    PERSON = "person"
    CHILD = "child"
    FATHER = "father"
    MOTHER = "mother"
    DECEASED = "deceased"
    HUSBAND = "husband"
    WIFE = "wife"
    MARTYR = "martyr"


_BESIDE = frozenset({Role.DECLARANT, Role.FATHER, Role.MOTHER})
# The first that a qualifier or heading begins with; longer phrases before shorter ones.
_PHRASES: tuple[tuple[str, Role], ...] = (
    ("NGUOI YEU CAU", Role.DECLARANT),
    ("NGUOI KHAI", Role.DECLARANT),
    ("NGUOI DI KHAI", Role.DECLARANT),
    ("NGUOI DI DANG KY", Role.DECLARANT),
    ("NGUOI DE NGHI", Role.DECLARANT),
    ("NGUOI DUNG KHAI", Role.DECLARANT),
    ("NGUOI DUNG DON", Role.DECLARANT),
    ("NGUOI LAM DON", Role.DECLARANT),
    ("NGUOI VIET DON", Role.DECLARANT),
    ("NGUOI NOP", Role.DECLARANT),
    ("CA NHAN TO CHUC NHAN", Role.DECLARANT),
    ("CA NHAN DUNG RA", Role.DECLARANT),
    ("NGUOI ME", Role.MOTHER),
    ("ME", Role.MOTHER),
    ("NGUOI CHA", Role.FATHER),
    ("CHA", Role.FATHER),
    ("BO", Role.FATHER),
    ("NGUOI CHET", Role.DECEASED),
    ("NGUOI DA CHET", Role.DECEASED),
    ("NGUOI TU TRAN", Role.DECEASED),
    ("NGUOI CO CONG TU TRAN", Role.DECEASED),
    ("NGUOI QUA CO", Role.DECEASED),
    ("NGUOI DUOC KHAI SINH", Role.CHILD),
    ("NGUOI DUOC DANG KY KHAI SINH", Role.CHILD),
    ("CON", Role.CHILD),
    ("TRE", Role.CHILD),
    ("CHONG", Role.HUSBAND),
    ("BEN NAM", Role.HUSBAND),
    ("VO", Role.WIFE),
    ("BEN NU", Role.WIFE),
    ("LIET SI", Role.MARTYR),
    ("NGUOI DUOC", Role.PERSON),
    ("NGUOI KHUYET TAT", Role.PERSON),
    ("NGUOI CO CONG", Role.PERSON),
    ("NGUOI BENH", Role.PERSON),
    ("DOI TUONG", Role.PERSON),
)
# What a label may say besides, and of nobody else.
_NEUTRAL = re.compile(
    r"^(?:(?:CUOI CUNG|CCCD|CMND|CMTND|HO CHIEU|CAN CUOC|CONG DAN|THUONG TRU|TAM TRU|HIEN NAY|HIEN TAI|NEU CO"
    r"|SO|HOAC|DINH DANH|CA NHAN|VIET CHU IN HOA|CHU IN HOA|IN HOA|GIAY TO HOP LE|VA|TEN|FULL NAME|NAME|SEX"
    r"|NO|DATE OF|BIRTH|EXPIRY|PLACE OF RESIDENCE|NGAY|KHAI SINH|KHAI TU|KET HON|TAI) ?)+$"
)
_OF = re.compile(r"^(?:CUA|CHO|VE) ")


def role_in(phrase: str) -> Role | None:
    """The person that a folded phrase begins with; None for nobody known, or for both parents at once."""
    who = _OF.sub("", phrase)
    if who.startswith(("CHA ME", "ME CHA")):
        return None
    return next((role for start, role in _PHRASES if who == start or who.startswith(f"{start} ")), None)


def is_neutral(qualifier: str) -> bool:
    """Whether what stands between a label and its colon says nothing of a person."""
    return not qualifier or _NEUTRAL.match(qualifier) is not None


def concerned(roles: Sequence[Role]) -> Role | None:
    """Whom the paper is about: the first of its people who is neither declarant nor parent."""
    return next((role for role in roles if role not in _BESIDE), None)


def section_of(folded: str, roles: Sequence[Role]) -> tuple[bool, Role | None]:
    """Whether a folded line opens a section, and whose; None for a section of somebody not known."""
    if _FOR_SOMEBODY.search(folded):
        return True, concerned(roles)
    numeral = _PART.match(folded) or _NUMERAL.match(folded)
    rest = folded[numeral.end() :] if numeral else folded
    if not (numeral or _SECTION.match(rest)):
        return False, None
    lead = _LEADS.match(rest)
    role = role_in(lead["who"] if lead else rest)
    if role in (Role.PERSON, Role.CHILD) and role not in roles:
        return True, concerned(roles)
    return True, role
