"""The learned model alone: how often it is right where it is sure."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.classify_readings import Readings
from benchmarks.classify_trials import Tried, knowledge, pictures
from benchmarks.figures import CHECKOUT, Table
from benchmarks.papers_by_kind.drawn import LEVELS
from ocr.understanding.model import load_model

_SHIPPED = CHECKOUT / "config" / "data" / "kind_model.bin"
_SURE = (0.8, 0.9, 0.95, 0.99)
_COLUMNS = ("level", "sure from", "papers", "sure of", "right of these")


def model_table(done: Sequence[Tried], readings: Readings) -> Table:
    """By level and threshold, on papers whose kind has a heading of its own; no rows without a model."""
    title = "the model where it is sure"
    model = load_model(_SHIPPED)
    if model is None:
        return Table(f"{title} (no model is shipped)", _COLUMNS, ())
    own = {kind.id for kind in knowledge().kinds.kinds if not kind.generic}
    rows = []
    for level in LEVELS:
        papers = {
            (one.trial.paper.id, one.trial.variant): one.trial
            for one in done
            if one.level == level and one.trial.paper.kind in own
        }
        guesses = []
        for trial in papers.values():
            page = readings.page(pictures(trial, level)[0])
            best = model.guess(page.text)[:1] if page else ()
            guesses += [(guess.probability, guess.kind == trial.paper.kind) for guess in best]
        for sure in _SURE:
            right = [is_right for probability, is_right in guesses if probability >= sure]
            rows.append((level, sure, len(papers), len(right), sum(right) / len(right) if right else None))
    return Table(title, _COLUMNS, tuple(rows))
