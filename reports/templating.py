"""The templates of pages that people read: escaped, and strict about names that nobody gave."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def environment(**known: object) -> Environment:
    """An environment whose templates know these names, beside what each page is given."""
    made = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(known)
    return made
