"""The documents cannot drift: commands, exit codes, settings, reasons and libraries are all in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from config.settings import Settings
from dossiers import errors
from dossiers.reasons import Reason
from flows.cli import app

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.vi.md"]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.name)
def test_every_command_is_shown(readme: Path) -> None:
    group = typer.main.get_command(app)
    for name in group.commands:
        assert f"sohoa {name}" in _text(readme)


@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.name)
def test_every_exit_code_is_in_the_table(readme: Path) -> None:
    codes = {
        kind.exit_code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.SohoaError)
    } | {0, 6}
    shown = {int(code) for code in re.findall(r"^\| (\d) \|", _text(readme), re.MULTILINE)}
    assert shown == codes


@pytest.mark.parametrize("readme", READMES, ids=lambda file: file.name)
def test_every_quarantine_reason_is_in_the_table(readme: Path) -> None:
    shown = set(re.findall(r"^\| `(\w+)` \|", _text(readme), re.MULTILINE))
    assert {reason.value for reason in Reason} <= shown


def test_every_setting_is_in_the_table() -> None:
    rows = dict(re.findall(r"^\| `\[(\w+)\]` \| (.*) \|$", _text(READMES[0]), re.MULTILINE))
    assert set(rows) == set(Settings.model_fields)
    for section, field in Settings.model_fields.items():
        for name in field.annotation.model_fields:
            assert f"`{name}`" in rows[section], f"[{section}] {name}"


def test_every_direct_dependency_has_its_reason() -> None:
    decisions = _text(ROOT / "docs/decisions.md").lower()
    tooling = {"setuptools", "types-pyyaml", "types-openpyxl", "boto3-stubs"}
    for line in _text(ROOT / "requirements.in").splitlines():
        if match := re.match(r"([A-Za-z0-9_.-]+)", line):
            name = match[1].lower()
            assert name in tooling or name in decisions, name


def test_every_path_that_a_document_names_is_there() -> None:
    for file in [*READMES, *sorted((ROOT / "docs").glob("*.md"))]:
        for name in re.findall(
            r"`((?:config|dossiers|flows|ocr|storage|reports|tests|script|samples)/[\w./-]*)`", _text(file)
        ):
            assert (ROOT / name).exists(), f"{file.name}: {name}"


def test_no_file_names_a_registry_host() -> None:
    hosts = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org")
    for file in [
        ROOT / "requirements.lock",
        ROOT / "requirements.in",
        *(ROOT / "script").iterdir(),
        *READMES,
    ]:
        assert not hosts.search(_text(file)), file.name
