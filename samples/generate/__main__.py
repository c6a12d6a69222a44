"""`python -m samples.generate`: writes samples/ anew."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from pathlib import Path

from samples.generate import (
    dossiers_births,
    dossiers_marriages_deaths,
    dossiers_martyrs,
    dossiers_merit,
    dossiers_social,
)
from samples.generate.files import contents
from samples.generate.fonts import FontMissingError
from samples.generate.model import File
from samples.generate.readme import readme
from samples.generate.register import write_register
from samples.generate.strays import PASSED_OVER, STRAYS
from samples.generate.truth import truth_of

SAMPLES = Path(__file__).resolve().parent.parent
DOSSIERS = tuple(
    sorted(
        (
            *dossiers_martyrs.DOSSIERS,
            *dossiers_merit.DOSSIERS,
            *dossiers_social.DOSSIERS,
            *dossiers_births.DOSSIERS,
            *dossiers_marriages_deaths.DOSSIERS,
        ),
        key=lambda dossier: dossier.received_on,
    )
)


def main() -> int:
    """Writes inbox, register, truth and README; 1 and one line where a font is missing."""
    try:
        write_inbox(SAMPLES / "inbox")
    except FontMissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    write_register(SAMPLES, DOSSIERS)
    truth = json.dumps(truth_of(DOSSIERS, STRAYS), ensure_ascii=False, indent=1)
    (SAMPLES / "truth.json").write_text(truth + "\n", encoding="utf-8")
    (SAMPLES / "README.md").write_text(readme(DOSSIERS, STRAYS, PASSED_OVER), encoding="utf-8")
    return 0


def write_inbox(inbox: Path) -> None:
    """All files, made before any old one goes: a signed one is carried over."""
    files = (*(file for dossier in DOSSIERS for file in dossier.files), *STRAYS)
    made = {name_on_disk(file): contents(file, inbox / name_on_disk(file)) for file in files} | PASSED_OVER
    shutil.rmtree(inbox, ignore_errors=True)
    for name, data in made.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def name_on_disk(file: File) -> str:
    """The path in the inbox; some names come decomposed, as from a Mac."""
    return unicodedata.normalize("NFD" if file.decomposed_name else "NFC", file.path)


if __name__ == "__main__":
    sys.exit(main())
