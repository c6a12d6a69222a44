"""The one client of boto3: short waits, no retries of its own, no default checksums."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import boto3
import botocore.session
from botocore.config import Config
from botocore.utils import parse_timestamp

from dossiers.errors import SettingsRefused, StoreRefused

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONFIG = Config(
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    retries={"mode": "standard", "total_max_attempts": 1},  # storage/retrying.py tries again
    connect_timeout=10,
    read_timeout=60,
    max_pool_connections=32,
)


def s3_client(endpoint_url: str | None, region: str | None) -> S3Client:
    """A client with the credentials of boto3's usual chain; errors of boto3 pass through.

    Raises:
        StoreRefused: the credentials cannot be sent.
    """
    # A client is safe to share between threads, a session is not (boto3 guide, Multithreading).
    core = botocore.session.get_session()
    core.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=_moment)
    session = boto3.session.Session(region_name=region, botocore_session=core)
    _require_sendable(session)
    client: S3Client = session.client("s3", endpoint_url=endpoint_url, config=_CONFIG)
    return client


def require_address(endpoint_url: str | None, *, setting: str) -> None:
    """Refuses what is no address and no more: what stands beside one may be a secret, and boto3 repeats it.

    Raises:
        SettingsRefused: it names the setting, not the value.
    """
    if endpoint_url is not None and not _is_http(endpoint_url):
        raise SettingsRefused(f"{setting} is no http(s) address", "Write it as https://host:port.")


def _is_http(endpoint: str) -> bool:
    try:
        url = urlsplit(endpoint)
        is_place = bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        return False
    has_more = "@" in url.netloc or url.query or url.fragment
    return url.scheme in {"http", "https"} and is_place and not has_more


def _moment(value: Any) -> datetime:  # noqa: ANN401 - whatever an answer holds
    """A time as S3 writes it; botocore's own way takes four times as long as all the rest of a listing."""
    if isinstance(value, str):
        with suppress(ValueError):
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    parsed: datetime = parse_timestamp(value)
    return parsed


def _require_sendable(session: boto3.session.Session) -> None:
    """Refuses keys that no header can carry: the HTTP library would repeat them in its error."""
    found = session.get_credentials()
    keys = found.get_frozen_credentials() if found else ()
    if not all((key or "").isprintable() for key in keys):
        raise StoreRefused("The S3 credentials hold a line break.", "Write each key in one line.")
