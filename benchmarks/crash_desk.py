"""A desk whose batches are killed: where it lies, how one is started on it, and what may be left of it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crash_inbox import fill, write_register
from benchmarks.figures import CHECKOUT
from benchmarks.office import plain_environment
from config.settings import Settings, load_settings
from flows.cli import run

DONE = (0, 6)
_PATIENCE = 30.0  # seconds for what a killed run started: it ends by itself
_LOOK_EVERY = 0.02


@dataclass(frozen=True)
class Desk:
    """An inbox, a store and a ledger, with everything that a batch on them writes below `root`."""

    root: Path
    store_url: str
    ledger_url: str
    endpoint_url: str | None = None
    workers: int = 1
    retry_seconds: float = 1.0

    @classmethod
    def local(cls, root: Path, *, workers: int = 1) -> Desk:
        """One with a directory and SQLite."""
        root = root.absolute()
        return cls(root, (root / "store").as_uri(), f"sqlite:///{root}/ledger.sqlite", workers=workers)

    @property
    def inbox(self) -> Path:
        """Where the files lie."""
        return self.root / "inbox"

    @property
    def done(self) -> Path:
        """Where they go."""
        return self.root / "inbox-done"

    @property
    def temporary(self) -> Path:
        """The temporary directory of its batches."""
        return self.root / "tmp"

    @property
    def config(self) -> Path:
        """The settings."""
        return self.root / "sohoa.toml"

    @property
    def settings(self) -> Settings:
        """As the batches read them."""
        return load_settings(self.config)

    def prepare(self, *, with_files: bool = True) -> Desk:
        """Makes it anew: the register is imported, the inbox filled."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.temporary.mkdir(parents=True)
        self.inbox.mkdir()
        endpoint = f'endpoint_url = "{self.endpoint_url}"\n' if self.endpoint_url else ""
        self.config.write_text(
            f'[inbox]\npath = "{self.inbox}"\nsettle_seconds = 0\n'
            f'[store]\nurl = "{self.store_url}"\nretry_seconds = {self.retry_seconds}\n{endpoint}'
            f'[ledger]\nurl = "{self.ledger_url}"\n[batch]\nworkers = {self.workers}\n',
            encoding="utf-8",
        )
        if with_files:
            fill(self.inbox)
        register = self.root / "register.csv"
        write_register(register)
        code, words = self.sohoa("register", "import", str(register))
        if code:
            raise RuntimeError(words)
        return self

    def sohoa(self, *arguments: str) -> tuple[int, str]:
        """Runs a command in this process; its exit code and what it printed."""
        out = io.StringIO()
        with redirect_stdout(out), redirect_stderr(io.StringIO()):
            code = run(["--config", str(self.config), *arguments])
        return code, out.getvalue()

    def start(self, *arguments: str, out: Path | None = None) -> subprocess.Popen[bytes]:
        """Starts a command in a process of its own, as users do; whatever it starts bears its HOME."""
        with Path(out or os.devnull).open("wb") as target:
            return subprocess.Popen(
                [sys.executable, "-m", "flows.start", "--config", str(self.config), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=target,
                stderr=subprocess.DEVNULL,
                cwd=CHECKOUT,
                env=plain_environment({"HOME": str(self.root), "TMPDIR": str(self.temporary)}),
            )

    def processes(self) -> list[int]:
        """Those of its batches that still run, with what these started."""
        mark = f"HOME={self.root}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            with suppress(OSError):
                if folder.name.isdigit() and mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
        return found

    def leftovers(self) -> list[str]:
        """What a run that ended well must not leave: processes, temporary and half-written files."""
        deadline = time.monotonic() + _PATIENCE
        while (running := self.processes()) and time.monotonic() < deadline:
            time.sleep(_LOOK_EVERY)
        store = self.root / "store"
        folders = (self.temporary, store / ".sohoa-tmp")
        files = [path for folder in folders if folder.is_dir() for path in folder.iterdir()]
        files += self.done.rglob("*.partial") if self.done.is_dir() else ()
        return [f"process {pid}" for pid in running] + [str(path.relative_to(self.root)) for path in files]
