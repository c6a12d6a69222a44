"""A month of nights: what comes in by day, and what so many workers leave for the next night.

Counts by quarter are published; counts by day are not. How a quarter's dossiers fall on the days of a week
is therefore assumed (`WEEK`), and so is everything that this module names in capitals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

DAYS = 30
DAYS_IN_A_QUARTER = 91
NIGHT_SECONDS = 6 * 3600
# Issue 7: 2,500 dossiers have 12,000 papers on 30,000 pages.
PAGES_A_DOSSIER = 12.0
# Mondays bring what people could not hand in at the weekend; Saturday mornings some, Sundays nothing.
WEEK = (1.35, 1.10, 1.00, 0.95, 1.00, 0.30, 0.0)
# The days before a holiday and the first day after one are the worst: the month ends with two such days.
LAST_DAYS = (1.5, 1.5)


@dataclass(frozen=True)
class Office:
    """Who receives how many dossiers a quarter, and where the number comes from."""

    name: str
    dossiers_a_quarter: int
    source: str


OFFICES = (
    Office("a district: Đô Lương, Q1 2024", 3_351, "published, received"),
    Office("a province: Đắk Lắk, Q3 2024", 224_187, "published, resolved"),
    Office("a large province", 250_000, "issue 7"),
)


@dataclass(frozen=True)
class Rates:
    """What was measured on one machine.

    Attributes:
        pages_a_second: of one worker with one core.
        second_worker_brings: how much of that each further worker adds.
        fixed_seconds: of a night, in which no page is read: start-up, planning, the report.
    """

    pages_a_second: float
    second_worker_brings: float
    fixed_seconds: float

    def pages_a_night(self, workers: int) -> int:
        """How many pages so many workers read within six hours."""
        together = 1 + (workers - 1) * self.second_worker_brings
        return int((NIGHT_SECONDS - self.fixed_seconds) * self.pages_a_second * together)


@dataclass(frozen=True)
class Month:
    """How a month of nights went.

    Attributes:
        full_nights: nights that ended with pages left.
        longest_queue: the most pages that a night left.
        queue: pages left after the last night.
    """

    pages: int
    full_nights: int
    longest_queue: int
    queue: int


def pages_by_day(office: Office) -> Iterator[int]:
    """The pages that come in on each day of a month that begins with a Monday."""
    in_all = office.dossiers_a_quarter * DAYS / DAYS_IN_A_QUARTER * PAGES_A_DOSSIER
    weights = [WEEK[day % len(WEEK)] for day in range(DAYS)]
    weights[-len(LAST_DAYS) :] = LAST_DAYS
    for weight in weights:
        yield round(in_all * weight / sum(weights))


def month_of(office: Office, pages_a_night: int) -> Month:
    """Thirty days, a night after each; what a night does not come to is taken first by the next."""
    queue = full = longest = pages = 0
    for came in pages_by_day(office):
        pages += came
        queue = max(0, queue + came - pages_a_night)
        full += queue > 0
        longest = max(longest, queue)
    return Month(pages, full, longest, queue)
