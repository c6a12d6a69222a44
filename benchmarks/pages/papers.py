"""Wordings become papers of six kinds, in the blocks that the samples are drawn with."""

from __future__ import annotations

import random
from collections.abc import Callable

from benchmarks.pages.wording import Facts, Fields, Wording, facts
from samples.generate.blocks import (
    MAROON,
    Block,
    Border,
    Centre,
    Fill,
    Gap,
    Head,
    Paper,
    Para,
    Recipients,
    Signatures,
    Signer,
    Table,
    Title,
)


def paper(kind: str, wording: Wording, turn: int, dice: random.Random) -> Paper:
    """A paper of one page of this kind; `turn` goes round the wordings of the kind."""
    known = facts(wording, dice)
    return Paper((kind,), KINDS[kind](wording, known, turn, dice))


def _form(wording: Wording, known: Facts, turn: int, _dice: random.Random) -> tuple[Block, ...]:
    form = wording.forms[turn % len(wording.forms)]
    return (
        Head(form=f"Mẫu số {turn + 3:02}"),
        Title((form.title,), gap_after=6),
        Centre(known.fill("Kính gửi: {office}")),
        *_dotted(form.fields, known),
        Para(form.heading, "bold"),
        *_dotted(form.more, known),
        Para(known.fill(form.pledge)),
        Signatures(_applicant(form.signer, known), date_line=known.fill("{place}, {date}")),
    )


def _decision(wording: Wording, known: Facts, turn: int, _dice: random.Random) -> tuple[Block, ...]:
    decision = wording.decisions[turn % len(wording.decisions)]
    office = known.office
    return (
        Head(office.head, known.fill(f"Số: {{paper}}/QĐ-{office.symbol}"), known.fill("{place}, {date}")),
        Title(("QUYẾT ĐỊNH", decision.subject), 14, gap_after=6),
        Centre(office.authority, "bold"),
        *(Para(known.fill(ground), "italic") for ground in decision.grounds),
        Centre("QUYẾT ĐỊNH:", "bold", 14),
        *(Para(known.fill(article)) for article in decision.articles),
        Signatures(_agency(known)),
        Recipients(wording.recipients),
    )


def _certificate(wording: Wording, known: Facts, turn: int, _dice: random.Random) -> tuple[Block, ...]:
    certificate = wording.certificates[turn % len(wording.certificates)]
    office = known.office
    return (
        Border(),
        Head(office.head, known.fill("Số: {paper}/GCN")),
        Title((certificate.title,), 17, MAROON, 10),
        Para(known.fill(certificate.opening), "bold"),
        *(Para(known.fill(line)) for line in certificate.lines),
        *(Para(known.fill(paragraph)) for paragraph in certificate.closing),
        Gap(8),
        Signatures(_agency(known), date_line=known.fill("{place}, {date}")),
    )


def _request(wording: Wording, known: Facts, turn: int, _dice: random.Random) -> tuple[Block, ...]:
    request = wording.requests[turn % len(wording.requests)]
    office = known.office
    confirming = Signer(("XÁC NHẬN CỦA ĐỊA PHƯƠNG",), known.gaps["third"], "(Ký, đóng dấu)", office.head[-1])
    return (
        Head(),
        Title((request.title,), gap_after=6),
        Centre(known.fill("Kính gửi: {office}")),
        *_dotted(request.fields, known),
        *(Para(known.fill(paragraph)) for paragraph in request.paragraphs),
        Para(known.fill(request.confirmed), "italic"),
        Signatures(_applicant("NGƯỜI LÀM ĐƠN", known), confirming, known.fill("{place}, {date}")),
    )


def _minutes(wording: Wording, known: Facts, turn: int, dice: random.Random) -> tuple[Block, ...]:
    minutes = wording.minutes[turn % len(wording.minutes)]
    office = known.office
    rows = dice.sample(minutes.rows, 5)
    numbered = tuple((str(row + 1), *map(known.fill, cells)) for row, cells in enumerate(rows))
    left, right = minutes.signers
    return (
        Head(office.head, known.fill("Số: {paper}/BB")),
        Title(minutes.title, 14, gap_after=6),
        *(Para(known.fill(line)) for line in minutes.opening),
        Gap(10),
        Table(minutes.header, numbered, minutes.widths),
        *(Para(known.fill(line)) for line in minutes.closing),
        Signatures(Signer((right,), known.gaps["name"]), Signer((left,), known.gaps["other"])),
    )


def _letter(wording: Wording, known: Facts, turn: int, _dice: random.Random) -> tuple[Block, ...]:
    letter = wording.letters[turn % len(wording.letters)]
    office = known.office
    return (
        Head(
            office.head,
            known.fill(f"Số: {{paper}}/{office.symbol}-VP"),
            known.fill("{place}, {date}"),
            subject=letter.subject,
        ),
        Gap(8),
        Centre(known.fill(f"Kính gửi: {letter.to}")),
        *(Para(known.fill(paragraph)) for paragraph in letter.paragraphs),
        Signatures(_agency(known)),
        Recipients(wording.recipients),
    )


def _dotted(lines: tuple[Fields, ...], known: Facts) -> tuple[Fill, ...]:
    """Lines of a form; nothing by pen: handwriting is not what these pages measure."""
    return tuple(
        Fill(tuple((label, known.fill(value)) for label, value in line), pen=False) for line in lines
    )


def _applicant(role: str, known: Facts) -> Signer:
    return Signer((role,), known.gaps["name"])


def _agency(known: Facts) -> Signer:
    return Signer(known.office.chief, known.gaps["third"], "", known.office.head[-1])


KINDS: dict[str, Callable[[Wording, Facts, int, random.Random], tuple[Block, ...]]] = {
    "to_khai": _form,
    "quyet_dinh": _decision,
    "giay_chung_nhan": _certificate,
    "don_de_nghi": _request,
    "bien_ban": _minutes,
    "cong_van": _letter,
}
