"""`docs/operate.md`: its settings hold, its commands do what it says, in both languages the same ones."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import load_settings
from tests.flows.filled import CODES, filled, local_office
from tests.flows.ledger_tables import tables_of
from tests.office import Office

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH = (DOCS / "operate.md").read_text(encoding="utf-8")
VIETNAMESE = (DOCS / "operate.vi.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"(?:<!-- rehearsed: ([\w ]+) -->\n)?```(\w+)\n(.*?)```", re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    """The blocks of a language, without their comments."""
    found = [block for _, name, block in BLOCK.findall(text) if name == language]
    return [re.sub(r"\s+#.*", "", block) for block in found]


def rehearsed(name: str) -> str:
    return next(block for title, _, block in BLOCK.findall(ENGLISH) if title == name)


@pytest.fixture
def machine(tmp_path: Path) -> Office:
    """A machine as the document installs it, below a folder: its settings, two dossiers stored."""
    office = local_office(tmp_path / "lib")
    for name in ("inbox", "inbox-done"):
        (tmp_path / "srv" / name).mkdir(parents=True)
    office.config.write_text(placed(tmp_path, blocks(ENGLISH, "toml")[0]), encoding="utf-8")
    return filled(office, CODES[:2])


def placed(below: Path, text: str) -> str:
    """What the document says, on a machine that lies below a folder."""
    for written, there in (
        ("/var/lib/sohoa", "lib"),
        ("/srv/sohoa", "srv"),
        ("/var/backups/sohoa", "backups"),
    ):
        text = text.replace(written, str(below / there))
    return text


def run(machine: Office, script: str) -> list[str]:
    """Runs lines of the document in a shell that stops at the first failure; what systemctl was asked."""
    below = machine.root.parent
    programs = below / "bin"
    programs.mkdir(exist_ok=True)
    asked = below / "asked"
    asked.touch()
    for name, does in (
        ("sohoa", f'exec {sys.executable} -P -m flows.cli --config {machine.config} "$@"'),
        ("systemctl", f'echo "$@" >> {asked}'),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-eu", "-c", placed(below, script)],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return asked.read_text(encoding="utf-8").splitlines()


def test_the_settings_of_the_document_hold(machine: Office) -> None:
    settings = load_settings(machine.config)
    assert settings.inbox.path.is_dir()
    assert settings.ledger.url == machine.ledger_url
    assert settings.store.url == machine.store_url


def test_backing_up_and_restoring_go_as_the_document_says(machine: Office) -> None:
    run(machine, rehearsed("back up"))
    before, stored = tables_of(machine.ledger_url), machine.contents()
    stopped = "stop sohoa-serve sohoa-watch sohoa-work"
    assert run(machine, rehearsed("restore")) == [stopped, "start sohoa-serve"]
    after = tables_of(machine.ledger_url)
    assert before["documents"]
    for name in before:
        if name not in {"events", "seals", "checked_objects"}:
            assert after[name] == before[name], name
    assert machine.contents() == stored
    (aside,) = machine.root.glob("before-*")
    assert (aside / "ledger.sqlite").is_file()
    assert (aside / "store").is_dir()


def test_both_languages_have_the_same_sections_and_commands() -> None:
    for language in ("sh", "toml"):
        assert blocks(ENGLISH, language) == blocks(VIETNAMESE, language)
    assert ENGLISH.count("\n## ") == VIETNAMESE.count("\n## ")
    assert ENGLISH.count("\n|") == VIETNAMESE.count("\n|")


def test_every_file_of_deploy_that_the_document_names_is_there() -> None:
    for name in re.findall(r"deploy/[\w./*-]*[\w*]", ENGLISH):
        assert list(DOCS.parent.glob(name)), name
