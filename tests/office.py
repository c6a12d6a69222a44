"""An office for tests: an inbox, a store, a ledger and the command line, all in one private directory."""

from __future__ import annotations

import csv
import io
import json
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.settings import Settings, load_settings
from dossiers.seals import AUDIT_PREFIX
from flows.cli import run

SAMPLES = Path(__file__).parents[1] / "samples"
INBOX = SAMPLES / "inbox"
TRUTH = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))

# Samples that come up again and again, by what they are for (samples/README.md).
COMPLETE = "000.00.23.H40-240105-0012"
THREE_PAPERS = "000.00.23.H40-240219-0045"
TWICE = "H40.31-250915-0027"
ENCRYPTED = "000.14.23.H40-240520-0011"


@dataclass(frozen=True)
class Answer:
    """What a command answered: exit code, standard output and error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document it has to be."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Office:
    """Where one test works; `sohoa(...)` is the command line."""

    root: Path
    store_url: str
    ledger_url: str
    endpoint_url: str | None = None

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def done(self) -> Path:
        return self.root / "inbox-done"

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def config(self) -> Path:
        return self.root / "sohoa.toml"

    @property
    def settings(self) -> Settings:
        return load_settings(self.config)

    def prepare(self) -> Office:
        self.inbox.mkdir(parents=True)
        endpoint = f'endpoint_url = "{self.endpoint_url}"\n' if self.endpoint_url else ""
        self.config.write_text(
            f'[inbox]\npath = "{self.inbox}"\nsettle_seconds = 0\n'
            f'[store]\nurl = "{self.store_url}"\nretry_seconds = 0\n{endpoint}'
            f'[ledger]\nurl = "{self.ledger_url}"\n',
            encoding="utf-8",
        )
        return self

    def sohoa(self, *arguments: str | Path) -> Answer:
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(["--config", str(self.config), *map(str, arguments)])
        return Answer(code, out.getvalue(), err.getvalue())

    def register_samples(self) -> None:
        files = [SAMPLES / name for name in ("register.csv", "components.csv", "units.csv")]
        assert self.sohoa("register", "import", *files).code == 0

    def register(self, *rows: dict[str, str]) -> None:
        """Registers dossiers; what a row leaves out is an ordinary dossier's."""
        file = self.root / "register.csv"
        with file.open("w", encoding="utf-8", newline="") as target:
            columns = dict.fromkeys([*_ORDINARY, "facts", *(name for row in rows for name in row)])
            writer = csv.DictWriter(target, columns)
            writer.writeheader()
            writer.writerows({**_ORDINARY, **row} for row in rows)
        assert self.sohoa("register", "import", file).code == 0

    def bring(self, *dossiers: str) -> None:
        """Puts the sample scans of these dossiers into the inbox."""
        for code in dossiers:
            shutil.copytree(INBOX / code, self.inbox / code)

    def waiting(self) -> list[Path]:
        """The files in the inbox."""
        return sorted(path for path in self.inbox.rglob("*") if path.is_file())

    def contents(self) -> dict[str, bytes]:
        """Every object of the local store by key, but for sealed events, which tell of whatever is done."""
        return {
            key: content for key, content in self.everything().items() if not key.startswith(AUDIT_PREFIX)
        }

    def everything(self) -> dict[str, bytes]:
        """Every object of the local store by key."""
        return {
            path.relative_to(self.store).as_posix(): path.read_bytes()
            for path in sorted(self.store.rglob("*"))
            if path.is_file()
        }


_ORDINARY = {
    "dossier_code": "H40.12-250805-0001",
    "procedure_code": "1.001193",
    "unit_code": "H40.12",
    "level": "commune",
    "field": "Hộ tịch",
    "channel": "direct",
    "received_on": "2025-08-05",
    "status": "received",
}
