"""A real browser for the tests: Debian's Chromium, driven by Playwright; nothing of it outlives the block."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

START_SECONDS = 60
STOP_SECONDS = 20
ALONE = (
    "--no-sandbox",  # root cannot have one; it sees nothing but our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-startup-window",  # a connection made while it opens may hang (playwright #36435)
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--password-store=basic",
    "--remote-debugging-port=0",
)


@dataclass(frozen=True)
class Display:
    """A screen that nobody sees, with a keyboard."""

    name: str

    def focus(self) -> None:
        """Gives the keyboard to Chromium's window; there is no window manager that would."""
        self._xdotool("search", "--onlyvisible", "--class", "chromium", "windowfocus")

    def press(self, keys: str) -> None:
        self._xdotool("key", keys)

    def _xdotool(self, *arguments: str) -> None:
        environment = {**os.environ, "DISPLAY": self.name}
        subprocess.run(["xdotool", *arguments], env=environment, check=True, timeout=START_SECONDS)


@contextmanager
def running_display() -> Iterator[Display]:
    _require("Xvfb", "xdotool")
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            yield Display(f":{server.stdout.readline().strip()}")
        finally:
            server.terminate()  # and the block waits for its end


@contextmanager
def running_chromium(display: Display | None = None) -> Iterator[str]:
    """Chromium with an empty profile and no way but to this machine; without a display it is headless.

    Yields the address for `new_page`.
    """
    _require("chromium")
    profile = Path(tempfile.mkdtemp(prefix="sohoa-chromium-"))
    where = [] if display else ["--headless"]
    environment = os.environ | ({"DISPLAY": display.name} if display else {})
    browser = subprocess.Popen(
        ["chromium", *ALONE, *where, f"--user-data-dir={profile}"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield _address(browser, profile)
    finally:
        _end(browser)
        shutil.rmtree(profile, ignore_errors=True)


@contextmanager
def new_page(chromium: str, **context: Any) -> Iterator[Page]:
    """A page that shares nothing with others; `context` goes to Playwright's `new_context`.

    The connection ends with it: as long as one is open, Playwright's synchronous API leaves an event loop
    marked as running in this thread, and no other can be run (`asyncio.run`, Prefect's client).
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(chromium, timeout=1000 * START_SECONDS)
        own = browser.new_context(**context)
        try:
            yield own.new_page()
        finally:
            own.close()


def _require(*programs: str) -> None:
    missing = [program for program in programs if not shutil.which(program)]
    if missing:
        tell = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        tell(f"not installed (./script/setup --tests installs it): {', '.join(missing)}")


def _address(browser: subprocess.Popen[bytes], profile: Path) -> str:
    """What Chromium writes once it listens."""
    told, deadline = profile / "DevToolsActivePort", time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and browser.poll() is None:
        with suppress(FileNotFoundError, ValueError):
            port, path = told.read_text(encoding="utf-8").split("\n")
            return f"ws://127.0.0.1:{port}{path}"
        time.sleep(0.02)  # it has no call that waits
    pytest.fail(f"Chromium does not listen within {START_SECONDS} s (exit code {browser.poll()})")


def _end(browser: subprocess.Popen[bytes]) -> None:
    browser.terminate()
    with suppress(subprocess.TimeoutExpired):
        browser.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):  # its helpers are of its group
        os.killpg(browser.pid, signal.SIGKILL)
    browser.wait(STOP_SECONDS)
