"""From `[store]` to a store, or to one line that says what is wrong."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from config.sections import StoreSettings
from dossiers.errors import SettingsRefused
from storage.opening import open_store
from tests.services import Gateway

EMPTY = hashlib.sha256().hexdigest()


def test_a_directory_is_made_where_it_is_missing(tmp_path: Path) -> None:
    root = tmp_path / "kho 100%" / "store"

    open_store(StoreSettings(url=root.as_uri())).put("a/b", b"", sha256=EMPTY, media_type="text/plain")

    assert (root / "a" / "b").is_file()


def test_without_settings_the_store_lies_under_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    open_store(StoreSettings())

    assert (tmp_path / "var" / "store").is_dir()


@pytest.mark.service
@pytest.mark.parametrize("prefix", ["", "/", "/tinh/kho", "/tinh/kho/"])
def test_a_bucket_and_a_prefix(rgw: Gateway, prefix: str) -> None:
    bucket = rgw.new_bucket()
    store = open_store(StoreSettings(url=f"s3://{bucket}{prefix}", endpoint_url=rgw.endpoint_url))

    store.put("a/b", b"", sha256=EMPTY, media_type="text/plain")

    (found,) = rgw.client.list_objects_v2(Bucket=bucket)["Contents"]
    assert found["Key"] == f"{prefix.strip('/')}/a/b".lstrip("/")
    assert [entry.key for entry in store.list()] == ["a/b"]


@pytest.mark.parametrize(
    "url",
    [
        *("/srv/store", "ftp://host/store", "file://host/store", "file:store", "s3:///prefix", "s3://"),
        *("s3://bucket/../prefix", "s3://bucket/a?b=c", "s3://me:hidden-secret@bucket/prefix"),
    ],
)
def test_another_form_is_refused_without_showing_secrets(url: str) -> None:
    with pytest.raises(SettingsRefused, match=r"\[store\]") as refused:
        open_store(StoreSettings(url=url))

    assert "hidden-secret" not in refused.value.message + refused.value.hint


@pytest.mark.parametrize("endpoint_url", ["localhost:8080", "ftp://localhost", "http://", ""])
def test_an_endpoint_is_an_http_address(endpoint_url: str) -> None:
    with pytest.raises(SettingsRefused, match="endpoint_url"):
        open_store(StoreSettings(url="s3://bucket", endpoint_url=endpoint_url))


def test_a_directory_does_not_wait_for_boto3() -> None:
    script = "import sys, storage.opening; sys.exit('boto3' in sys.modules or 'botocore' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
