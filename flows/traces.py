"""Where an error came from, without its words: those of a library may hold a name, a path or a text.

What a log or a terminal shows of a traceback is the way through the program, the type of each error of the
chain, and what our own errors say, which name no person (dossiers/errors.py).
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from types import TracebackType

from dossiers.errors import SohoaError


def trace_of(error: BaseException) -> str:
    """The chain of errors, the first cause first, as Python shows it but for the words."""
    return "\n\n".join(reversed([_shown(entry) for entry in _chain(error)]))


def keep_unraisable_errors_private() -> None:
    """Of errors that nobody can catch this process tells where, and of which type.

    Python would show the object they happened in ("Exception ignored in"), such as a file with its name.
    """
    sys.unraisablehook = _unraisable


def _unraisable(found: sys.UnraisableHookArgs) -> None:
    where = _way(found.exc_traceback)
    print(f"An error that was ignored: {found.exc_type.__name__}\n{where}".rstrip(), file=sys.stderr)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    entry: BaseException | None = error
    while entry is not None and id(entry) not in seen:
        seen.add(id(entry))
        yield entry
        entry = entry.__cause__ or (None if entry.__suppress_context__ else entry.__context__)


def _shown(error: BaseException) -> str:
    said = f": {error.message}" if isinstance(error, SohoaError) else ""
    return f"{_way(error.__traceback__)}{type(error).__name__}{said}"


def _way(way: TracebackType | None) -> str:
    lines = traceback.format_tb(way)
    return "".join(["Traceback (most recent call last):\n", *lines]) if lines else ""
