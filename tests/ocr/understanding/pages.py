"""Pages written by hand, as a reading would hold them: text becomes words with boxes, line by line.

Four or more spaces in a line are the gap between two columns.
"""

from __future__ import annotations

import re
from functools import cache

from config.catalogue import load_catalogue
from config.gates import load_gates
from config.kinds import load_kinds
from config.sections import Profile
from dossiers.procedures import Component, ResultPaper
from ocr.understanding.documents import DossierContext, Knowledge, understand
from ocr.values import ColourMode, Document, PageReading, PageSource, Reading, Word

CODE = "H40.12-240105-0012"
CHAR, LINE, LEFT, TOP, COLUMN = 6.0, 20.0, 60.0, 50.0, 300.0
MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def words_of(text: str, confidence: float) -> tuple[Word, ...]:
    words = []
    for number, line in enumerate(line for line in text.splitlines() if line.strip()):
        left, top = LEFT, TOP + number * LINE
        for column in re.split(r" {4,}", line.strip()):
            for word in column.split():
                width = CHAR * len(word)
                box = (left, top, left + width, top + 12.0)
                words.append(Word(text=word, box=box, confidence=confidence, line=number))
                left += width + CHAR
            left = max(left + 40.0, COLUMN)
    return tuple(words)


def page(
    text: str,
    number: int = 1,
    *,
    confidence: float = 93.0,
    dpi: int | None = 200,
    colour: ColourMode | None = ColourMode.COLOUR,
    sharpness: float | None = 900.0,
    findings: tuple[str, ...] = (),
) -> PageReading:
    """A scanned page; an empty text makes a blank one."""
    words = words_of(text, confidence)
    lines = (" ".join(word.text for word in words if word.line == line) for line in range(99))
    return PageReading(
        number=number,
        source=PageSource.OCR if words else PageSource.BLANK,
        text="\n".join(line for line in lines if line),
        words=words,
        confidence=confidence if words else 0.0,
        dpi=dpi,
        width=595,
        height=842,
        colour=colour,
        ink=0.05 if words else 0.0,
        sharpness=sharpness,
        findings=findings,
    )


@cache
def knowledge(profile: Profile = Profile.INTAKE) -> Knowledge:
    return Knowledge(kinds=load_kinds(), gates=load_gates(profile))


def context(procedure: str, *, slot: str | None = None, by_person: bool = False) -> DossierContext:
    """A dossier of a procedure of the shipped catalogue."""
    found = load_catalogue().get(procedure)
    assert found is not None
    return DossierContext(
        dossier_code=CODE,
        components=found.components or (),
        results=found.result,
        declared_slot=slot,
        declared_by_person=by_person,
    )


def bare_context(
    *components: Component, results: tuple[ResultPaper, ...] = (), slot: str | None = None
) -> DossierContext:
    return DossierContext(dossier_code=CODE, components=components, results=results, declared_slot=slot)


def understand_pages(
    *pages: PageReading | str, of: DossierContext | None = None, profile: Profile = Profile.INTAKE
) -> tuple[Document, ...]:
    readings = tuple(
        page(entry, number) if isinstance(entry, str) else entry.model_copy(update={"number": number})
        for number, entry in enumerate(pages, start=1)
    )
    reading = Reading(media_type="application/pdf", pages=readings)
    return understand(reading, context=of, knowledge=knowledge(profile))


def understand_one(
    *pages: PageReading | str, of: DossierContext | None = None, profile: Profile = Profile.INTAKE
) -> Document:
    (document,) = understand_pages(*pages, of=of, profile=profile)
    return document


def paper(title: str, body: str = "Kính gửi: Ủy ban nhân dân xã An Hòa\nHọ và tên: Nguyễn Văn Thử") -> str:
    return f"{MOTTO}\n{title}\n{body}"
