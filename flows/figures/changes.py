"""What a changed catalogue or rule set changes: which dossiers would be judged otherwise than they stand.

Every judgement names its basis (catalogue, rule sets, our way of judging: flows/figures/judgements.py). Those
on another basis are judged once more, beside what stands, and nothing is written: the next count does that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from pydantic import BaseModel, ConfigDict

from dossiers.facts import facts_of
from dossiers.verdicts import ChangedDossier, changed_dossier, verdict_of
from flows.figures.judgements import basis_of
from flows.statuses import statuses_of
from flows.workspace import Workspace
from storage import standing_judgements
from storage.standing_judgements import Place

# Dossiers judged in one look at the ledger: no look holds up PostgreSQL's clearing for long.
_AT_ONCE = 1000


class Changes(BaseModel):
    """Which dossiers are judged otherwise under the present catalogue and rule sets.

    Attributes:
        judged: how many dossiers have a judgement that stands.
        to_judge_again: how many of them were judged under others.
        changed: how many of those come out differently.
        moves: these by completeness before and after (`complete -> incomplete`), then by the code's order.
        slots: in how many of them which slot changed.
        dossiers: the changed ones, in the order of reception; at most as many as were asked for.
    """

    model_config = ConfigDict(frozen=True)

    judged: int
    to_judge_again: int
    changed: int
    moves: dict[str, int]
    slots: dict[str, int]
    dossiers: tuple[ChangedDossier, ...]


def changes(
    workspace: Workspace,
    *,
    most: int | None = None,
    on_dossier: Callable[[int], None] | None = None,
) -> Changes:
    """Compares what stands with what the present catalogue and rule sets say; writes nothing.

    Args:
        workspace: the open ledger.
        most: keep so many of the changed dossiers; the counts are of all. None: all.
        on_dossier: called with the number of dossiers to look at, for each.
    """
    basis = basis_of(workspace)
    with workspace.ledger.reading() as connection:
        by_basis = standing_judgements.count_by_basis(connection)
    waiting = sum(number for other, number in by_basis.items() if other != basis)
    moves: Counter[str] = Counter()
    slots: Counter[str] = Counter()
    kept: list[ChangedDossier] = []
    for after in _judged_again(workspace, basis) if waiting else ():
        if on_dossier:
            on_dossier(waiting)
        if after is None:
            continue
        moves[after.move] += 1
        slots.update(entry.slot for entry in after.slots)
        if most is None or len(kept) < most:
            kept.append(after)
    return Changes(
        judged=sum(by_basis.values()),
        to_judge_again=waiting,
        changed=moves.total(),
        moves=dict(moves.most_common()),
        slots=dict(slots.most_common()),
        dossiers=tuple(kept),
    )


def _judged_again(workspace: Workspace, basis: str) -> Iterator[ChangedDossier | None]:
    """Each dossier on another basis, where it is judged otherwise now; None where it is not."""
    place: Place | None = None
    while True:
        with workspace.ledger.reading() as connection:
            some = standing_judgements.on_other_basis(connection, basis, after=place, limit=_AT_ONCE)
            now = {
                status.record.dossier_code: verdict_of(facts_of(status))
                for status in statuses_of(workspace, connection, [entry.dossier_code for entry in some])
            }
        for entry in some:
            code, before = entry.dossier_code, verdict_of(entry.facts)
            yield changed_dossier(code, entry.unit_code, before, now.get(code, before))
        if len(some) < _AT_ONCE:
            return
        place = some[-1].place
