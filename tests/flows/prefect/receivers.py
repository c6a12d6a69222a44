"""Where messages arrive in tests: a real HTTP server and a real SMTP server, on loopback, of this process."""

from __future__ import annotations

import email
import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

ARRIVES_SECONDS = 300  # two or three on a machine with nothing else to do


@dataclass
class Receiver:
    """What arrived, in order."""

    port: int
    arrived: queue.Queue[Any] = field(default_factory=queue.Queue)

    def take(self, *, seconds: float = ARRIVES_SECONDS) -> Any:
        """The next message, waited for; `queue.Empty` where none comes."""
        return self.arrived.get(timeout=seconds)

    def take_about(self, *alerts: str, seconds: float = ARRIVES_SECONDS) -> list[Any]:
        """The next message of each of these kinds, in whatever order they come; others are passed over."""
        found: dict[str, Any] = {}
        while len(found) < len(alerts):
            message = self.take(seconds=seconds)
            if message["alert"] in alerts:
                found[message["alert"]] = message
        return [found[alert] for alert in alerts]


@contextmanager
def webhook() -> Iterator[Receiver]:
    """Takes what is posted as JSON."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.arrived.put(json.loads(body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver = Receiver(server.server_port)
        yield from _served(server, receiver)


@contextmanager
def mail_server() -> Iterator[Receiver]:
    """Takes mails as RFC 5321 says, without encryption."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 ready")
            while line := self.rfile.readline():
                match line[:4].upper():
                    case b"DATA":
                        self._say("354 go on")
                        receiver.arrived.put(self._mail())
                        self._say("250 taken")
                    case b"QUIT":
                        self._say("221 bye")
                        return
                    case _:
                        self._say("250 yes")

        def _mail(self) -> Message:
            lines = []
            while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                lines.append(line.removeprefix(b"."))
            return email.message_from_bytes(b"".join(lines))

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        receiver = Receiver(server.server_address[1])
        yield from _served(server, receiver)


def _served(server: Any, receiver: Receiver) -> Iterator[Receiver]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
