"""A place in a bucket, as a setting says it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.bucket_prefix import BucketPrefix
from config.sections import InboxSettings
from config.settings import load_settings
from dossiers.errors import SettingsRefused


@pytest.mark.parametrize(
    ("url", "bucket", "prefix", "written"),
    [
        ("s3://scans", "scans", "", "s3://scans"),
        ("s3://scans/", "scans", "", "s3://scans"),
        ("s3://scans/vào/inbox/", "scans", "vào/inbox/", "s3://scans/vào/inbox"),
    ],
)
def test_a_place_has_one_form(url: str, bucket: str, prefix: str, written: str) -> None:
    place = BucketPrefix(url)
    assert (place.bucket, place.prefix, place) == (bucket, prefix, written)
    assert InboxSettings(path=url).model_dump(mode="json")["path"] == written


@pytest.mark.parametrize(
    "url",
    [
        "s3://",
        "s3:///inbox",
        "s3://key:secret@scans/inbox",
        "s3://scans/a//b",
        "s3://scans/../b",
        "s3://s/a?b",
    ],
)
def test_what_is_no_place_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(ValueError, match="s3://bucket/prefix, and no more") as refused:
        BucketPrefix(url)
    assert "secret" not in str(refused.value)


def test_a_place_holds_what_lies_in_it() -> None:
    inbox = BucketPrefix("s3://scans/inbox")
    assert inbox.holds(BucketPrefix("s3://scans/inbox/done"))
    assert not inbox.holds(BucketPrefix("s3://scans/inbox-done"))
    assert not inbox.holds(BucketPrefix("s3://others/inbox"))
    assert BucketPrefix("s3://scans").holds(inbox)


def test_the_inbox_and_where_stored_files_move_are_of_one_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert InboxSettings(path="s3://scans/inbox").done_place == "s3://scans/inbox-done"
    assert InboxSettings(path="s3://scans/inbox", done="s3://done").done_place == "s3://done"
    assert InboxSettings(path="a", done="b").done_place == Path("b")
    with pytest.raises(ValidationError):
        InboxSettings(path="s3://scans/inbox", done="b")
    with pytest.raises(SettingsRefused):
        _ = InboxSettings(path="s3://scans/inbox").done_path
    monkeypatch.setenv("SOHOA_INBOX__PATH", "s3://scans/inbox")
    assert load_settings().inbox.path == BucketPrefix("s3://scans/inbox")
