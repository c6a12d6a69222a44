"""A one-stop office to measure in: inbox, register, store and ledger in one folder of their own."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import CHECKOUT, PartFailed
from benchmarks.process_tree import Cost, run

SOHOA = CHECKOUT / ".venv" / "bin" / "sohoa"
_DONE = (0, 6)
REGISTER_ROW = {
    "procedure_code": "1.010801",
    "unit_code": "H40.12",
    "level": "commune",
    "field": "Người có công",
    "channel": "direct",
    "received_on": "2025-08-01",
    "due_on": "2025-09-30",
    "resolved_on": "",
    "status": "in_progress",
    "facts": "-",
}


class Office:
    """One office in its own new folder.

    The files of the inbox are at rest, so no time goes into waiting for them to settle.
    """

    def __init__(
        self,
        folder: Path,
        files: Sequence[Path] = (),
        *,
        engine: str | None = None,
        workers: int | None = None,
    ) -> None:
        """Makes the office, one registered dossier for each file.

        Args:
            folder: removed and made anew.
            files: copied into the inbox, each into the folder of its dossier.
            engine: `[ocr] engine`; None: as installed by default.
            workers: `[batch] workers`; None: as many as fit.

        Raises:
            PartFailed: the register was not taken.
        """
        shutil.rmtree(folder, ignore_errors=True)
        self._folder = folder.absolute()
        self._settings = self._folder / "sohoa.toml"
        self._codes = [f"H40.12-250801-{number:04}" for number, _ in enumerate(files or [None], 1)]
        for code, file in zip(self._codes, files, strict=False):
            place = self._folder / "inbox" / code
            place.mkdir(parents=True)
            shutil.copyfile(file, place / file.name)
        (self._folder / "inbox").mkdir(parents=True, exist_ok=True)
        self._settings.write_text(self._settings_text(engine, workers), encoding="utf-8")
        self.sohoa("register", "import", str(self._written_register()))

    @property
    def code(self) -> str:
        """The code of the first dossier."""
        return self._codes[0]

    def sohoa(
        self,
        *arguments: str,
        sample_every: float | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> tuple[Cost, dict[str, Any]]:
        """Runs one command, and gives its cost and its JSON document.

        Args:
            arguments: of the command.
            sample_every: how often its memory is sampled, in seconds; None: never.
            environment: what stands in it beside that of whoever measures.

        Raises:
            PartFailed: it ended neither with 0 nor with 6 (files in quarantine).
        """
        out, errors = self._folder / "out.json", self._folder / "errors.txt"
        cost = run(
            [SOHOA, "--config", self._settings, *arguments, "--json"],
            cwd=self._folder,
            env=plain_environment(environment),
            out=out,
            errors=errors,
            sample_every=sample_every,
        )
        if cost.exit_code not in _DONE:
            words = (errors.read_text(errors="replace").strip() or out.read_text(errors="replace"))[-300:]
            raise PartFailed(f"sohoa {arguments[0]} ended with {cost.exit_code}: {words}")
        return cost, json.loads(out.read_text(encoding="utf-8"))

    def _settings_text(self, engine: str | None, workers: int | None) -> str:
        values: dict[str, dict[str, str | int]] = {
            "inbox": {"path": str(self._folder / "inbox"), "settle_seconds": 0},
            "store": {"url": (self._folder / "store").as_uri()},
            "ledger": {"url": f"sqlite:///{self._folder}/ledger.sqlite"},
            "ocr": {} if engine is None else {"engine": engine},
            "batch": {} if workers is None else {"workers": workers},
        }
        sections = (
            "\n".join([f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in section.items())])
            for name, section in values.items()
        )
        return "\n".join(sections) + "\n"

    def _written_register(self) -> Path:
        file = self._folder / "register.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            rows = csv.DictWriter(out, ("dossier_code", *REGISTER_ROW))
            rows.writeheader()
            rows.writerows({"dossier_code": code, **REGISTER_ROW} for code in self._codes)
        return file


def plain_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This environment without the settings and the thread limits of whoever measures."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SOHOA_", "OMP_"))}
    return {**kept, **(extra or {})}
