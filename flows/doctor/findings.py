"""What a check finds, and running checks side by side, each with its own time limit."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dossiers.errors import SohoaError
from flows.traces import trace_of

log = logging.getLogger("sohoa")

SECONDS = 15.0
"""What one check may take; all are looked at side by side."""


class Verdict(StrEnum):
    """How it stands with one thing; skipped: there is nothing to look at."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor.

    Attributes:
        found: what was seen.
        advice: what to do; empty where nothing is to be done.
    """

    name: str
    verdict: Verdict
    found: str
    advice: str = ""


def ok(name: str, found: str) -> Finding:
    """All is well."""
    return Finding(name, Verdict.OK, found)


def warning(name: str, found: str, advice: str) -> Finding:
    """It works, but not for long, or not as it should."""
    return Finding(name, Verdict.WARNING, found, advice)


def problem(name: str, found: str, advice: str) -> Finding:
    """It does not work."""
    return Finding(name, Verdict.PROBLEM, found, advice)


def skipped(name: str, found: str) -> Finding:
    """There is nothing to look at."""
    return Finding(name, Verdict.SKIPPED, found)


@dataclass(frozen=True, slots=True)
class Check:
    """A thing to look at; what it found before it hung or failed counts.

    Attributes:
        name: of what is said where it hangs or fails.
        look: gives the findings, one after the other.
        if_silent: what to do where it does not answer in time.
    """

    name: str
    look: Callable[[], Iterable[Finding]]
    if_silent: str = "Run again; if it stays so, tell the administrator."


@dataclass(slots=True)
class _UnderWay:
    check: Check
    found: list[Finding] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        """Runs in a thread of its own."""
        try:
            for finding in self.check.look():
                self.found.append(finding)  # one by one: the next may hang
        except SohoaError as error:
            self.found.append(problem(self.check.name, error.message, error.hint))
        except Exception as bug:  # noqa: BLE001 - a doctor who falls ill says so, and looks at the rest
            log.debug("a bug in a check:\n%s", trace_of(bug))
            advice = "Run again with --debug and send what it prints to the administrator."
            self.found.append(
                problem(self.check.name, f"The check itself failed: {type(bug).__name__}.", advice)
            )
        finally:
            self.over.set()


def looked_at(checks: Sequence[Check], *, seconds: float = SECONDS) -> Iterator[Finding]:
    """What the checks find, in their order. One that hangs is left behind; it ends with the process."""
    under_way = [_UnderWay(check) for check in checks]
    for one in under_way:
        threading.Thread(target=one.work, name=one.check.name, daemon=True).start()
    end = time.monotonic() + seconds
    for one in under_way:
        in_time = one.over.wait(max(0.0, end - time.monotonic()))
        yield from list(one.found)
        if not in_time:
            yield problem(one.check.name, f"No answer within {seconds:.0f} s.", one.check.if_silent)
