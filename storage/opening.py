"""From the settings to the object store."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from config.sections import Encryption, LockMode, RetentionSettings, StoreSettings
from dossiers.errors import SettingsRefused, UsageError
from storage.local import LocalStore
from storage.objects import ObjectStore, safe_key
from storage.retrying import Patience, RetryingStore

_FORMS = "Write [store] url as file:///directory or s3://bucket/prefix."
_FOR_GOOD = RetentionSettings()


def open_store(settings: StoreSettings, retention: RetentionSettings = _FOR_GOOD) -> ObjectStore:
    """Opens the store that `[store]` names; one that is gone for a while is waited for.

    A directory is made where it is missing; a bucket must exist. `retention` says for how long an object
    lock holds what is put.

    Raises:
        SettingsRefused: the url is of no known form, or the store can never do what is asked of it.
        StoreRefused: the store is not there, or does not let us in.
        StoreOutOfReach: the store did not answer for `retry_seconds`; transient.
    """
    patience = Patience(settings.retry_seconds)
    return RetryingStore(patience.keep_trying(lambda: _opened(settings, retention)), patience)


def directory_of(settings: StoreSettings) -> Path | None:
    """The store, where it is a directory. Raises SettingsRefused."""
    url = _split(settings.resolved_url)
    return _directory(url) if url.scheme == "file" else None


def _opened(settings: StoreSettings, retention: RetentionSettings) -> ObjectStore:
    url = _split(settings.resolved_url)
    if url.query or url.fragment or "@" in url.netloc:
        # The url itself is not shown: somebody may have written a secret into it.
        raise SettingsRefused(
            "[store] url has more than a place in it", f"{_FORMS} Keys come from the environment."
        )
    if url.scheme == "file":
        _refuse_what_no_directory_does(settings)
        return LocalStore(_directory(url))
    if url.scheme == "s3":
        return _open_bucket(url, settings, retention)
    raise SettingsRefused(f"[store] url has the unknown form {url.scheme!r}", _FORMS)


def _split(written: str) -> SplitResult:
    try:
        return urlsplit(written)
    except ValueError:  # its words repeat the url
        raise SettingsRefused("[store] url is no url", _FORMS) from None


def _directory(url: SplitResult) -> Path:
    path = Path(unquote(url.path))
    if url.netloc not in {"", "localhost"} or not path.is_absolute():
        raise SettingsRefused("[store] url names no directory of this machine", _FORMS)
    return path


def _refuse_what_no_directory_does(settings: StoreSettings) -> None:
    if settings.object_lock is not LockMode.OFF or settings.encryption is not Encryption.NONE:
        raise SettingsRefused(
            "[store] asks for object lock or encryption, which a directory does not have.",
            'Point [store] url to an S3 bucket, or set object_lock = "off" and encryption = "none".',
        )


def _open_bucket(url: SplitResult, settings: StoreSettings, retention: RetentionSettings) -> ObjectStore:
    endpoint = settings.endpoint_url
    if not url.netloc:
        raise SettingsRefused("[store] url names no bucket", _FORMS)
    # boto3 takes half a second to import: only who uses S3 waits for it.
    from storage.s3 import S3Store
    from storage.s3_client import require_address
    from storage.s3_protection import protection_of

    require_address(endpoint, setting="[store] endpoint_url")
    return S3Store(
        url.netloc,
        _prefix(url),
        endpoint_url=endpoint,
        region=settings.region,
        protection=protection_of(settings, retention),
    )


def _prefix(url: SplitResult) -> str:
    prefix = url.path.strip("/")
    try:
        return prefix and safe_key(prefix)
    except UsageError as error:
        raise SettingsRefused("[store] url has a prefix that is no key", _FORMS) from error
