"""An issued report as Markdown, for the page of a Prefect run: the headline, what moved, what shrank."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from config.sections import Language
from dossiers.issues import LATEST_PREFIX, Change, Issue, Occasion, changes
from dossiers.reporting import Report
from flows.deployed.markdown import table
from flows.figures.issuing import Issued
from reports.facts import HEADLINES, facts, shrinkage_numbers
from reports.issue_texts import OCCASIONS, IssueText
from reports.names import indicator_name
from reports.notation import DASH, Notation
from reports.texts import Text
from reports.words import Words


def issued_markdown(issued: Issued, language: Language, store_url: str) -> str:
    """The headline of an issue with its change, and where the whole of it lies.

    Args:
        issued: the issue.
        language: of the words; the issue itself keeps its own.
        store_url: `[store] url`, for addresses that can be opened.
    """
    words = Words(language)
    occasion = words.say(OCCASIONS[issued.issue.occasion])
    return "\n".join(
        [
            f"# {words.say(Text.TITLE)}",
            "",
            *(f"- {label}: {value}" for label, value in facts(issued.report, words)),
            f"- {words.say(IssueText.ISSUE)}: `{issued.issue.id}` ({occasion})",
            *_suppressed(issued.issue, words),
            "",
            *_headline(issued, words),
            "",
            *_compared_with(issued, words),
            "",
            f"## {words.say(IssueText.SHRUNK)}",
            "",
            *_shrunk(issued.report, words),
            "",
            f"## {words.say(IssueText.STORED)}",
            "",
            *_places(issued.issue, words, store_url),
        ]
    )


def _suppressed(issue: Issue, words: Words) -> Iterator[str]:
    if issue.suppressed_below:
        yield f"- {words.say(IssueText.SUPPRESSED, issue.suppressed_below)}"


def _headline(issued: Issued, words: Words) -> Iterator[str]:
    """The ratios that reports print first, each with its parts and its change."""
    withheld = {*issued.issue.suppressed, *(issued.before.suppressed if issued.before else ())}
    moved = changes(issued.before.total, issued.issue.total) if issued.before else {}
    moved = {name: change for name, change in moved.items() if name not in withheld}
    headings = [words.say(text) for text in (Text.INDICATOR, Text.NUMERATOR, Text.DENOMINATOR, Text.RATIO)]
    rows = (_row(name, issued, moved.get(name), words) for name in HEADLINES)
    return table([*headings, words.say(IssueText.CHANGE)], rows)


def _row(name: str, issued: Issued, change: Change | None, words: Words) -> tuple[str, ...]:
    notation, ratio = Notation(words.language), issued.issue.total[name]
    return (
        indicator_name(name, issued.report, words),
        *notation.parts(ratio, withheld=name in issued.issue.suppressed),
        _moved(change, words),
    )


def _moved(change: Change | None, words: Words) -> str:
    """`+1,25 % (+3 / +5)`: percentage points, numerator and denominator."""
    if change is None:
        return DASH
    notation = Notation(words.language)
    parts = f"({_signed(notation, change.numerator)} / {_signed(notation, change.denominator)})"
    if change.points is None:
        return parts
    return f"{_sign(change.points)}{notation.percent(str(abs(change.points)))} {parts}"


def _signed(notation: Notation, number: int) -> str:
    return f"{_sign(number)}{notation.count(abs(number))}"


def _sign(number: int | Decimal) -> str:
    return "+" if number > 0 else "−" if number < 0 else "±"


def _compared_with(issued: Issued, words: Words) -> Iterator[str]:
    if issued.before is None:
        yield words.say(IssueText.FIRST_ISSUE)
    else:
        as_of = Notation(words.language).moment(issued.before.as_of)
        yield words.say(IssueText.CHANGE_SINCE, f"`{issued.before.id}`", as_of)
    if not issued.is_new:
        yield words.say(IssueText.SAME_AS_BEFORE)


def _shrunk(report: Report, words: Words) -> Iterator[str]:
    if not report.shrunk:
        yield words.say(IssueText.NOT_SHRUNK)
    notation = Notation(words.language)
    for shrinkage in report.shrunk:
        month = notation.month(f"{shrinkage.month:%Y-%m}")
        before, after, _ = shrinkage_numbers(shrinkage, notation)
        said = words.say(IssueText.SHRUNK_LINE, month, before, after)
        yield f"- {said} ({words.shrinking(shrinkage.how)})"


def _places(issue: Issue, words: Words, store_url: str) -> Iterator[str]:
    for entry in issue.objects.values():
        yield f"- [`{entry.key}`]({store_url.rstrip('/')}/{entry.key})"
    if issue.occasion is Occasion.MONTH_TO_DATE:
        yield f"- {words.say(IssueText.LATEST)}: `{LATEST_PREFIX}`"
