"""What a changed catalogue or rule set changes, on the page of a run before it counts."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from flows.deployed.artifact_door import show_markdown
from flows.deployed.artifacts import MOST_ROWS
from flows.deployed.preview_markdown import dossier_table, moves_table
from flows.figures.changes import Changes, changes
from flows.traces import trace_of
from flows.workspace import Workspace

log = logging.getLogger("sohoa")


def show_changes(workspace: Workspace) -> None:
    """Shows which dossiers are about to be judged otherwise, because catalogue or rule sets changed.

    To be called before a run counts, or changes any paper: the one judges those dossiers anew, the other
    drops what stood. Shows nothing where all dossiers were judged under the present catalogue and rule sets.
    Nothing is written. It is a page only: what goes wrong with it is logged, and the run goes on.
    """
    try:
        _show(workspace)
    except Exception as error:  # noqa: BLE001 - whatever it is, a night may not end by it
        log.warning("what changed rules change cannot be shown:\n%s", trace_of(error))


def _show(workspace: Workspace) -> None:
    found = changes(workspace, most=MOST_ROWS)
    if not found.to_judge_again:
        return
    described = (
        "Catalogue or rule sets changed since these dossiers were counted. `sohoa changes --json`: all."
    )
    show_markdown("changed-rules", "\n".join(_lines(found)), described)


def _lines(found: Changes) -> Iterator[str]:
    yield "## Catalogue or rule sets changed · Danh mục hoặc bộ quy tắc đã thay đổi"
    yield ""
    yield f"- Dossiers that are judged · Hồ sơ đã đánh giá: {found.judged}"
    yield f"- Under the former ones · Theo quy định trước: {found.to_judge_again}"
    yield f"- Judged otherwise now · Thay đổi kết quả: **{found.changed}**"
    yield ""
    yield from moves_table(found.moves)
    yield from dossier_table(found.dossiers, found.changed)
