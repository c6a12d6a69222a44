"""What a rerun would touch and change, as it is shown before anybody does it."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from dossiers.manifest import StoredDocument, document_id
from dossiers.verdicts import ChangedDossier


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True)


class Touched(_Shown):
    """What of one unit a rerun would do again; files of which something was purged it leaves as they are."""

    unit_code: str
    dossiers: int = 0
    files: int = 0
    papers: int = 0
    pages: int = 0
    purged_files: int = 0


class PaperLook(_Shown):
    """How a paper stands: what it is, what it serves as, whether it is usable, why a person is asked."""

    kind: str
    slots: tuple[str, ...]
    state: str
    standing: str
    review: str | None
    source_pages: tuple[int, ...]


class ChangedPaper(_Shown):
    """A paper that would stand otherwise.

    Attributes:
        document: its id; that of a paper that would be cut anew has no number yet: `<dossier code>/new`.
        before, after: None where it is not there.
    """

    document: str
    before: PaperLook | None
    after: PaperLook | None


class NotDone(_Shown):
    """A file that could not be done again: its papers, and why. No text of it."""

    documents: tuple[str, ...]
    reason: str


class WouldChange(_Shown):
    """What would come out differently.

    The papers of other dossiers are taken as they stand, and so are the archive copies where `rewritten` is
    None.

    Attributes:
        looked_at: at how many dossiers was looked; where there are more, the counts are of these alone.
        papers: how many would stand otherwise.
        written: how many entries of the manifest would be written: all of them after an upgrade, for each
            names the version that made it.
        rewritten: of how many archive copy or text would get a new version; None: the copies were not made.
        dossiers: how many would be judged otherwise.
        moves: these by completeness before and after.
        changed_papers, changed_dossiers: they themselves; at most as many as were asked for.
        not_done: the files that a rerun could not do.
    """

    looked_at: int = 0
    papers: int = 0
    written: int = 0
    rewritten: int | None = None
    dossiers: int = 0
    moves: dict[str, int] = {}
    changed_papers: tuple[ChangedPaper, ...] = ()
    changed_dossiers: tuple[ChangedDossier, ...] = ()
    not_done: tuple[NotDone, ...] = ()


class Preview(_Shown):
    """What a rerun would do.

    Attributes:
        units: what it would touch, by unit.
        cpu_minutes: about what it costs; None where nobody knows. For `read` told by how long the last files
            took from claim to end, else by what the files looked at cost.
        changes: None for stage `read`: only reading tells.
    """

    stage: str
    units: tuple[Touched, ...]
    cpu_minutes: float | None
    changes: WouldChange | None

    def document(self) -> dict[str, object]:
        """As `--json` shows it: the counts of all units first."""
        shown = self.model_dump(mode="json")
        return {"stage": shown.pop("stage"), **self.total.model_dump(exclude={"unit_code"}), **shown}

    @property
    def total(self) -> Touched:
        """All units together."""
        names = ("dossiers", "files", "papers", "pages", "purged_files")
        return Touched(
            unit_code="", **{name: sum(getattr(unit, name) for unit in self.units) for name in names}
        )


def changed_papers(
    code: str, before: Sequence[StoredDocument], after: Sequence[StoredDocument]
) -> list[ChangedPaper]:
    """The papers of one dossier that stand otherwise, by number; those without a number yet come last."""
    olds = {entry.number: _look_of(entry) for entry in before}
    news = {entry.number: _look_of(entry) for entry in after}
    return [
        ChangedPaper(
            document=document_id(code, number) if number in olds else f"{code}/new",
            before=olds.get(number),
            after=news.get(number),
        )
        for number in sorted(olds.keys() | news.keys())
        if olds.get(number) != news.get(number)
    ]


def _look_of(entry: StoredDocument) -> PaperLook:
    """How a paper stands."""
    return PaperLook(
        kind=entry.kind,
        slots=tuple(slot for slot in (entry.slot, *entry.also_slots) if slot is not None),
        state="reused" if entry.reused else entry.state.value,
        standing=entry.standing.value,
        review=entry.review_reason,
        source_pages=entry.source_pages,
    )
