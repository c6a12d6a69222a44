"""Verify: every stored object against its manifest or issue, every one of these against the ledger.

The bytes are hashed again; no ETag and no recorded checksum is trusted. Presence, manifests and ledger are
always looked at whole (a sample leaves manifests out, too, where nothing points at them). What was hashed is
written down as it goes: a verification that was ended from outside goes on where it was.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from dossiers.errors import OutOfReach
from dossiers.manifest import manifest_key
from flows.in_parallel import in_parallel
from flows.upkeep.damage import Damage, Due, Reader, What, hashed
from flows.upkeep.stored_dossiers import DossierObjects, batches, stored_dossiers
from flows.upkeep.verification_request import Request
from flows.upkeep.verification_result import Resumed, Sampled, Tally, Verification, Why
from flows.upkeep.verifying_dossiers import Dossier, DossierLook, Looked
from flows.upkeep.verifying_issues import look_at_issues
from flows.upkeep.verifying_sample import Chosen, chosen_by
from flows.upkeep.verifying_seals import look_at_seals
from flows.workspace import Workspace
from storage import checked_table, documents_table, events_table, runs_table, soundness
from storage.checked_table import Sweep

ObjectProgress = Callable[[int], None]

_DOSSIERS_AT_ONCE = 100
_OBJECTS_OF_A_PAPER = 3


def verify_store(
    workspace: Workspace, request: Request | None = None, *, on_object: ObjectProgress | None = None
) -> Verification:
    """Re-hashes every object that a manifest, an issue, a seal or the ledger names, and lists the others.

    Args:
        workspace: the open ledger and store.
        request: what is wanted; None: everything.
        on_object: told, with about how many there are, whenever an object was hashed.

    Raises:
        UsageError: the sample is none.
        StoreOutOfReach: the store stopped answering; what was checked until then is kept.
    """
    wanted = request or Request()
    asked = wanted.asked()
    with workspace.ledger.transaction() as connection:
        sweep = checked_table.begin(connection, asked, new_seed=secrets.token_hex(4), fresh=wanted.fresh)
    verifying = _Verifying(workspace, wanted, sweep, on_object)
    try:
        verifying.run()
    except OutOfReach as why:
        verifying.keep()
        raise type(why)(
            f"{why.message} {verifying.tally.checked} objects were checked until then.",
            "Run `sohoa verify` again when it answers: it goes on where it was.",
        ) from why
    finally:
        verifying.keep()
    return _finished(workspace, verifying)


class _Verifying:
    """One call of the program: what it was asked, what it found so far, and what of it is written down."""

    def __init__(
        self, workspace: Workspace, wanted: Request, sweep: Sweep, on_object: ObjectProgress | None
    ) -> None:
        self.workspace = workspace
        self.reader = Reader(workspace)
        self.wanted = wanted
        self.sweep = sweep
        self.tally = Tally(on_object, _about(workspace))
        self.chosen: Chosen | None = None
        self.workers = wanted.workers or workspace.settings.verify.workers

    def run(self) -> None:
        """Looks at everything, hashes what has to be."""
        apart = [
            *look_at_seals(self.workspace, self.tally),
            *look_at_issues(self.workspace, self.reader, self.tally),
        ]
        if self.wanted.sample is not None:
            keys = (entry.key for entry in apart)
            self.chosen = chosen_by(self.workspace, self.wanted.sample, self.sweep.seed or "", keys)
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="verify")
        try:
            hashing = partial(hashed, self.workspace, self.reader)
            for found in in_parallel(pool, self.workers, hashing, self._due(pool, apart)):
                if found is None:
                    continue
                self.tally.hashed(found)
                if self.tally.is_to_be_kept():
                    self.keep()
        finally:
            pool.shutdown(cancel_futures=True)

    def keep(self) -> None:
        """Writes down what was hashed."""
        with self.workspace.ledger.transaction() as connection:
            checked_table.record(connection, self.sweep.number, self.tally.taken())

    def _due(self, pool: ThreadPoolExecutor, apart: list[Due]) -> Iterator[Due]:
        """What has to be hashed, as it is met; what is seen without hashing goes to the tally."""
        yield from self._still_due(apart)
        with self.workspace.ledger.reading() as connection:
            codes = documents_table.codes_in_order(connection)
            look = DossierLook(self.workspace, self.reader, runs_table.living_since(connection))
        found = stored_dossiers(self.workspace.store, codes)
        for dossiers, strays in batches(found, _DOSSIERS_AT_ONCE):
            self.tally.add(Damage.warning(What.ORPHAN, stray.entry.key) for stray in strays)
            due: list[Due] = []
            for looked in in_parallel(pool, self.workers, look, self._in_ledger(dossiers)):
                self._count(looked)
                due += looked.due.values()
            yield from self._still_due(due)

    def _in_ledger(self, dossiers: list[DossierObjects]) -> list[Dossier]:
        codes = [entry.code for entry in dossiers]
        with self.workspace.ledger.reading() as connection:
            recorded = documents_table.manifests_of(connection, codes)
            unsound = soundness.unsound(connection, recorded)
        return [
            Dossier(
                objects=entry,
                recorded=recorded[entry.code],
                is_sound=entry.code not in unsound,
                read_manifest=self.chosen is None or self.chosen(manifest_key(entry.code)),
            )
            for entry in dossiers
        ]

    def _count(self, looked: Looked) -> None:
        self.tally.add(looked.damage)
        self.tally.leave_out(Why.BEING_WRITTEN, looked.being_written)
        if looked.manifest is None:
            return
        if looked.manifest_read:
            self.tally.checked += 1
        else:
            self.tally.leave_out(Why.NOT_IN_SAMPLE)

    def _still_due(self, due: Iterable[Due]) -> list[Due]:
        """Without what is not in the sample, was found whole lately, or by this sweep before it was ended."""
        named = list(due)
        chosen = [entry for entry in named if self.chosen is None or self.chosen(entry.key)]
        self.tally.leave_out(Why.NOT_IN_SAMPLE, len(named) - len(chosen))
        keys = [entry.key for entry in chosen]
        lately: frozenset[str] = frozenset()
        before: frozenset[str] = frozenset()
        with self.workspace.ledger.reading() as connection:
            if self.sweep.goes_on:
                before = checked_table.whole_in(connection, self.sweep.number, keys)
            if self.wanted.older_than is not None:
                since = self.sweep.started_at - timedelta(days=self.wanted.older_than)
                lately = checked_table.whole_since(connection, since, keys) - before
        self.tally.resume(len(before))
        self.tally.leave_out(Why.CHECKED_LATELY, len(lately))
        return [entry for entry in chosen if entry.key not in before and entry.key not in lately]


def _about(workspace: Workspace) -> int:
    """About how many objects there are, to show how far it is."""
    with workspace.ledger.reading() as connection:
        return documents_table.count(connection) * _OBJECTS_OF_A_PAPER


def _finished(workspace: Workspace, verifying: _Verifying) -> Verification:
    tally, sweep, wanted = verifying.tally, verifying.sweep, verifying.wanted
    sampled = Sampled(sample=wanted.sample, seed=sweep.seed or "") if wanted.sample is not None else None
    resumed = Resumed(objects=tally.resumed, since=sweep.started_at) if sweep.goes_on else None
    found = tally.verification(sampled=sampled, resumed=resumed)
    with workspace.ledger.transaction() as connection:
        checked_table.finish(connection, sweep.number, everything=wanted.is_everything)
        events_table.note(connection, found.as_event())
    return found
