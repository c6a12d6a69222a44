"""What every form of a report says in the same words: facts, headlines, doubts, sums that disagree."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dossiers.ratios import Ratio
from dossiers.register_guard import Shrinkage
from dossiers.reporting import Report
from dossiers.scoring import Scoring
from reports.names import Names
from reports.notation import DASH, HIDDEN, Notation, plain
from reports.office_texts import ListText, OfficeText, OperationsText
from reports.texts import Text
from reports.words import Words

# The three ratios that district and provincial reports print first (domain/indicators.md, section 7).
HEADLINES: Mapping[str, Text] = {
    "co_so_hoa_tphs": Text.HAS_COMPONENTS,
    "so_hoa_day_du_tphs": Text.ALL_COMPONENTS,
    "so_hoa_ket_qua": Text.RESULT,
}


def facts(report: Report, words: Words) -> list[tuple[str, str]]:
    """Label and value: what the report is about."""
    notation = Notation(words.language)
    return [
        (words.say(Text.PERIOD), period_of(report, words)),
        (words.say(Text.COHORT), words.cohort(report.cohort)),
        (words.say(Text.RULE_SET), _rule_set(report, words)),
        (words.say(Text.COUNTED), notation.told(counted_of(report))),
        (words.say(Text.GENERATED), notation.moment(report.generated_at)),
    ]


def counted_of(report: Report) -> int | None:
    """The dossiers of the cohort; None where that is withheld."""
    return None if "counted" in report.suppressed else report.counted


def period_of(report: Report, words: Words) -> str:
    """From its first to its last day."""
    notation = Notation(words.language)
    return words.say(Text.FROM_TO, notation.day(report.period.first), notation.day(report.period.last))


def doubts(report: Report, words: Words) -> list[tuple[str, str]]:
    """Label and number: what nobody can call complete or incomplete."""
    notation = Notation(words.language)
    return [(label, notation.told(number)) for label, number in doubt_counts(report, words)]


def doubt_counts(report: Report, words: Words) -> list[tuple[str, int | None]]:
    """The same, the numbers as numbers; None is withheld."""
    counted = (
        (Text.DOUBT_UNDETERMINED, report.doubts.undetermined),
        (Text.DOUBT_DUE_UNKNOWN, report.doubts.unknown_due_set),
        (Text.DOUBT_NOTHING_DUE, report.doubts.nothing_to_digitise),
        (Text.DOUBT_UNASSIGNED, report.doubts.unassigned_papers),
        (Text.DOUBT_LEVEL, report.doubts.level_out_of_time),
    )
    return [(words.say(text), number) for text, number in counted]


def register_rows(report: Report, words: Words) -> list[tuple[str, str, str, str, str]]:
    """File, kind, rows, the first 12 digits of its SHA-256, and when it was imported."""
    notation = Notation(words.language)
    return [
        (
            plain(source.file),
            words.register_kind(source.kind),
            notation.count(source.rows),
            source.sha256[:12],
            notation.moment(source.imported_at),
        )
        for source in report.register_sources
    ]


def percent_of(ratio: Ratio) -> Decimal | None:
    """The percentage as a number: exactly what is published, so never 100 where something lacks."""
    return None if ratio.ratio is None else Decimal(ratio.ratio)


def agency(report: Report, names: Names) -> str | None:
    """Whose report it is: as set, else the one unit above all others of the report, if there is one."""
    if names.agency:
        return plain(names.agency)
    roots = [line.unit_code for line in report.units if line.depth == 0]
    return names.unit(roots[0]) if len(roots) == 1 else None


def disagreements(report: Report, names: Names, words: Words) -> list[str]:
    """Each sum that does not agree, of which unit, its two sides and the difference."""
    notation = Notation(words.language)
    return [
        words.say(
            OperationsText.DISAGREES_BY,
            words.say(OfficeText.ALL) if row.unit_code is None else names.unit(row.unit_code),
            words.check(check.what),
            notation.count(check.left),
            notation.count(check.right),
            notation.signed(check.difference),
        )
        for row in report.operations
        for check in row.checks
        if check.difference
    ]


def undated(report: Report, words: Words) -> str | None:
    """How many dossiers ended on a day that the register does not know; None where all days are known."""
    figures = report.operations[0].figures if report.operations else {}
    numbers = [figures.get(name, 0) for name in ("resolved_undated", "closed_undated")]
    if numbers == [0, 0]:
        return None
    return words.say(OperationsText.UNDATED, *map(Notation(words.language).told, numbers))


def shrunk(report: Report, words: Words) -> list[str]:
    """Each month whose dossiers became fewer by an import."""
    notation = Notation(words.language)
    return [
        words.say(
            ListText.SHRUNK_BY,
            notation.month(f"{entry.month:%Y-%m}"),
            *shrinkage_numbers(entry, notation),
            words.shrinking(entry.how),
            DASH if entry.file is None else plain(entry.file),
        )
        for entry in report.shrunk
    ]


def excluded_in_all(report: Report) -> int:
    """The dossiers outside the count; 0 where that is withheld."""
    counts = [count for count in report.excluded_counts.values() if count is not None]
    return sum(counts) if len(counts) == len(report.excluded_counts) else 0


def shrinkage_numbers(entry: Shrinkage, notation: Notation) -> tuple[str, str, str]:
    """Before, after, and the difference; or the sign of what is withheld."""
    if entry.suppressed:
        return HIDDEN, HIDDEN, HIDDEN
    change = notation.signed(entry.after - entry.before)
    return notation.count(entry.before), notation.count(entry.after), change


def score_of(scoring: Scoring, words: Words) -> str:
    """The points of a rule set, of those that can be measured here, and of the whole group."""
    notation = Notation(words.language)
    points = (notation.decimal(value) for value in (scoring.points, scoring.measured_most, scoring.most))
    return words.say(ListText.SCORE_OF, scoring.rule_set, *points)


def _rule_set(report: Report, words: Words) -> str:
    if report.rule_sets:
        return words.say(Text.RULE_SETS_MIXED, ", ".join(report.rule_sets))
    return report.rule_set or words.say(Text.NOTHING_COUNTED)
