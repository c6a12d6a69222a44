"""Prefect's API in the few words that `sohoa serve` and `sohoa work` need; Prefect itself is not imported."""

from __future__ import annotations

import base64
import http.client
import json
import time
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from dossiers.errors import NotReady, OutOfReach

_SECONDS = 30
_TRIES = 10
_COME_AGAIN_SECONDS = 0.5
_OVER = "Check PREFECT_API_URL, and that `sohoa serve` runs there."
_NO_WAY_IN = (
    "Give PREFECT_API_AUTH_STRING or [server] auth_file: the line of the file that `sohoa serve` names."
)


class Api:
    """An API and how to be let in; each call is one request."""

    def __init__(self, url: str, auth: str) -> None:
        """Keeps the address (`http(s)://host[:port]/…/api`) and the line NAME:PASSWORD."""
        self._url = urlsplit(url)
        token = base64.b64encode(auth.encode()).decode("ascii")
        self._headers = {
            "Authorization": f"Basic {token}",
            "Content-Type": "application/json",
            "Prefect-Csrf-Client": str(uuid4()),
        }

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """The answer, or None where there is no such thing."""
        status, answer = self._ask("GET", path)
        return None if status == http.client.NOT_FOUND else answer

    def post(self, path: str, body: object) -> Any:  # noqa: ANN401 - JSON
        """The answer.

        Raises:
            NotReady: the server does not let us in, or refuses this.
            OutOfReach: it does not answer.
        """
        return self.change("POST", path, body)

    def change(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """As `post`, with PUT, PATCH or DELETE."""
        self._take_token()
        status, answer = self._ask(method, path, body)
        if status >= http.client.BAD_REQUEST:
            raise NotReady(f"Prefect refuses {path} ({status}).")
        return answer

    def _take_token(self) -> None:
        """Changes need one (CSRF); a server without such protection has none to give."""
        if "Prefect-Csrf-Token" not in self._headers:
            status, answer = self._ask("GET", f"/csrf-token?client={self._headers['Prefect-Csrf-Client']}")
            self._headers["Prefect-Csrf-Token"] = str(answer["token"]) if status == http.client.OK else ""

    def _ask(self, method: str, path: str, body: object = None) -> tuple[int, Any]:
        status, content = self._sent(method, path, body)
        for _ in range(_TRIES - 1):
            if status != http.client.SERVICE_UNAVAILABLE:
                break
            # SQLite has one writer: Prefect's server asks its own clients, too, to come again.
            time.sleep(_COME_AGAIN_SECONDS)
            status, content = self._sent(method, path, body)
        if status in {http.client.UNAUTHORIZED, http.client.FORBIDDEN}:
            raise NotReady("Prefect's API does not let us in.", _NO_WAY_IN)
        if status >= http.client.INTERNAL_SERVER_ERROR:
            raise OutOfReach(f"Prefect's API fails ({status}).", _OVER)
        try:
            return status, json.loads(content) if content else None
        except ValueError:
            raise OutOfReach("What answers at PREFECT_API_URL is not Prefect's API.", _OVER) from None

    def _sent(self, method: str, path: str, body: object) -> tuple[int, bytes]:
        try:
            connection = self._connection()
            try:
                sent = None if body is None else json.dumps(body)
                connection.request(method, f"{self._url.path}{path}", body=sent, headers=self._headers)
                answer = connection.getresponse()
                return answer.status, answer.read()
            finally:
                connection.close()
        except (OSError, http.client.HTTPException, ValueError):
            raise OutOfReach("Prefect's API does not answer.", _OVER) from None

    def _connection(self) -> http.client.HTTPConnection:
        if self._url.scheme not in {"http", "https"} or not self._url.hostname:
            raise NotReady("PREFECT_API_URL is no address of an API.", "Write it as https://host/api.")
        if self._url.scheme == "https":
            return http.client.HTTPSConnection(self._url.hostname, self._url.port, timeout=_SECONDS)
        return http.client.HTTPConnection(self._url.hostname, self._url.port, timeout=_SECONDS)
