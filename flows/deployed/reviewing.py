"""What a person decides about a paper in the Prefect UI: review, as `sohoa review` does.

The result holds the document id, slots and states. The reason is a parameter of the run too: the form asks
for no person's name in it.
"""

from __future__ import annotations

from typing import Annotated

from prefect import flow
from pydantic import Field

from dossiers.deciding import Wish
from dossiers.manifest import Action, StoredDocument
from flows.deployed.artifacts import show_table, shown_slot
from flows.deployed.deciding import FinalState, completed, decided
from flows.review.reviewing import decide, document_of
from flows.workspace import Workspace
from storage.account import account

# A dossier code (dossiers/codes.py), and the number of the paper in it.
DocumentId = Annotated[str, Field(pattern=r"^[0-9A-Za-z]([0-9A-Za-z._\-]{0,62}[0-9A-Za-z])?/[0-9]{2,}$")]
"""Mã giấy tờ."""
Slot = Annotated[str, Field(min_length=1, max_length=200)]


@flow(name="review", persist_result=False)
def review(
    *,
    document: DocumentId,
    action: Action,
    slots: tuple[Slot, ...] = (),
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] | None = None,
    reason: Annotated[str, Field(max_length=500)] = "",
) -> FinalState:
    """Decides about one paper (xem xét giấy tờ); the decision is kept and outlasts every rerun.

    Args:
        document: The paper (mã giấy tờ): <dossier code>/<NN>, as `sohoa review list` names it.
        action: assign (xếp vào thành phần), reject (không thuộc danh mục), withdraw (thu hồi bản quét sai),
            reuse (sử dụng lại giấy tờ đã số hóa).
        slots: What it serves as (thành phần): the component's id, or `result`; more where it serves as more.
        kind: What the paper is (loại giấy tờ), e.g. quyet_dinh. None given: as it was recognised.
        reason: Why (lý do); needed to reject or withdraw. It is kept in the manifest. No person's name.
    """

    def recipe(workspace: Workspace) -> FinalState:
        before = document_of(workspace, document)
        wish = Wish(action, slots, kind or None, reason)
        after = decide(workspace, document, wish, by=f"{account()} (Prefect)")
        show_table("review", [_row(document, before), _row(document, after)], "Before and after.")
        if after.decisions == before.decisions:
            return completed(f"{document}: this was decided already; nothing was changed.")
        return completed(f"{document}: {action.value}, {', '.join(_slots(after)) or 'no slot'}.")

    return decided(recipe)


def _row(document: str, entry: StoredDocument) -> dict[str, object]:
    return {
        "document": document,
        "kind": entry.kind,
        "slots": ", ".join(_slots(entry)),
        "state": "reused" if entry.reused else entry.state.value,
        "standing": entry.standing.value,
        "waits for a person": entry.review_reason or "",
        "decisions": len(entry.decisions),
    }


def _slots(entry: StoredDocument) -> list[str]:
    return [shown_slot(slot) for slot in (entry.slot, *entry.also_slots) if slot is not None]
