"""What only S3 has: a network in between, keys, policies, and a server that may lack things."""

from __future__ import annotations

import hashlib
import http.client
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from dossiers.errors import ChecksumMismatch, StoreOutOfReach, StoreRefused
from storage.s3 import S3Store
from tests.services import Gateway

pytestmark = pytest.mark.service
KEY = "dossiers/a/manifest.json"


def _put(store: S3Store, content: bytes, *, if_absent: bool = False) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    store.put(KEY, content, sha256=sha256, media_type="application/json", if_absent=if_absent)


def _keys(rgw: Gateway, bucket: str) -> list[str]:
    return [found["Key"] for found in rgw.client.list_objects_v2(Bucket=bucket).get("Contents", [])]


class _Wire(BaseHTTPRequestHandler):
    """Passes requests on to the gateway and spoils some of the answers."""

    gateway: str
    protocol_version = "HTTP/1.1"

    def _spoil(self, status: int, body: bytes) -> tuple[int, bytes]:
        raise NotImplementedError

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        connection = http.client.HTTPConnection(self.gateway, timeout=30)
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name != "Expect":
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        status, content = self._spoil(answer.status, answer.read())
        connection.close()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _pass_on  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""


class _SpoilsWhatIsRead(_Wire):
    def _spoil(self, status: int, body: bytes) -> tuple[int, bytes]:
        return status, bytes(byte ^ 1 for byte in body) if self.command == "GET" else body


class _IsOverloaded(_Wire):
    def _spoil(self, status: int, body: bytes) -> tuple[int, bytes]:
        return (503, b"") if self.command == "GET" else (status, body)


class _KnowsNoConditions(_Wire):
    def _spoil(self, status: int, body: bytes) -> tuple[int, bytes]:
        return (501, b"") if "If-None-Match" in self.headers else (status, body)


@contextmanager
def _wire(handler: type[_Wire], rgw: Gateway) -> Iterator[str]:
    named = type("Wire", (handler,), {"gateway": urlsplit(rgw.endpoint_url).netloc})
    with ThreadingHTTPServer(("127.0.0.1", 0), named) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_a_put_reads_back_what_it_sent(rgw: Gateway) -> None:
    bucket = rgw.new_bucket()
    with _wire(_SpoilsWhatIsRead, rgw) as endpoint:
        store = S3Store(bucket, endpoint_url=endpoint)

        with pytest.raises(ChecksumMismatch, match="as sent"):
            _put(store, b"sound")


def test_an_overloaded_store_is_out_of_reach(rgw: Gateway) -> None:
    with _wire(_IsOverloaded, rgw) as endpoint:
        store = S3Store(rgw.new_bucket(), endpoint_url=endpoint)

        with pytest.raises(StoreOutOfReach, match="503"):
            store.get(KEY)


def test_a_server_without_conditional_puts_will_do(rgw: Gateway) -> None:
    bucket = rgw.new_bucket()
    with _wire(_KnowsNoConditions, rgw) as endpoint:
        _put(S3Store(bucket, endpoint_url=endpoint), b"x", if_absent=True)

    assert _keys(rgw, bucket) == [KEY]


def test_the_probe_leaves_nothing_behind(rgw: Gateway) -> None:
    bucket = rgw.new_bucket()

    _put(S3Store(bucket, "kho", endpoint_url=rgw.endpoint_url), b"x", if_absent=True)

    assert _keys(rgw, bucket) == [f"kho/{KEY}"]


def test_any_s3_client_finds_checksum_and_media_type(rgw: Gateway) -> None:
    bucket = rgw.new_bucket()

    _put(S3Store(bucket, endpoint_url=rgw.endpoint_url), b"x")

    head = rgw.client.head_object(Bucket=bucket, Key=KEY)
    assert head["Metadata"] == {"sha256": hashlib.sha256(b"x").hexdigest()}
    assert head["ContentType"] == "application/json"


def test_an_upload_in_parts_that_fails_is_taken_back(rgw: Gateway) -> None:
    bucket = rgw.new_bucket()
    store = S3Store(bucket, endpoint_url=rgw.endpoint_url, multipart_bytes=1024)

    with pytest.raises(StoreRefused, match="EntityTooSmall"):
        _put(store, bytes(4096))

    assert _keys(rgw, bucket) == []
    assert "Uploads" not in rgw.client.list_multipart_uploads(Bucket=bucket)


def test_a_port_where_nobody_answers_is_out_of_reach(rgw: Gateway) -> None:
    bucket = rgw.new_bucket()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(StoreOutOfReach) as raised:
            S3Store(bucket, endpoint_url=f"http://127.0.0.1:{taken.getsockname()[1]}")

    assert raised.value.transient


def test_a_wrong_secret_is_refused_and_not_shown(rgw: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = rgw.new_bucket()
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-secret")

    with pytest.raises(StoreRefused, match="403") as raised:
        S3Store(bucket, endpoint_url=rgw.endpoint_url)

    assert "credentials" in raised.value.hint
    assert "wrong-secret" not in str(raised.value) + raised.value.hint


def test_no_credentials_at_all_are_refused(rgw: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = rgw.new_bucket()
    for name in [name for name in os.environ if name.startswith("AWS_") and "KEY" in name]:
        monkeypatch.delenv(name)

    with pytest.raises(StoreRefused, match="credentials"):
        S3Store(bucket, endpoint_url=rgw.endpoint_url)


@pytest.mark.parametrize("bucket", ["no-such-bucket", "Not A Bucket!"])
def test_a_missing_bucket_is_refused(rgw: Gateway, bucket: str) -> None:
    with pytest.raises(StoreRefused) as raised:
        S3Store(bucket, endpoint_url=rgw.endpoint_url)

    assert bucket in raised.value.message


def test_a_bucket_that_went_away_is_refused(rgw: Gateway) -> None:
    bucket = rgw.new_bucket()
    store = S3Store(bucket, endpoint_url=rgw.endpoint_url)
    rgw.client.delete_bucket(Bucket=bucket)

    with pytest.raises(StoreRefused, match="NoSuchBucket"):
        _put(store, b"x")
