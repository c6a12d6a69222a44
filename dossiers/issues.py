"""An issue of a report: what was published on a day, where it lies, and how it can be checked.

    reports/<yyyy-mm>/<issue>/       report.json, report.html, report.xlsx, issue.json: a month, by the night
    reports/on-request/<issue>/      the same for any period that a person asked for
    reports/latest/, reports/latest.json   a copy of the newest month to date, and which issue it is

`issue.json` names the objects beside it with their SHA-256. It is enough to find every issue again from the
store alone. Keys are relative to `[store] url`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict

from dossiers.errors import StoreDamaged
from dossiers.indicators import Cohort
from dossiers.manifest import StoredObject
from dossiers.periods import VIETNAM, Period
from dossiers.ratios import Ratio
from dossiers.reporting import Breakdown

ISSUE_SCHEMA = 1
REPORTS_PREFIX = "reports/"
LATEST_KEY = "reports/latest.json"
LATEST_PREFIX = "reports/latest/"
QUARANTINE_KEY = "reports/latest.quarantine.csv"
_ON_REQUEST = "on-request"
_INDEX = "issue.json"
_DIGITS = 8


class Occasion(StrEnum):
    """Why a report was issued.

    Attributes:
        MONTH_TO_DATE: by the night, from the first of the month to its day (lũy kế tháng).
        MONTH: by the first night after a month has ended; once.
        ON_REQUEST: a person asked for it.
    """

    MONTH_TO_DATE = "month_to_date"
    MONTH = "month"
    ON_REQUEST = "on_request"


class Issue(BaseModel):
    """One issue of a report.

    Attributes:
        id: `<when it was issued, Viet Nam>-<first digits of the SHA-256 of report.json>`.
        issued_at: when it was written to the store.
        as_of: when register and ledger were looked at: what they held then is what was counted.
        language: of the HTML and the XLSX.
        run_id: the run that issued it; None for a report on request.
        content_sha256: of report.json without the time at which it was made: equal for equal figures.
        counted, total: the headline of the report, for the change against the next issue.
        suppressed: of these what is withheld (and 0 here).
        objects: the report in each form, by the extension of its file.
    """

    model_config = ConfigDict(frozen=True)

    schema_: int = ISSUE_SCHEMA
    id: str
    occasion: Occasion
    period: Period
    cohort: Cohort
    breakdowns: tuple[Breakdown, ...] = ()
    rule_sets: tuple[str, ...]
    issued_at: AwareDatetime
    as_of: AwareDatetime
    run_id: str | None
    pipeline_version: str
    language: str
    suppressed_below: int
    content_sha256: str
    counted: int
    total: dict[str, Ratio]
    suppressed: tuple[str, ...] = ()
    objects: dict[str, StoredObject]

    @property
    def key(self) -> str:
        """The key of its index."""
        return f"{issue_prefix(self.id, self.occasion, self.period)}{_INDEX}"

    @property
    def issued_on(self) -> date:
        """The day on which it was issued, in Viet Nam."""
        return self.issued_at.astimezone(VIETNAM).date()

    def says_the_same_as(self, other: Issue) -> bool:
        """Whether issuing both on one day would say one thing twice."""
        told = {"occasion", "period", "cohort", "language", "pipeline_version", "content_sha256"}
        return self.issued_on == other.issued_on and all(
            getattr(self, name) == getattr(other, name) for name in told
        )

    def to_json(self) -> dict[str, Any]:
        """The index as it is stored and shown."""
        data = self.model_dump(mode="json", exclude={"schema_"})
        data["period"] = {"from": data["period"]["first"], "to": data["period"]["last"]}
        return {"schema": self.schema_, **data}

    def to_bytes(self) -> bytes:
        """The index as it is stored: UTF-8, two spaces, a final newline."""
        return (json.dumps(self.to_json(), ensure_ascii=False, indent=2) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Issue:
        """Reads what `to_bytes` wrote.

        Raises:
            StoreDamaged: the bytes are no index of this schema.
        """
        try:
            data = json.loads(content)
            first, last = data["period"]["from"], data["period"]["to"]
            issue = cls(**data | {"schema_": data.pop("schema"), "period": {"first": first, "last": last}})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreDamaged("The index of an issue in the store cannot be read.") from error
        if issue.schema_ != ISSUE_SCHEMA:
            raise StoreDamaged(f"An issue in the store has schema {issue.schema_}, not {ISSUE_SCHEMA}.")
        return issue


class Change(BaseModel):
    """How an indicator moved against the issue before.

    Attributes:
        points: percentage points, from the ratios as published; None where one of them has no denominator.
    """

    model_config = ConfigDict(frozen=True)

    numerator: int
    denominator: int
    points: Decimal | None


def changes(before: Mapping[str, Ratio], after: Mapping[str, Ratio]) -> dict[str, Change]:
    """The indicators that both issues have, and how each moved."""
    return {name: _change(before[name], ratio) for name, ratio in after.items() if name in before}


def _change(before: Ratio, after: Ratio) -> Change:
    known = before.ratio is not None and after.ratio is not None
    return Change(
        numerator=after.numerator - before.numerator,
        denominator=after.denominator - before.denominator,
        points=Decimal(after.ratio or 0) - Decimal(before.ratio or 0) if known else None,
    )


def issue_id(issued_at: datetime, report_sha256: str) -> str:
    """`20240315T013005-1f3a9c2b`: when, on the clocks of Viet Nam, and of which bytes."""
    return f"{issued_at.astimezone(VIETNAM):%Y%m%dT%H%M%S}-{report_sha256[:_DIGITS]}"


def issue_prefix(issue: str, occasion: Occasion, period: Period) -> str:
    """Where everything of an issue lies."""
    folder = _ON_REQUEST if occasion is Occasion.ON_REQUEST else f"{period.first:%Y-%m}"
    return f"{REPORTS_PREFIX}{folder}/{issue}/"


def month_prefix(month: date) -> str:
    """Where the issues about a month lie."""
    return f"{REPORTS_PREFIX}{month:%Y-%m}/"


def is_index(key: str) -> bool:
    """Whether a key is one of an issue's index."""
    return key.startswith(REPORTS_PREFIX) and key.endswith(f"/{_INDEX}")


