"""What a person decides about a paper in the Prefect UI: review, as `sohoa review` does.

The result holds the document id, slots and states. The reason is a parameter of the run too: the form asks
for no person's name in it. Prefect knows nobody who uses it, so who decides says so.
"""

from __future__ import annotations

from typing import Annotated

from prefect import flow
from pydantic import Field

from dossiers.deciding import Wish
from dossiers.manifest import Action, StoredDocument
from flows.deployed.artifacts import show_table, shown_slot
from flows.deployed.deciding import FinalState, completed, decided
from flows.deployed.fields import Slot, StaffName, empty_or, titled
from flows.review.reviewing import decide, document_of
from flows.workspace import Workspace
from storage.account import account

# A dossier code (dossiers/codes.py), and the number of the paper in it.
DocumentId = Annotated[str, Field(pattern=r"^[0-9A-Za-z]([0-9A-Za-z._\-]{0,62}[0-9A-Za-z])?/[0-9]{2,}$")]
"""Mã giấy tờ."""
KindName = Annotated[str, Field(pattern=empty_or(r"^[a-z][a-z0-9_]*$"), max_length=64)]
"""Loại giấy tờ, or nothing."""


@flow(name="review", persist_result=False)
def review(
    *,
    document: Annotated[DocumentId, titled("Paper", "Mã giấy tờ")],
    action: Annotated[Action, titled("Decision", "Quyết định")],
    slots: Annotated[tuple[Slot, ...], titled("Components", "Thành phần hồ sơ")] = (),
    kind: Annotated[KindName, titled("Kind of paper", "Loại giấy tờ")] = "",
    reason: Annotated[str, titled("Reason", "Lý do", max_length=500)] = "",
    decided_by: Annotated[StaffName, titled("Who decides", "Người quyết định")],
) -> FinalState:
    """Decides about one paper (xem xét giấy tờ); the decision is kept and outlasts every rerun.

    Args:
        document: Dossier code and number of the paper, e.g. H40.12-250805-0001/03, as `sohoa review list`
            names it.
        action: assign: it serves as a component (xếp vào thành phần). reject: it is no paper of this dossier
            (không thuộc danh mục). withdraw: a wrong scan (thu hồi bản quét sai). reuse: digitised in another
            dossier already (sử dụng lại giấy tờ đã số hóa).
        slots: To assign or reuse: the id of the component, e.g. to_khai, or result (kết quả); more than one
            where it serves as more.
        kind: What the paper is, e.g. quyet_dinh. Empty: as it was recognised. (Để trống: giữ nguyên.)
        reason: Why; needed to reject or withdraw. It is kept beside the paper. No person's name. (Bắt buộc
            khi từ chối hoặc thu hồi; không ghi tên người.)
        decided_by: Account or number of the staff member who decides, e.g. cb.hotich-07. No citizen's name.
            It is kept with the decision. (Tài khoản hoặc mã cán bộ; không ghi tên công dân.)
    """

    def recipe(workspace: Workspace) -> FinalState:
        before = document_of(workspace, document)
        wish = Wish(action, slots, kind or None, reason)
        after = decide(workspace, document, wish, by=f"{decided_by} (Prefect, {account()})")
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
