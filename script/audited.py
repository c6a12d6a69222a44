"""Judges what pip-audit said (JSON on standard input): 0 nothing known, 1 something is, 4 could not ask."""

from __future__ import annotations

import json
import sys
from typing import Any


def main(said: str) -> int:
    """Prints each known vulnerability; packages that were passed over were not asked about."""
    try:
        packages: list[dict[str, Any]] = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 4
    flaws = [(package, flaw["id"]) for package in packages for flaw in package.get("vulns", [])]
    for package, flaw in flaws:
        sys.stdout.write(f"{package['name']} {package['version']} {flaw}\n")
    if flaws:
        return 1
    return 4 if not packages or any("skip_reason" in package for package in packages) else 0


if __name__ == "__main__":
    sys.exit(main(sys.stdin.read()))
