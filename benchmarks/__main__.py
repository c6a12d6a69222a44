"""`python -m benchmarks NAME [--json] [--limit N]`, behind ./script/bench.

Ends with 0 where the benchmark ran; whether its targets are met, the result says (`met`). What a whole run
gave stays in `var/bench/NAME.json`, too: bench `year` counts with what bench `scale` measured.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from rich.console import Console

from benchmarks.figures import keep, print_json, print_tables

NAMES = (
    *("reading", "speed", "memory", "startup", "classify", "report", "faults", "verify", "hostile", "plan"),
    *("rerun", "year", "watch", "scale"),
)


def main() -> int:
    """Runs one benchmark and prints what it gives."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("--limit", type=int, help="less of everything, to try a benchmark out")
    asked = parser.parse_args()
    bench = importlib.import_module(f"benchmarks.{asked.name}")
    result = bench.figures(limit=asked.limit)
    if asked.limit is None:
        keep(result)
    if asked.json:
        print_json(result)
    else:
        # where it goes into a file, a table is not to be folded at the 80 columns that rich then takes
        print_tables(result, Console(width=None if sys.stdout.isatty() else 160))
    return 0


if __name__ == "__main__":
    sys.exit(main())
