"""The papers of a night to measure: an office's scans again and again, no two files with the same bytes."""

from __future__ import annotations

import csv
from itertools import count
from pathlib import Path

from benchmarks.scans import short_files

_ROW = {
    "procedure_code": "1.010801",
    "unit_code": "H40.12",
    "level": "commune",
    "field": "Người có công",
    "channel": "direct",
    "received_on": "2025-08-01",
    "due_on": "2025-09-30",
    "status": "in_progress",
    "facts": "-",
}


def fill(inbox: Path, register: Path, pages: int) -> int:
    """Puts files of at least so many pages into an inbox, each in a dossier of its own; how many pages."""
    scans = [(file.pdf.read_bytes(), len(file.images)) for file in short_files()]
    done = 0
    with register.open("w", encoding="utf-8", newline="") as target:
        rows = csv.DictWriter(target, ("dossier_code", *_ROW))
        rows.writeheader()
        for number in count():
            if done >= pages:
                return done
            content, its_pages = scans[number % len(scans)]
            code = f"H40.12-250801-{number:05}"
            folder = inbox / code
            folder.mkdir(parents=True)
            # A comment after the end of a PDF (ISO 32000-2, 7.2.4): other bytes, the same pages.
            (folder / "giay.pdf").write_bytes(content + b"%% %d\n" % number)
            rows.writerow({"dossier_code": code, **_ROW})
            done += its_pages
    return done
