"""Objects of others, on a network that damages what it carries."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from config.bucket_prefix import BucketPrefix
from storage.retrying import Patience
from storage.s3_prefix import PrefixEntry, S3Prefix, stamp_of

WHOLE, DAMAGED = b"as it lies there", b"as it lies_there"
MODIFIED = datetime(2025, 8, 5, 1, 2, 3, tzinfo=UTC)

Serve = Callable[..., tuple[S3Prefix, PrefixEntry]]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """A server that gives one object, each time with the next of these bytes."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    servers: list[ThreadingHTTPServer] = []

    def start(*given: bytes, etag: str) -> tuple[S3Prefix, PrefixEntry]:
        answers = iter(given)

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = next(answers)
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("ETag", f'"{etag}"')
                self.send_header("Last-Modified", f"{MODIFIED:%a, %d %b %Y %H:%M:%S GMT}")
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        place = S3Prefix(
            BucketPrefix("s3://scans"),
            endpoint_url=f"http://127.0.0.1:{server.server_port}",
            region="us-east-1",
            patience=Patience(30),
            section="[inbox]",
        )
        return place, PrefixEntry("1.png", len(given[0]), stamp_of(MODIFIED, etag))

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_what_was_damaged_on_the_way_is_fetched_again(serve: Serve, tmp_path: Path) -> None:
    place, entry = serve(DAMAGED, WHOLE, etag=hashlib.md5(WHOLE, usedforsecurity=False).hexdigest())
    assert place.download(entry, tmp_path / "1.png")
    assert (tmp_path / "1.png").read_bytes() == WHOLE


@pytest.mark.parametrize("etag", ["0" * 32, f"{'0' * 32}-2"])
def test_an_etag_that_is_no_md5_says_nothing(serve: Serve, tmp_path: Path, etag: str) -> None:
    place, entry = serve(WHOLE, WHOLE, etag=etag)
    assert place.download(entry, tmp_path / "1.png")
    assert (tmp_path / "1.png").read_bytes() == WHOLE