def occasion_of(key: str, period: Period, issued_at: datetime) -> Occasion:
    """Why an issue was made, by where it lies and when it was issued: a month's last word follows its end."""
    if key.startswith(f"{REPORTS_PREFIX}{_ON_REQUEST}/"):
        return Occasion.ON_REQUEST
    ended = issued_at.astimezone(VIETNAM).date() > period.last
    return Occasion.MONTH if ended else Occasion.MONTH_TO_DATE


class Latest(BaseModel):
    """Which issue the copies in `reports/latest/` are of.

    Attributes:
        issue: its id; `index` the key of its `issue.json`.
        objects: the copies, by the extension of their file.
    """

    model_config = ConfigDict(frozen=True)

    issue: str
    index: str
    objects: dict[str, StoredObject]

    @classmethod
    def of(cls, issue: Issue) -> Latest:
        """The copies of an issue, under keys that stay."""
        return cls(
            issue=issue.id,
            index=issue.key,
            objects={
                form: entry.model_copy(update={"key": f"{LATEST_PREFIX}{entry.key.rpartition('/')[2]}"})
                for form, entry in issue.objects.items()
            },
        )

    def to_bytes(self) -> bytes:
        """What is stored: UTF-8, two spaces, a final newline."""
        return (json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Latest:
        """Reads what `to_bytes` wrote.

        Raises:
            StoreDamaged: the bytes are none of these.
        """
        try:
            return cls.model_validate_json(content)
        except ValueError as error:
            raise StoreDamaged(f"{LATEST_KEY} cannot be read.") from error
