"""The URL of the ledger, taken apart; what it may hold beside an address is never repeated."""

from __future__ import annotations

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from dossiers.errors import SettingsRefused

_HOW_TO_WRITE = "In user and password write %40 for @, %2F for /, %3A for : and so on."


def parsed_url(url: str) -> URL:
    """The URL in its parts.

    Raises:
        SettingsRefused: it is none.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise SettingsRefused("[ledger] url is no SQLAlchemy URL.", _HOW_TO_WRITE) from None
    if "@" in (parsed.host or ""):  # what stands before it may be a part of the password
        raise SettingsRefused("[ledger] url has an @ too many.", _HOW_TO_WRITE)
    if parsed.query and parsed.get_backend_name() == "postgresql":
        _require_known_options(parsed)
    return parsed


def _require_known_options(parsed: URL) -> None:
    from psycopg import ProgrammingError
    from psycopg.conninfo import make_conninfo

    try:
        make_conninfo("", **dict.fromkeys(parsed.query, ""))
    except ProgrammingError:
        raise SettingsRefused(
            "[ledger] url has an option that PostgreSQL does not know.", "Mend what stands after the ?."
        ) from None
