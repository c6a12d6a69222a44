"""What a preview of a rerun counts while it looks: what is touched, what that costs, what would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from dossiers.manifest import StoredDocument
from dossiers.previews import ChangedPaper, NotDone, Touched, WouldChange
from dossiers.register import DossierRecord
from dossiers.verdicts import ChangedDossier
from flows.metrics.cpu import cpu_seconds
from flows.rerunning import FileKey
from flows.trying_again import FileAgain

_SECONDS_IN_A_MINUTE = 60

Files = Mapping[FileKey, Sequence[StoredDocument]]


def is_purged(entries: Sequence[StoredDocument]) -> bool:
    """Whether a rerun leaves the file as it is, because something of it was purged."""
    return any(entry.purged for entry in entries)


def touched_too(unit: Touched, files: Files) -> Touched:
    """With one dossier more."""
    left = [entries for entries in files.values() if not is_purged(entries)]
    papers = [entry for entries in left for entry in entries]
    return Touched(
        unit_code=unit.unit_code,
        dossiers=unit.dossiers + 1,
        files=unit.files + len(left),
        papers=unit.papers + len(papers),
        pages=unit.pages + sum(entry.pages for entry in papers),
        purged_files=unit.purged_files + len(files) - len(left),
    )


def pages_to_read(files: Files, of_scans: Mapping[str, int]) -> int:
    """The pages that stage `read` reads: of each file all, also those of other dossiers.

    Args:
        files: of one dossier.
        of_scans: how many pages the batch scans among them have.
    """
    return sum(
        max(of_scans.get(sha256, 0), *(page for entry in entries for page in entry.source_pages))
        for (sha256, _), entries in files.items()
        if not is_purged(entries)
    )


def sample_of(records: Sequence[DossierRecord], most: int | None) -> frozenset[str]:
    """The codes of at most so many dossiers, evenly spread; None: of all."""
    step = 1 if most is None else -(-len(records) // most)
    return frozenset(record.dossier_code for record in records[:: max(1, step)])


@dataclass
class Spent:
    """What was spent on files that were done as a rerun does them, in CPU seconds of all processes."""

    files: int = 0
    pages: int = 0
    seconds: float = 0.0
    _began: float = 0.0

    def begin(self) -> None:
        """A file begins."""
        self._began = cpu_seconds()

    def end(self, entries: Sequence[StoredDocument]) -> None:
        """It ended."""
        self.files += 1
        self.pages += sum(entry.pages for entry in entries)
        self.seconds += max(0.0, cpu_seconds() - self._began)

    def minutes(self, pages: int) -> float | None:
        """For so many pages; None where no file was done."""
        return minutes(pages, self.seconds / self.pages if self.pages else None)


def minutes(pages: int, seconds_a_page: float | None) -> float | None:
    """For so many pages; None where nobody knows what one costs."""
    if not pages:
        return 0.0
    return None if seconds_a_page is None else round(pages * seconds_a_page / _SECONDS_IN_A_MINUTE, 2)


@dataclass
class Found:
    """What was found to change, as it comes in; keeps `most` papers and dossiers, None: all."""

    most: int | None
    copies: bool
    looked_at: int = 0
    written: int = 0
    rewritten: int = 0
    papers: int = 0
    moves: Counter[str] = field(default_factory=Counter)
    changed_papers: list[ChangedPaper] = field(default_factory=list)
    changed_dossiers: list[ChangedDossier] = field(default_factory=list)
    not_done: list[NotDone] = field(default_factory=list)

    def done(self, again: FileAgain) -> None:
        """A file was done again."""
        self.written += again.written
        self.rewritten += again.rewritten

    def judged(self, papers: Sequence[ChangedPaper], dossier: ChangedDossier | None) -> None:
        """A dossier was judged."""
        self.looked_at += 1
        self.papers += len(papers)
        self.changed_papers += papers[: self._room(self.changed_papers)]
        if dossier is not None:
            self.moves[dossier.move] += 1
            self.changed_dossiers += [dossier][: self._room(self.changed_dossiers)]

    def told(self) -> WouldChange:
        """As a preview shows it."""
        return WouldChange(
            looked_at=self.looked_at,
            papers=self.papers,
            written=self.written,
            rewritten=self.rewritten if self.copies else None,
            dossiers=self.moves.total(),
            moves=dict(self.moves.most_common()),
            changed_papers=tuple(self.changed_papers),
            changed_dossiers=tuple(self.changed_dossiers),
            not_done=tuple(self.not_done),
        )

    def _room(self, kept: Collection[object]) -> int | None:
        return None if self.most is None else self.most - len(kept)
