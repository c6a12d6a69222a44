"""Every key that the product makes has a class, and no other key has one."""

from __future__ import annotations

from datetime import date

import pytest

from dossiers.issues import LATEST_KEY, LATEST_PREFIX, Occasion, issue_prefix
from dossiers.manifest import archive_key, manifest_key, original_key, text_key
from dossiers.object_classes import ObjectClass, class_of
from dossiers.periods import Period

CODE = "000.00.00.H01-250117-0001"
MONTH = Period.between(date(2024, 3, 1), date(2024, 3, 31))


@pytest.mark.parametrize(
    ("key", "object_class"),
    [
        (original_key(CODE, "0" * 64, "pdf"), ObjectClass.ORIGINAL),
        (original_key(CODE, "0" * 64, "jpg"), ObjectClass.ORIGINAL),
        (archive_key(CODE, 1), ObjectClass.ARCHIVE),
        (archive_key(CODE, 12, 3), ObjectClass.ARCHIVE),
        (text_key(CODE, 1), ObjectClass.TEXT),
        (text_key(CODE, 1, 2), ObjectClass.TEXT),
        (manifest_key(CODE), ObjectClass.MANIFEST),
        (f"{issue_prefix('i', Occasion.MONTH, MONTH)}report.json", ObjectClass.REPORT),
        (f"{issue_prefix('i', Occasion.ON_REQUEST, MONTH)}issue.json", ObjectClass.REPORT),
        (f"{LATEST_PREFIX}report.html", ObjectClass.LATEST),
        (LATEST_KEY, ObjectClass.LATEST),
        ("audit/2025-01-17.jsonl", ObjectClass.AUDIT),
    ],
)
def test_every_key_of_ours_has_a_class(key: str, object_class: ObjectClass) -> None:
    assert class_of(key) is object_class


@pytest.mark.parametrize(
    "key",
    ["", "a", "notes.txt", f"dossiers/{CODE}", f"dossiers/{CODE}/notes.txt", f"dossiers/{CODE}/a/b.pdf"],
)
def test_a_key_of_somebody_else_has_none(key: str) -> None:
    assert class_of(key) is None
