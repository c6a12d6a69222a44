"""What lies behind the figures of `classify`, for a reader."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.classify_dossiers import Judged
from benchmarks.classify_files import Found
from benchmarks.classify_real import RealDocument
from benchmarks.classify_trials import Tried
from benchmarks.figures import Table
from benchmarks.papers_by_kind.drawn import LEVELS

_Row = tuple[str | float | None, ...]


def slots_table(done: Sequence[Tried]) -> Table:
    """Papers by level: components, results, strangers."""
    rows: list[_Row] = []
    for level in LEVELS:
        of_level = [one for one in done if one.level == level]
        for what, group in (
            ("components", [one for one in of_level if one.trial.right and not one.trial.in_results]),
            ("results", [one for one in of_level if one.trial.right and one.trial.in_results]),
            ("strangers", [one for one in of_level if not one.trial.right]),
        ):
            wrong = sum(one.is_wrong for one in group)
            right = sum(one.is_right for one in group)
            rows.append((level, what, len(group), right, wrong, len(group) - right - wrong))
    return Table("papers by level", ("level", "papers", "count", "right", "wrong", "asked"), tuple(rows))


def wrong_table(done: Sequence[Tried]) -> Table:
    """Every paper that was given a slot which it does not serve."""
    rows = tuple((one.level, one.trial.name, ", ".join(one.slots)) for one in done if one.is_wrong)
    return Table("wrong slots", ("level", "paper", "given"), rows)


def boundaries_table(done: Sequence[Found]) -> Table:
    """Boundaries by level."""
    rows: list[_Row] = []
    for level in LEVELS:
        of_level = [one for one in done if one.file.level == level]
        counts = [one.counts for one in of_level]
        right, wrong, missed = (sum(each[at] for each in counts) for at in range(3))
        rows.append((level, len(of_level), right, wrong, missed))
    return Table("boundaries", ("level", "files", "right", "wrong", "missed"), tuple(rows))


def dossiers_table(done: Sequence[Judged]) -> Table:
    """Dossiers by story, and what the product said."""
    stories = dict.fromkeys(one.dossier.story for one in done)
    rows: list[_Row] = []
    for story in stories:
        said = [one.said for one in done if one.dossier.story == story]
        rows.append((story, len(said), *(sum(word is each for word in said) for each in (True, False, None))))
    return Table("dossiers", ("story", "count", "complete", "not complete", "undetermined"), tuple(rows))


def real_table(done: Sequence[RealDocument]) -> Table:
    """Each real document and what was not right."""
    rows = tuple(
        (
            one.name,
            one.kind,
            "yes" if one.right_kind else "no",
            ", ".join(name for name, right in one.printed.items() if not right),
        )
        for one in done
    )
    return Table("real documents", ("file", "kind", "right", "fields not right"), rows)
