"""Who runs the program, as the system knows it: what the environment says can be written by anybody."""

from __future__ import annotations

import os
import pwd


def account() -> str:
    """The name of the account, or its number where it has no name (as in containers)."""
    number = os.geteuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid {number}"
