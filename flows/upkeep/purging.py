"""Purge: what has outlived its retention goes, with proof (hủy tài liệu hết thời hạn lưu).

A paper of which something was purged keeps its entry in the manifest, with a note of what went when: it was
digitised, and no figure of any period changes. Per dossier: the note and the word "begun" in one transaction,
then the objects, then the proof of each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import uuid4

from config.fault_points import FaultPoint, passed
from config.sections import RetentionSettings
from dossiers.manifest import StoredDocument
from dossiers.object_classes import ObjectClass, class_of
from dossiers.periods import VIETNAM
from dossiers.register import DossierRecord
from dossiers.retention import OF_A_PAPER, ended_on, rule_of, without_words
from flows import publishing
from flows.ownership import recheck
from flows.upkeep.erasing import Doomed, erase_begun, finish_earlier, free, older_manifests
from flows.upkeep.purge_result import Purge, Tally, Why
from flows.upkeep.purging_issues import purge_issues
from flows.upkeep.purging_orphans import purge_orphans
from flows.upkeep.sealing import seal_trail
from flows.workspace import Workspace
from storage import checks_table, documents_table, events_table, purges_table, register_table
from storage.chunks import chunks
from storage.instants import now


def purge(
    workspace: Workspace,
    *,
    really: bool,
    orphans_after: int | None = None,
    on_object: Callable[[int], None] | None = None,
) -> Purge:
    """Deletes what `[retention]` no longer keeps, or only says what that would be.

    Args:
        workspace: the open ledger and store.
        really: delete; else only look.
        orphans_after: also objects that nothing names and that were written so many days ago.
        on_object: told each object, with how many are known so far.

    Raises:
        StoreRefused: this account may not delete; what was deleted until then is proven.
        StoreOutOfReach: the store does not answer; the next purge goes on.
    """
    tally = Tally(on_object)
    moment = now()
    recheck(workspace)
    finish_earlier(workspace, tally, really=really)
    _purge_papers(workspace, tally, moment, really=really)
    purge_issues(workspace, tally, _today(moment), really=really)
    if orphans_after is not None:
        purge_orphans(workspace, tally, moment, days=orphans_after, really=really)
    if really:
        seal_trail(workspace)
    return tally.result(done=really)


def _today(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()


def _purge_papers(workspace: Workspace, tally: Tally, moment: datetime, *, really: bool) -> None:
    retention = workspace.settings.retention
    if not any(retention.days(entry) for entry in OF_A_PAPER):
        return
    with workspace.ledger.reading() as connection:
        codes = documents_table.codes_in_order(connection)
    for some in chunks(codes):
        with workspace.ledger.reading() as connection:
            records = {entry.dossier_code: entry for entry in register_table.dossiers_of(connection, some)}
            documents = documents_table.documents_of(connection, some)
        for code, entries in documents.items():
            found = _due(entries, records.get(code), retention, _today(moment), tally)
            doomed = free(workspace, found, tally)
            if not doomed:
                continue
            if really:
                _purge_dossier(workspace, code, doomed, tally, moment)
            else:
                for entry in doomed:
                    tally.goes(entry.name, entry.bytes)


def _due(
    entries: Sequence[StoredDocument],
    record: DossierRecord | None,
    retention: RetentionSettings,
    today: date,
    tally: Tally,
) -> list[Doomed]:
    """The objects of a dossier whose retention has ended, and about whose papers nobody has to decide."""
    ended = ended_on(record)
    doomed: dict[str, Doomed] = {}
    stays: set[str] = set()
    for entry in entries:
        written = entry.digitised_at.astimezone(VIETNAM).date()
        for stored in entry.held:
            object_class = class_of(stored.key)
            days = retention.days(object_class) if object_class in OF_A_PAPER else None
            rule = rule_of(days, ended=ended, written=written) if days and object_class else None
            if rule is None or object_class is None or rule.ends_on > today:
                stays.add(stored.key)  # papers of one file share its original: all of them let it go, or none
            elif entry.review_reason is not None:
                stays.add(stored.key)
                tally.stays(stored.key, Why.REVIEW)
            else:
                doomed[stored.key] = Doomed(stored.key, object_class.value, stored.bytes, stored.sha256, rule)
    return [entry for key, entry in sorted(doomed.items()) if key not in stays]


def _purge_dossier(
    workspace: Workspace, code: str, doomed: Sequence[Doomed], tally: Tally, moment: datetime
) -> None:
    change = uuid4().hex[:20]
    with workspace.ledger.transaction() as connection:
        checks_table.announce(connection, code, change)
    with workspace.ledger.transaction() as connection:
        documents_table.lock_dossier(connection, code)
        checks_table.carried_out(connection, code, change)
        if purges_table.may_be_written(connection, code):
            for entry in doomed:
                tally.stays(entry.key, Why.BUSY)
            return
        record = register_table.dossier(connection, code)
        entries = documents_table.manifest(connection, code).documents
        still = _due(entries, record, workspace.settings.retention, _today(moment), tally)
        keys = {entry.key for entry in doomed} & {entry.key for entry in still}
        going = [entry for entry in still if entry.key in keys]
        noted = [_noted(entry, keys, moment) for entry in entries]
        changed = [after for before, after in zip(entries, noted, strict=True) if before != after]
        documents_table.reassign_documents(connection, code, changed)
        publishing.put_manifest(workspace, documents_table.manifest(connection, code).to_bytes(), code)
        # Last the older manifests: they still say what was read on the papers.
        begun = [*going, older_manifests(code)]
        events_table.note(connection, *(entry.begun() for entry in begun))
    passed(FaultPoint.PURGE_NOTED)
    erase_begun(workspace, [entry.as_begun() for entry in begun], tally)


def _noted(entry: StoredDocument, keys: set[str], moment: datetime) -> StoredDocument:
    """The paper with a note of what goes now; of one that goes whole, without what was read on it."""
    going: dict[ObjectClass, datetime] = {
        object_class: moment
        for stored in entry.held
        if stored.key in keys and (object_class := class_of(stored.key)) is not None
    }
    if not going:
        return entry
    noted = entry.model_copy(update={"purged": {**entry.purged, **going}})
    return without_words(noted) if noted.is_purged else noted
