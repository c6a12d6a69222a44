"""The smallest office that still shows a disagreement: what goes into a report to whoever has to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.oracle.cases import Texts


def smallest(texts: Texts, disagrees: Callable[[Texts], bool]) -> Texts:
    """Leaves out dossiers, papers, slip lines and units one by one as long as the disagreement stays."""
    for row in texts.dossiers:
        texts = _if_still(_without_dossier(texts, row["dossier_code"]), texts, disagrees)
    for paper in texts.papers:
        texts = _if_still(texts.with_papers([p for p in texts.papers if p is not paper]), texts, disagrees)
    for line in texts.slips:
        kept = tuple(other for other in texts.slips if other is not line)
        texts = _if_still(replace(texts, slips=kept), texts, disagrees)
    return _if_still(replace(texts, units=()), texts, disagrees)


def _if_still(less: Texts, more: Texts, disagrees: Callable[[Texts], bool]) -> Texts:
    return less if less.dossiers and disagrees(less) else more


def _without_dossier(texts: Texts, code: str) -> Texts:
    return replace(
        texts,
        dossiers=tuple(row for row in texts.dossiers if row["dossier_code"] != code),
        slips=tuple(line for line in texts.slips if line["dossier_code"] != code),
        papers=tuple(paper for paper in texts.papers if paper.dossier != code),
    )
