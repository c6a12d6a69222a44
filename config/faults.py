"""What pydantic found wrong in a data file, in words that name the entry."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

_NAMES = ("id", "finding")


def first_fault(error: ValidationError, raw: Any) -> str:  # noqa: ANN401 - whatever the file holds
    """The first fault: the way to it, entries by their name where they have one, and what is wrong."""
    first = error.errors(include_input=False, include_url=False)[0]
    here, steps = raw, []
    for step in first["loc"]:
        here = _child(here, step)
        steps.append(_name(here) or str(step))
    return f"{'.'.join(steps) or 'top'}: {first['msg']}"


def _child(parent: Any, step: int | str) -> Any:  # noqa: ANN401
    try:
        return parent[step]
    except (KeyError, IndexError, TypeError):
        return None


def _name(entry: Any) -> str | None:  # noqa: ANN401
    if not isinstance(entry, dict):
        return None
    return next((str(entry[name]) for name in _NAMES if name in entry), None)
