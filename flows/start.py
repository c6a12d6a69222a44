"""The entry of the command line: where a file will be read, the fork server starts before all else.

It imports the libraries of reading while this process imports its own: whoever waits at the counter waits
for the longer of both.
"""

from __future__ import annotations

import gc
import sys

from ocr import forking

_ONE_FILE = frozenset({"inspect", "ingest", "watch"})
# Modules and the catalogue stay to the end. Looking for garbage after every 700 new objects, as Python does
# by itself, was an eighth of what a batch of forty pages costs this process.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    if not _ONE_FILE.isdisjoint(sys.argv[1:]):
        forking.warm_up()
    from flows.cli import main as run_and_exit

    run_and_exit()


if __name__ == "__main__":
    main()
