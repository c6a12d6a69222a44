"""Codes on pages at 200 dpi, up to 5 degrees askew: which are found."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.classify_readings import Readings
from benchmarks.classify_trials import page_cache
from benchmarks.papers_by_kind.drawn import kept
from benchmarks.papers_by_kind.sheets import CodePage, code_pages, drawn_codes


@dataclass(frozen=True)
class CodesFound:
    """A page of codes: how many of them were told, and which not."""

    page: CodePage
    missed: tuple[str, ...]

    @property
    def found(self) -> int:
        """How many were told with their right text."""
        return len(self.page.said) - len(self.missed)


def pages_with_codes(limit: int | None = None) -> list[tuple[CodePage, Path]]:
    """The pages and their pictures, at 200 dpi whatever the damage."""
    made = code_pages() if limit is None else code_pages()[:limit]
    return [
        (page, kept(page_cache(), page.name, lambda one=page: [drawn_codes(one)], "office")[0])  # type: ignore[misc]
        for page in made
    ]


def codes_found(page: CodePage, picture: Path, readings: Readings) -> CodesFound:
    """Compares what was told with what was printed; two codes with one text must both be told."""
    reading = readings.page(picture)
    told = [_symbology(code.form, code.text) for code in reading.codes] if reading else []
    missed = []
    for form, said in page.said:
        wanted = _symbology(form.split(" mm", maxsplit=1)[0], said)
        if wanted in told:
            told.remove(wanted)
        else:
            missed.append(form)
    return CodesFound(page, tuple(missed))


def _symbology(form: str, said: str) -> tuple[str, str]:
    return ("QR" if form.startswith("QR") else "bars", said)
