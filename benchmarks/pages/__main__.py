"""`python -m benchmarks.pages SET FOLDER [--limit N]`: writes a set of made pages with their truth."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.pages.sets import LEVELS, SETS, write


def main() -> None:
    """Writes the set that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("set", choices=sorted(SETS))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--level", choices=LEVELS, action="append", help="only this level (may be repeated)")
    parser.add_argument("--limit", type=int, help="only so many base pages")
    asked = parser.parse_args()
    write(SETS[asked.set], asked.folder, tuple(asked.level or LEVELS), asked.limit)


if __name__ == "__main__":
    main()
