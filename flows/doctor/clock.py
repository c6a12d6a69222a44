"""The clock of this machine beside those of the servers, and the zone of Viet Nam."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from config.settings import Settings
from dossiers.errors import SohoaError
from flows.deployed.known_server import api_url
from flows.doctor.findings import Finding, ok, problem, skipped, warning
from flows.doctor.http_clock import Silent, clock_of
from storage import ledger_probe

_ZONE = "Asia/Ho_Chi_Minh"
# A Date header has whole seconds, and an answer takes its time.
_TOLERATED_SECONDS = 5.0
_WRONG_SECONDS = 120.0  # S3 refuses after 900; a night's heartbeats count seconds

Clock = Callable[[], datetime]


def zone(_settings: Settings) -> Iterator[Finding]:
    """Reports, nights and schedules are by this zone's days."""
    try:
        ZoneInfo(_ZONE)
    except (ZoneInfoNotFoundError, OSError):
        yield problem("time zone", f"{_ZONE} is not known here.", "apt-get install tzdata")
    else:
        yield ok("time zone", _ZONE)


def clock(settings: Settings, here: Clock) -> Iterator[Finding]:
    """This machine's clock against each server that has one of its own and answers."""
    others = {"the ledger": _of_ledger, "the store": _of_store, "Prefect": _of_prefect}
    off: dict[str, float] = {}
    for name, ask in others.items():
        before = here()
        theirs = ask(settings)
        if theirs is not None:
            middle = before + (here() - before) / 2
            off[name] = (middle - theirs).total_seconds()
    if not off:
        yield skipped("clock", "Nothing has a clock of its own to compare with.")
        return
    name, seconds = max(off.items(), key=lambda entry: abs(entry[1]))
    told = f"{abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} {name}"
    advice = "Have the machines set their clocks by NTP: timedatectl set-ntp true"
    if abs(seconds) > _WRONG_SECONDS:
        yield problem("clock", f"{told}.", advice)
    elif abs(seconds) > _TOLERATED_SECONDS:
        yield warning("clock", f"{told}.", advice)
    else:
        yield ok("clock", f"agrees with {', '.join(off)}")


def _of_ledger(settings: Settings) -> datetime | None:
    try:
        url = settings.ledger.resolved_url
        if ledger_probe.is_missing(url):
            return None
        with closing(ledger_probe.opened_as_it_is(url)) as opened, opened.reading() as connection:
            return ledger_probe.look(connection).clock
    except SohoaError:
        return None


def _of_store(settings: Settings) -> datetime | None:
    """Of the S3 server: it sends its Date also with a refusal."""
    endpoint = settings.store.endpoint_url
    if not endpoint or not settings.store.resolved_url.startswith("s3:"):
        return None
    try:
        return clock_of(endpoint)
    except Silent:
        return None


def _of_prefect(settings: Settings) -> datetime | None:
    try:
        return clock_of(f"{api_url(settings)}/health")
    except Silent:
        return None
