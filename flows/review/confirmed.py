"""The papers of which a person confirmed what they are: what a model is trained on in the field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from config.kinds import Kind, load_kinds
from dossiers.manifest import Action, StoredDocument
from dossiers.register import RESULT_SLOT
from dossiers.states import Standing
from dossiers.text import fold
from flows.work_directory import work_directory
from flows.workspace import Workspace
from ocr.archiving.text_object import stored_lines
from ocr.training.texts import TrainingText, family_of
from ocr.values import PageSource
from storage import documents_table, register_table

_CONFIRMING = frozenset({Action.ASSIGN, Action.REUSE})


def confirmed_texts(workspace: Workspace) -> Iterator[TrainingText]:
    """The first page of every paper that a person put into a slot which its kind serves."""
    with workspace.ledger.reading() as connection:
        documents = [
            (code, entry)
            for code, entry in documents_table.all_documents(connection)
            if entry.decisions and entry.objects.text in entry.held
        ]
        procedures = {
            record.dossier_code: record.procedure_code for record in register_table.all_dossiers(connection)
        }
    with work_directory() as work:
        for code, entry in documents:
            if _is_confirmed(entry, _title_lines(workspace, procedures.get(code, ""), entry.slot)):
                text = _first_page(workspace, entry, work / "stored.json")
                yield TrainingText(
                    kind=entry.kind,
                    text=text,
                    family=family_of(code),
                    group=code,
                    is_confirmed=True,
                )


def _is_confirmed(entry: StoredDocument, title_lines: Iterable[str]) -> bool:
    """A person said which slot it fills, and its kind is one that this slot names, or the person said it."""
    kind = load_kinds().get(entry.kind)
    if kind is None or not entry.decisions or entry.standing is Standing.WITHDRAWN:
        return False
    last = entry.decisions[-1]
    if last.action not in _CONFIRMING or entry.slot is None:
        return False
    before, after = last.before, last.after
    said = before is not None and after is not None and before.kind != after.kind
    return said or (kind.issued if entry.slot == RESULT_SLOT else _serves(kind, title_lines))


def _serves(kind: Kind, title_lines: Iterable[str]) -> bool:
    lines = {fold(line) for line in title_lines}
    named = any(fold(title) in lines for title in kind.titles)
    return named and (not kind.second_lines or any(fold(second) in lines for second in kind.second_lines))


def _title_lines(workspace: Workspace, procedure_code: str, slot: str | None) -> Iterable[str]:
    procedure = workspace.catalogue.get(procedure_code)
    components = (procedure.components if procedure else None) or ()
    return next((component.title_lines for component in components if component.id == slot), ())


def _first_page(workspace: Workspace, entry: StoredDocument, target: Path) -> str:
    """The text of the first page that is not empty."""
    workspace.store.download(entry.objects.text.key, target)
    pages = (json.loads(line) for _, line in stored_lines(target))
    return next((str(page["text"]) for page in pages if page["source"] != PageSource.BLANK.value), "")
