"""From the settings to the object store."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from config.settings import StoreSettings
from dossiers.errors import SettingsRefused, UsageError
from storage.local import LocalStore
from storage.objects import ObjectStore, safe_key

_FORMS = "Write [store] url as file:///directory or s3://bucket/prefix."


def open_store(settings: StoreSettings) -> ObjectStore:
    """Opens the store that `[store]` names.

    A directory is made where it is missing; a bucket must exist.

    Raises:
        SettingsRefused: the url is of no known form.
        StoreRefused: the store is not there, or does not let us in.
        StoreOutOfReach: the store does not answer; transient.
    """
    url = urlsplit(settings.resolved_url)
    if url.query or url.fragment or "@" in url.netloc:
        # The url itself is not shown: somebody may have written a secret into it.
        raise SettingsRefused(
            "[store] url has more than a place in it", f"{_FORMS} Keys come from the environment."
        )
    if url.scheme == "file":
        return LocalStore(_directory(url))
    if url.scheme == "s3":
        return _open_bucket(url, settings)
    raise SettingsRefused(f"[store] url has the unknown form {url.scheme!r}", _FORMS)


def _directory(url: SplitResult) -> Path:
    path = Path(unquote(url.path))
    if url.netloc not in {"", "localhost"} or not path.is_absolute():
        raise SettingsRefused("[store] url names no directory of this machine", _FORMS)
    return path


def _open_bucket(url: SplitResult, settings: StoreSettings) -> ObjectStore:
    endpoint = settings.endpoint_url
    if not url.netloc:
        raise SettingsRefused("[store] url names no bucket", _FORMS)
    if endpoint is not None and not _is_http(endpoint):
        raise SettingsRefused("[store] endpoint_url is no http(s) address", "Write it as https://host:port.")
    # boto3 takes half a second to import: only who uses S3 waits for it.
    from storage.s3 import S3Store

    return S3Store(url.netloc, _prefix(url), endpoint_url=endpoint, region=settings.region)


def _is_http(endpoint: str) -> bool:
    url = urlsplit(endpoint)
    return url.scheme in {"http", "https"} and bool(url.hostname)


def _prefix(url: SplitResult) -> str:
    prefix = url.path.strip("/")
    try:
        return prefix and safe_key(prefix)
    except UsageError as error:
        raise SettingsRefused("[store] url has a prefix that is no key", _FORMS) from error
