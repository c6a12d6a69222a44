"""What the made pages say: banks of invented wordings, and the facts that fill their gaps."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

Fields = tuple[tuple[str, str], ...]
"""Pairs of a printed label and the value typed over the dots, on one line of a form."""


@dataclass(frozen=True)
class Office:
    """An agency as it writes itself on its papers."""

    head: tuple[str, ...]
    name: str
    place: str
    symbol: str
    chief: tuple[str, ...]
    authority: str


@dataclass(frozen=True)
class Form:
    """Tờ khai: its title, the fields under each of two headings, the pledge at its end."""

    title: str
    fields: tuple[Fields, ...]
    heading: str
    more: tuple[Fields, ...]
    pledge: str
    signer: str


@dataclass(frozen=True)
class Decision:
    """Quyết định: subject, grounds and articles."""

    subject: str
    grounds: tuple[str, ...]
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Certificate:
    """Giấy chứng nhận: lines of facts, then what follows from them."""

    title: str
    opening: str
    lines: tuple[str, ...]
    closing: tuple[str, ...]


@dataclass(frozen=True)
class Request:
    """Đơn đề nghị: who asks (dotted lines), what for, and the agency's word at its foot."""

    title: str
    fields: tuple[Fields, ...]
    paragraphs: tuple[str, ...]
    confirmed: str


@dataclass(frozen=True)
class Minutes:
    """Biên bản with a ruled table; the rows are drawn from a bank of them."""

    title: tuple[str, str]
    opening: tuple[str, ...]
    header: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]
    signers: tuple[str, str]


@dataclass(frozen=True)
class Letter:
    """Công văn: the subject under its number, and its paragraphs."""

    subject: str
    to: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """All that the pages of one set can say; two sets share no sentence, name or place.

    Strings may have gaps: `{name}`, `{other}`, `{born}`, `{number}`, `{home}`, `{date}`, `{day}`,
    `{office}`, `{place}`, `{money}`, `{phone}`, `{count}`, `{paper}`.
    """

    surnames: tuple[str, ...]
    middles: tuple[str, ...]
    given: tuple[str, ...]
    places: tuple[str, ...]
    villages: tuple[str, ...]
    years: tuple[int, int]
    offices: tuple[Office, ...]
    recipients: tuple[str, ...]
    forms: tuple[Form, ...]
    decisions: tuple[Decision, ...]
    certificates: tuple[Certificate, ...]
    requests: tuple[Request, ...]
    minutes: tuple[Minutes, ...]
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class Facts:
    """The people, places and numbers of one page."""

    office: Office
    gaps: Mapping[str, str] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """The text with its gaps filled."""
        return text.format_map(self.gaps)


def facts(wording: Wording, dice: random.Random) -> Facts:
    """Invented from the banks; ID numbers begin with 000, which no real one does."""
    office = dice.choice(wording.offices)
    year = dice.randint(*wording.years)
    day, month = dice.randint(1, 28), dice.randint(1, 12)
    home = f"{dice.choice(wording.villages)}, {dice.choice(wording.places)}, tỉnh {office.place}"
    gaps = {
        "name": person(wording, dice),
        "other": person(wording, dice),
        "third": person(wording, dice),
        "born": f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{dice.randint(1946, 2004)}",
        "other_born": f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{dice.randint(1946, 2004)}",
        "number": f"000{dice.randrange(10**9):09}",
        "home": home,
        "date": f"ngày {day:02} tháng {month:02} năm {year}",
        "day": f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{year}",
        "year": str(year),
        "symbol": office.symbol,
        "office": office.name,
        "place": office.place,
        "money": f"{dice.randint(2, 98)}.{dice.randrange(10)}00.000",
        "phone": f"0900 {dice.randrange(1000):03} {dice.randrange(1000):03}",
        "count": f"{dice.randint(2, 19):02}",
        "paper": str(dice.randint(11, 2890)),
    }
    return Facts(office, gaps)


def person(wording: Wording, dice: random.Random) -> str:
    """The name of a person who does not exist."""
    return f"{dice.choice(wording.surnames)} {dice.choice(wording.middles)} {dice.choice(wording.given)}"
