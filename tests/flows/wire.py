"""A wire to a real server that breaks after so many reads, and stays broken."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_PIECE = 65536


class Wire:
    """Forwards a port of this machine to a server until it has carried `reads` GET requests."""

    def __init__(self, endpoint_url: str, reads: int) -> None:
        address = urlsplit(endpoint_url)
        self._server = (address.hostname, address.port)
        self._left = reads
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.endpoint_url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        with self._lock:
            for end in (self._listening, *self._open):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
            self._open.clear()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                server = socket.create_connection(self._server)
                self._open += [client, server]
                threading.Thread(target=self._carry, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, client, False), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, counts: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(_PIECE):
                if counts and piece.startswith(b"GET "):
                    self._left -= 1
                    if self._left < 0:
                        self.cut()
                        return
                target.sendall(piece)


@contextmanager
def wire(endpoint_url: str, *, reads: int) -> Iterator[Wire]:
    carrying = Wire(endpoint_url, reads)
    try:
        yield carrying
    finally:
        carrying.cut()
