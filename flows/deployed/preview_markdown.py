"""What would change, as Markdown for the page of a run: codes, slots and states, no text of a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dossiers.previews import ChangedPaper, PaperLook, Preview, WouldChange
from dossiers.verdicts import ChangedDossier
from flows.deployed.artifacts import shown_slot
from flows.deployed.markdown import table

_NOBODY = "–"
_AS_IT_STANDS = (
    "Papers of other dossiers are taken as they stand, and what this would change in other dossiers is not "
    "shown · Giấy tờ của hồ sơ khác được lấy như hiện trạng; thay đổi ở hồ sơ khác không hiện ở đây."
)
_OLD_COPIES = "So are the archive copies; `store` shows these · Bản lưu trữ cũng vậy."


def preview_markdown(preview: Preview) -> str:
    """What a rerun would touch, cost and change."""
    return "\n".join(_lines(preview))


def moves_table(moves: dict[str, int]) -> Iterator[str]:
    """How many dossiers go from which word on completeness to which."""
    if moves:
        yield from table(["Completeness · Mức độ đầy đủ", "Dossiers · Hồ sơ"], _numbers(moves))
        yield ""


def dossier_table(dossiers: Sequence[ChangedDossier], total: int) -> Iterator[str]:
    """The dossiers that would be judged otherwise, before and after; says where there are more."""
    if not dossiers:
        return
    yield "### Dossiers · Hồ sơ"
    yield ""
    headings = ["Dossier · Mã hồ sơ", "Unit · Đơn vị", "Completeness · Đầy đủ", "Slots · Thành phần"]
    yield from table(headings, (_dossier(entry) for entry in dossiers))
    yield from _more(len(dossiers), total)


def _lines(preview: Preview) -> Iterator[str]:
    total = preview.total
    cost = "unknown · chưa rõ" if preview.cpu_minutes is None else f"{preview.cpu_minutes}"
    if preview.changes is None and preview.cpu_minutes:
        cost = f"{cost} (as long as the last files took · theo các tệp gần nhất)"
    yield f"## What a rerun from `{preview.stage}` would do · Xem trước khi xử lý lại"
    yield ""
    yield "Nothing was changed · Chưa có gì thay đổi."
    yield ""
    yield f"- CPU minutes, about · Thời gian xử lý (phút CPU), khoảng: {cost}"
    yield ""
    if total.purged_files:
        yield f"- Files left alone, for they were purged · Tệp đã hủy theo thời hạn: {total.purged_files}"
        yield ""
    headings = ["Unit · Đơn vị", "Dossiers · Hồ sơ", "Files · Tệp", "Papers · Giấy tờ", "Pages · Trang"]
    units = [*preview.units, total.model_copy(update={"unit_code": "**all · tổng**"})]
    rows = ((u.unit_code, *map(str, (u.dossiers, u.files, u.papers, u.pages))) for u in units)
    yield from table(headings, rows)
    yield ""
    if preview.changes is None:
        yield (
            "What would change only the OCR itself tells. Take `classify` to see first what recognising the "
            "papers anew would change · Chọn `classify` để xem trước thay đổi khi phân loại lại."
        )
    else:
        yield from _changes(preview.changes, total.dossiers)


def _changes(found: WouldChange, dossiers: int) -> Iterator[str]:
    if found.looked_at < dossiers:
        yield (
            f"**A sample: the counts below are of {found.looked_at} of {dossiers} dossiers · Chỉ xem mẫu "
            f"{found.looked_at} / {dossiers} hồ sơ.** `sohoa rerun --dry-run` looks at all of them."
        )
        yield ""
    yield f"- Papers that would stand otherwise · Giấy tờ thay đổi: **{found.papers}**"
    yield f"- Entries that would be written anew · Mục được ghi lại: {found.written}"
    if found.rewritten is not None:
        yield f"- Papers that would get new copies · Giấy tờ có bản lưu trữ mới: {found.rewritten}"
    yield f"- Dossiers that would be judged otherwise · Hồ sơ thay đổi kết quả: **{found.dossiers}**"
    yield f"- Files that could not be done again · Tệp không xử lý lại được: {len(found.not_done)}"
    yield ""
    yield _AS_IT_STANDS if found.rewritten is not None else f"{_AS_IT_STANDS} {_OLD_COPIES}"
    yield ""
    yield from moves_table(found.moves)
    yield from dossier_table(found.changed_dossiers, found.dossiers)
    if found.changed_papers:
        yield ""
        yield "### Papers · Giấy tờ"
        yield ""
        yield from table(
            ["Paper · Giấy tờ", "Before · Trước", "After · Sau"],
            (_paper(one) for one in found.changed_papers),
        )
        yield from _more(len(found.changed_papers), found.papers)


def _dossier(entry: ChangedDossier) -> list[str]:
    slots = (
        f"{shown_slot(slot.slot)}: {slot.before or _NOBODY} → {slot.after or _NOBODY}" for slot in entry.slots
    )
    move = entry.move.replace("->", "→")
    return [entry.dossier_code, entry.unit_code, move, "; ".join(slots)]


def _paper(one: ChangedPaper) -> list[str]:
    return [one.document, _look(one.before), _look(one.after)]


def _look(paper: PaperLook | None) -> str:
    if paper is None:
        return _NOBODY
    slots = ", ".join(map(shown_slot, paper.slots)) or "for review · chờ xem xét"
    return f"{paper.kind}; {slots}; {paper.state}"


def _numbers(moves: dict[str, int]) -> Iterator[list[str]]:
    return ([move.replace("->", "→"), str(number)] for move, number in moves.items())


def _more(shown: int, total: int) -> Iterator[str]:
    if total > shown:
        yield ""
        yield f"{shown} / {total}; `--json`: all · tất cả"
