"""What kind of object a key of the store names; how long it is kept and locked depends on that alone.

Some keys are written again: the manifest of a dossier whenever a paper comes or a person decides, the copies
in `reports/latest` every night. "Write once" cannot hold for such a key, only for its versions, and a bucket
with object lock always has versions. So:

- a manifest is locked like any other record: each version stays until its day, the newest is what counts,
  and nobody can take the newest away before;
- the copies in `reports/latest` are never locked and have no retention: the issue they are a copy of has.
"""

from __future__ import annotations

from enum import StrEnum

# Those of dossiers/manifest.py and dossiers/issues.py, which a test holds equal: the settings need this
# module at every start, and those take a while to import.
_DOSSIERS = "dossiers/"
_REPORTS = "reports/"
_LATEST = "reports/latest"
_AUDIT = "audit/"


class ObjectClass(StrEnum):
    """What an object of the store is.

    Attributes:
        ORIGINAL: a file as it came (`dossiers/<code>/originals/…`).
        ARCHIVE: the archive copy of a paper (`….pdf`).
        TEXT: what was read on a paper (`….text.json`); personal data like the paper itself.
        MANIFEST: what is stored of a dossier; written again, see above.
        REPORT: an issue of a report, kept as it was published.
        LATEST: the copies of the newest report, written again every night.
        AUDIT: sealed events.
    """

    ORIGINAL = "original"
    ARCHIVE = "archive"
    TEXT = "text"
    MANIFEST = "manifest"
    REPORT = "report"
    LATEST = "latest"
    AUDIT = "audit"


def class_of(key: str) -> ObjectClass | None:
    """The class of a key, relative to `[store] url`; None for a key that none of ours has."""
    if key.startswith(_DOSSIERS):
        return _class_in_dossier(key.split("/")[2:])
    if key.startswith((f"{_LATEST}/", f"{_LATEST}.")):
        return ObjectClass.LATEST
    if key.startswith(_REPORTS):
        return ObjectClass.REPORT
    if key.startswith(_AUDIT):
        return ObjectClass.AUDIT
    return None


def _class_in_dossier(segments: list[str]) -> ObjectClass | None:
    match segments:
        case ["manifest.json"]:
            return ObjectClass.MANIFEST
        case ["originals", _]:
            return ObjectClass.ORIGINAL
        case [name] if name.endswith(".text.json"):
            return ObjectClass.TEXT
        case [name] if name.endswith(".pdf"):
            return ObjectClass.ARCHIVE
        case _:
            return None
