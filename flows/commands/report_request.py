"""What `sohoa report` was asked for: options that contradict each other are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.sections import Language
from dossiers.counting import Which
from dossiers.errors import UsageError
from dossiers.indicators import Cohort
from dossiers.periods import Period
from dossiers.reporting import Breakdown
from flows.commands.shared import parse_day
from flows.figures.report_files import Format

_WHICH_PERIOD = "Write --period 2024-Q1 (or 2024-01, 2024, 2024-9M), or --from and --to."
_LISTS = frozenset({Format.TABLE, Format.JSON, Format.CSV})
_STORED = frozenset({Format.JSON, Format.HTML, Format.XLSX, Format.PDF})


@dataclass(frozen=True, kw_only=True)
class Request:
    """The options as they were given; None, empty or False where they were not."""

    period: str | None
    first: str | None
    last: str | None
    by: str
    dossiers: bool
    cohort: Cohort | None
    under: str | None
    listed: Which | None
    indicator: str | None
    actions: bool
    suppress_below: int | None
    issues: bool
    issued: str | None
    issue: str | None
    form: Format | None
    out: Path | None
    language: Language | None
    as_json: bool

    @property
    def is_about_issues(self) -> bool:
        """Whether it asks for what was reported, not for a new report."""
        return self.issues or self.issued is not None or self.issue is not None

    @property
    def names_dossiers(self) -> bool:
        """Whether single dossiers would be named."""
        return self.dossiers or self.actions or self.listed is not None

    @property
    def chosen_form(self) -> Format | None:
        """The form asked for; None: the usual one."""
        return Format.JSON if self.as_json else self.form

    @property
    def chosen_period(self) -> Period | None:
        """The period asked for.

        Raises:
            UsageError: it is none, or only half of one.
        """
        if self.period is not None:
            return Period.parse(self.period)
        if self.first is None or self.last is None:
            if self.first is self.last:
                return None
            raise UsageError("Half a period: one of --from and --to is missing.", _WHICH_PERIOD)
        return Period.between(parse_day(self.first), parse_day(self.last))

    @property
    def needed_period(self) -> Period:
        """The period of a new report.

        Raises:
            UsageError: there is none.
        """
        period = self.chosen_period
        if period is None:
            raise UsageError("A report needs a period.", _WHICH_PERIOD)
        return period

    @property
    def day_of_issue(self) -> date | None:
        """The day of --issued."""
        return parse_day(self.issued) if self.issued is not None else None

    @property
    def breakdowns(self) -> list[Breakdown]:
        """By what it is broken down, each once.

        Raises:
            UsageError: by something that is none.
        """
        named = [name.strip() for name in self.by.split(",") if name.strip()]
        known = [breakdown.value for breakdown in Breakdown]
        for name in named:
            if name not in known:
                raise UsageError(
                    f"A report cannot be broken down by {name}.", f"Known are: {', '.join(known)}."
                )
        return [Breakdown(name) for name in dict.fromkeys(named)]

    def refuse_contradictions(self, suppress_below: int) -> None:
        """Refuses options that do not go together. `suppress_below`: that of the settings.

        Raises:
            UsageError: some do not.
        """
        if self.period is not None and (self.first is not None or self.last is not None):
            raise UsageError("The period is given twice.", "Give --period, or --from and --to.")
        if self.as_json and self.form not in {None, Format.JSON}:
            raise UsageError(f"--json and --format {self.form} are two forms.", "Leave one of them away.")
        self._refuse_several_questions()
        if self.is_about_issues:
            self._refuse_with_issues()
            return
        if self.indicator is not None and self.listed is None:
            raise UsageError(
                "--indicator says of which figure dossiers are listed.", "Give --list missing with it."
            )
        if self.listed is not None:
            self._refuse_with_list()
        below = suppress_below if self.suppress_below is None else self.suppress_below
        if below > 1 and self.names_dossiers:
            raise UsageError(
                "A report whose small cells are suppressed names no single dossiers.",
                "For use inside the office add --suppress-below 0.",
            )

    def _refuse_several_questions(self) -> None:
        asked = _given({"--list": self.listed, "--issues": self.issues}) + _given(
            {"--issued": self.issued, "--issue": self.issue}
        )
        if len(asked) > 1:
            raise UsageError(f"{' and '.join(asked)} ask for different things.", "Give one of them.")

    def _refuse_with_issues(self) -> None:
        asked = "--issues" if self.issues else "--issued" if self.issued is not None else "--issue"
        others = _given(
            {
                "--by": self.by,
                "--dossiers": self.dossiers,
                "--cohort": self.cohort,
                "--under": self.under,
                "--indicator": self.indicator,
                "--actions": self.actions,
                "--suppress-below": self.suppress_below is not None,
            }
        )
        if self.issue is not None:
            others += _given({"--period": self.period, "--from": self.first, "--to": self.last})
        if not self.issues:
            others += _given({"--language": self.language})
        if others:
            raise UsageError(
                f"{asked} shows what was issued: {', '.join(others)} cannot change it.",
                "Leave that away, or ask for a new report with --period.",
            )
        if self.issues and (self.out is not None or self.form not in {None, Format.TABLE, Format.JSON}):
            raise UsageError("The list of issues is a table or json.", "Leave --out and --format away.")
        if not self.issues and self.form not in {None, *_STORED}:
            raise UsageError(f"An issue is not stored as {self.form}.", "Choose json, html, xlsx or pdf.")

    def _refuse_with_list(self) -> None:
        others = _given({"--by": self.by, "--dossiers": self.dossiers, "--actions": self.actions})
        if others:
            raise UsageError(
                f"--list lists the dossiers behind one figure: {', '.join(others)} does not go with it.",
                "Leave that away.",
            )
        if self.form not in {None, *_LISTS}:
            raise UsageError(f"A list of dossiers is no {self.form}.", "Choose --format table, json or csv.")


def _given(options: Mapping[str, object]) -> list[str]:
    return [name for name, value in options.items() if value not in {None, False, ""}]
