"""What every form of a report says in the same words: facts, headlines, doubts, sums that disagree."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from dossiers.indicators import INDICATORS
from dossiers.operations import Operations
from dossiers.ratios import Ratio
from dossiers.reporting import Report
from dossiers.scoring import Scoring
from reports.names import Names
from reports.notation import DASH, Notation, plain
from reports.office_texts import ListText, OfficeText, OperationsText
from reports.words import Text, Words

# The three ratios that district and provincial reports print first (domain/indicators.md, section 7).
HEADLINES: Mapping[str, Text] = {
    "co_so_hoa_tphs": Text.HAS_COMPONENTS,
    "so_hoa_day_du_tphs": Text.ALL_COMPONENTS,
    "so_hoa_ket_qua": Text.RESULT,
}
INDICATOR = {indicator.id: indicator for indicator in INDICATORS}


def facts(report: Report, words: Words) -> list[tuple[str, str]]:
    """Label and value: what the report is about."""
    notation = Notation(words.language)
    return [
        (words.say(Text.PERIOD), period_of(report, words)),
        (words.say(Text.COHORT), words.cohort(report.cohort)),
        (words.say(Text.RULE_SET), _rule_set(report, words)),
        (words.say(Text.COUNTED), notation.count(report.counted)),
        (words.say(Text.GENERATED), notation.moment(report.generated_at)),
    ]


def period_of(report: Report, words: Words) -> str:
    """From its first to its last day."""
    notation = Notation(words.language)
    return words.say(Text.FROM_TO, notation.day(report.period.first), notation.day(report.period.last))


def doubts(report: Report, words: Words) -> list[tuple[str, str]]:
    """Label and number: what nobody can call complete or incomplete."""
    notation = Notation(words.language)
    return [(label, notation.count(number)) for label, number in doubt_counts(report, words)]


def doubt_counts(report: Report, words: Words) -> list[tuple[str, int]]:
    """The same, the numbers as numbers."""
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
    """Whose report it is: the unit above all others of the report; None where there are several."""
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
    operations = report.operations[0].operations if report.operations else Operations()
    if not (operations.resolved_undated or operations.closed_undated):
        return None
    notation = Notation(words.language)
    resolved, closed = notation.count(operations.resolved_undated), notation.count(operations.closed_undated)
    return words.say(OperationsText.UNDATED, resolved, closed)


def shrunk(report: Report, words: Words) -> list[str]:
    """Each month whose dossiers became fewer by an import."""
    notation = Notation(words.language)
    return [
        words.say(
            ListText.SHRUNK_BY,
            notation.month(f"{entry.month:%Y-%m}"),
            notation.count(entry.before),
            notation.count(entry.after),
            notation.signed(entry.after - entry.before),
            words.shrinking(entry.how),
            DASH if entry.file is None else plain(entry.file),
        )
        for entry in report.shrunk
    ]


def score_of(scoring: Scoring, words: Words) -> str:
    """The points of a rule set, of those that can be measured here, and of the whole group."""
    notation = Notation(words.language)
    points = (notation.decimal(value) for value in (scoring.points, scoring.measured_most, scoring.most))
    return words.say(ListText.SCORE_OF, scoring.rule_set, *points)


def _rule_set(report: Report, words: Words) -> str:
    if report.rule_sets:
        return words.say(Text.RULE_SETS_MIXED, ", ".join(report.rule_sets))
    return report.rule_set or words.say(Text.NOTHING_COUNTED)
