"""What a rerun would do, before anybody does it: what it touches, and what would come out differently.

The recipe of a rerun up to its publishing (flows/trying_again.py) and the judging that would follow; nothing
is written. For stage `read` only the OCR itself could tell what changes: there it says what would be
touched, and how long that takes. What other dossiers' papers tell is taken as it stands; so are the archive
copies for `classify`, which cost most: they are made for some files alone, to learn what that costs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from dossiers.facts import facts_of
from dossiers.judging import judged
from dossiers.manifest import StoredDocument
from dossiers.previews import NotDone, Preview, Touched, changed_papers
from dossiers.register import DossierRecord
from dossiers.reuse import marks_of
from dossiers.verdicts import changed_dossier, verdict_of
from flows.dossier_parts import context_of
from flows.preview_counts import Files, Found, Spent, minutes, pages_to_read, sample_of, touched_too
from flows.rerunning import (
    FAULTS_OF_AN_ORIGINAL,
    papers_by_file,
    require_unpurged,
    selected_dossiers,
    undone,
)
from flows.second_tries import tried_twice
from flows.selecting import Selection, Stage
from flows.statuses import status_with
from flows.trying_again import FileAgain, file_again
from flows.workspace import Workspace
from storage import contents_table, ownership_table, reading_rates, register_table, same_papers_table

# Files done in full for `classify`: enough to say what one costs.
_MEASURED = 5


def preview_rerun(
    workspace: Workspace,
    selection: Selection,
    *,
    stage: Stage,
    most: int | None = None,
    most_looked_at: int | None = None,
    on_dossier: Callable[[int], None] | None = None,
) -> Preview:
    """What a rerun of these dossiers from this stage would touch, cost and change.

    Args:
        workspace: the open ledger and store.
        selection: which dossiers.
        stage: from where.
        most: keep so many of the changed papers, and of the dossiers; the counts are of all. None: all.
        most_looked_at: look for changes in at most so many dossiers, evenly spread. None: in all.
        on_dossier: called with the number of dossiers, for each.

    Raises:
        UsageError: nothing is selected.
        UnknownDossier: a named dossier is in no register.
        OutOfReach, NotReady: see the error tree.
    """
    records = selected_dossiers(workspace, selection)
    looks = frozenset() if stage is Stage.READ else sample_of(records, most_looked_at)
    touched: dict[str, Touched] = {}
    look = _Look(workspace, stage, most)
    to_read = 0
    for record in records:
        files = papers_by_file(workspace, record.dossier_code)
        unit = record.unit_code
        touched[unit] = touched_too(touched.get(unit, Touched(unit_code=unit)), files)
        if stage is Stage.READ:
            to_read += _pages_to_read(workspace, files)
        if record.dossier_code in looks:
            look.at(record, files)
        if on_dossier:
            on_dossier(len(records))
    units = tuple(touched[unit] for unit in sorted(touched))
    is_read = stage is Stage.READ
    return Preview(
        stage=stage.value,
        units=units,
        cpu_minutes=_minutes_to_read(workspace, to_read)
        if is_read
        else look.spent.minutes(sum(unit.pages for unit in units)),
        changes=None if is_read else look.found.told(),
    )


def _pages_to_read(workspace: Workspace, files: Files) -> int:
    with workspace.ledger.reading() as connection:
        of_scans = contents_table.pages_of_scans(connection, {sha256 for sha256, _ in files})
    return pages_to_read(files, of_scans)


def _minutes_to_read(workspace: Workspace, pages: int) -> float | None:
    with workspace.ledger.reading() as connection:
        return minutes(pages, reading_rates.seconds_a_page(connection))


class _Look:
    """Looks at one dossier after the other: its files done again, its papers judged, the verdict compared."""

    def __init__(self, workspace: Workspace, stage: Stage, most: int | None) -> None:
        self._workspace = workspace
        self._stage = stage
        self.found = Found(most, copies=stage is Stage.STORE)
        self.spent = Spent()

    def at(self, record: DossierRecord, files: Files) -> None:
        before = [entry for entries in files.values() for entry in entries]
        after: list[StoredDocument] = []
        next_number = max((entry.number for entry in before), default=0) + 1
        for key, entries in files.items():
            try:
                again = self._again(record.dossier_code, entries, next_number)
            except FAULTS_OF_AN_ORIGINAL as fault:
                left = undone(self._workspace, record.dossier_code, key, fault)
                self.found.not_done.append(NotDone(documents=left.documents, reason=left.reason))
                after += entries
                continue
            next_number = max(next_number, *(entry.number + 1 for entry in again.papers))
            self.found.done(again)
            after += again.papers
        self._compare(record, before, sorted(after, key=lambda entry: entry.number))

    def _again(self, code: str, entries: Sequence[StoredDocument], next_number: int) -> FileAgain:
        require_unpurged(entries)
        first = entries[0]
        context = context_of(self._workspace, code, first.declared_slot, by_person=first.declared_by_person)
        copies = self._stage is Stage.STORE or self.spent.files < _MEASURED
        one_file = partial(
            file_again,
            self._workspace,
            entries,
            context,
            self._stage,
            next_number=next_number,
            copies=copies,
        )
        if not copies:
            return tried_twice(one_file)
        self.spent.begin()
        again = tried_twice(one_file)
        self.spent.end(entries)
        return again

    def _compare(
        self, record: DossierRecord, before: Sequence[StoredDocument], after: Sequence[StoredDocument]
    ) -> None:
        code = record.dossier_code
        with self._workspace.ledger.reading() as connection:
            rows = register_table.rows_of(connection, code)
            told = {number for entry in after for number in entry.personal_numbers}
            marks = {entry.number: marks_of(entry) for entry in after}
            standing = judged(
                code,
                after,
                applicants_elsewhere=ownership_table.applicants_elsewhere(connection, code, told),
                same_elsewhere=same_papers_table.with_marks(connection, code, marks),
                reused_slots={row.slot for row in rows if row.reused},
            )
        verdicts = [
            verdict_of(facts_of(status_with(self._workspace, record, rows, papers)))
            for papers in (before, standing)
        ]
        dossier = changed_dossier(code, record.unit_code, *verdicts)
        self.found.judged(changed_papers(code, before, standing), dossier)
