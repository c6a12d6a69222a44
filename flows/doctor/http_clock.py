"""The clock of an HTTP server."""

from __future__ import annotations

import urllib.error
import urllib.request
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

_SECONDS = 4.0


class Silent(Exception):
    """No answer; its text says why, without an address."""


def clock_of(url: str) -> datetime | None:
    """The server's clock by its Date header, in whole seconds; servers send it with a refusal, too.

    Raises:
        Silent: no answer.
    """
    try:
        with _opener(url).open(urllib.request.Request(url), timeout=_SECONDS) as answer:  # noqa: S310 - of the settings
            return _clock(answer.headers.get("Date"))
    except urllib.error.HTTPError as refusal:
        with refusal:
            return _clock(refusal.headers.get("Date"))
    except (OSError, ValueError) as error:
        raise Silent(type(error).__name__) from None


def _clock(date: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(date) if date else None
    except ValueError:
        return None


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Through the proxies of the environment, but never to this machine itself."""
    if urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}:
        return urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener()
