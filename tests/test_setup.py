"""The two commands' foundation: the lock file, the scripts, and what ./script/setup does and leaves alone."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import sysconfig
import time
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
SCRIPTS = sorted(
    path
    for folder in ("script", ".ci")
    for path in (ROOT / folder).iterdir()
    if path.is_file() and path.read_bytes().startswith(b"#!")
)
SETUP_SECONDS = 900  # ten on an idle machine
NOTHING_TO_DO_SECONDS = 60  # half a second on an idle machine


def locked_entries() -> dict[str, str]:
    """Name to its entry: the pin and the hashes."""
    entries = re.split(r"(?<!\\)\n(?=\S)", LOCK.strip())
    return {re.split("[=<>]", entry)[0]: entry for entry in entries}


def required_names() -> list[str]:
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    return [re.match(r"[\w-]+", line).group().lower() for line in lines if line and not line.startswith("#")]


class TestTheLock:
    def test_pins_and_hashes_every_entry(self):
        entries = locked_entries()
        assert len(entries) > len(required_names())
        for name, entry in entries.items():
            assert re.match(r"[a-z0-9-]+==\S+( ; .+)? \\\n", entry), name
            assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), name

    def test_names_no_host(self):
        assert not re.search(r"https?:|file:|index-url|find-links|trusted-host|@", LOCK)

    def test_holds_every_direct_requirement(self):
        assert set(required_names()) <= set(locked_entries())

    def test_is_what_is_installed(self):
        wanted = {
            name: entry.split("==")[1].split()[0]
            for name, entry in locked_entries().items()
            if " ; " not in entry
        }
        assert {name: version(name) for name in wanted} == wanted


def test_every_package_is_installed() -> None:
    """An editable installation does not show it: what the list leaves out is missing only elsewhere."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    rooms = {name.partition(".")[0] for name in listed}
    found = {
        folder.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for room in rooms
        for folder in (ROOT / room).rglob("__init__.py")
    }
    assert set(listed) == found


class TestThePrefectPin:
    def test_the_server_imports(self, tmp_path):
        subprocess.run(
            [sys.executable, "-c", "import prefect.server.api.server"],
            env={**os.environ, "PREFECT_HOME": str(tmp_path)},
            check=True,
            timeout=SETUP_SECONDS,
        )

    def test_fastapi_is_older_than_what_prefect_fails_with(self):
        """PrefectHQ/prefect#19664."""
        assert tuple(map(int, version("fastapi").split(".")[:2])) < (0, 155)


class TestTheScripts:
    @pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
    def test_are_executable_and_parse(self, script):
        assert script.stat().st_mode & stat.S_IXUSR
        if b"bash" in script.read_bytes().partition(b"\n")[0]:
            subprocess.run(["bash", "-n", script], check=True)

    def test_the_promised_ones_are_there(self):
        promised = {"setup", "demo", "test", "lint", "lock", "fresh-root", "run"}
        assert promised <= {path.name for path in SCRIPTS}

    def test_two_that_miss_a_package_install_it_once(self, tmp_path):
        """apt-get ends when both have missed it; the server that comes with the package holds up nobody."""
        apt_get = """
            echo "$*" >>asked
            case $* in
              *update*) while [ -e asked ] && [ "$(ls missed.* | wc -l)" != 2 ]; do sleep 0.1; done ;;
              *) while [ -e asked ]; do sleep 0.1; done >/dev/null 2>&1 & touch there ;;
            esac
        """
        programs = tmp_path / "bin"
        programs.mkdir()
        for name, does in {"apt-get": apt_get, "sudo": 'shift; exec "$@"'}.items():
            (programs / name).write_text(f"#!/bin/sh\n{does}\n")
            (programs / name).chmod(0o755)
        shutil.copy(ROOT / "script/services.sh", tmp_path)
        needs_it = ". ./services.sh; has_it() { : >missed.$$; [ -e there ]; }; ensure_packages has_it it"
        search_path = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
        both = [subprocess.Popen(["bash", "-euc", needs_it], cwd=tmp_path, env=search_path) for _ in range(2)]
        asked = tmp_path / "asked"
        try:
            assert [process.wait(60) for process in both] == [0, 0]
            assert len(asked.read_text().splitlines()) == 2, "update and install"
        finally:
            for process in both:
                process.kill()
                process.wait()
            asked.unlink()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A tiny project with the real script/setup, an empty lock, and a finished first set-up."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "script").mkdir()
    for name in ("setup", "services.sh"):
        shutil.copy(ROOT / "script" / name, folder / "script")
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
        '[project]\nname = "tiny"\nversion = "1"\n[tool.setuptools]\npy-modules = ["tiny"]\n'
    )
    (folder / "tiny.py").write_text("NAME = 'tiny'\n")
    (folder / "requirements.in").write_text("# none\n")
    (folder / "requirements.lock").write_text("# none\n")
    first = run_setup(folder)
    assert first.returncode == 0, first.stderr
    return folder


def run_setup(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Its pip finds setuptools in ours; nothing comes over the network."""
    return subprocess.run(
        [folder / "script/setup", *arguments],
        env={**os.environ, "PYTHONPATH": sysconfig.get_path("purelib"), **environment},
        cwd=folder.parent,
        capture_output=True,
        text=True,
        timeout=SETUP_SECONDS,
        check=False,
    )


def imports_the_project(folder: Path) -> bool:
    python = folder / ".venv/bin/python"
    return subprocess.run([python, "-c", "import tiny"], cwd="/", check=False).returncode == 0


def contents(folder: Path) -> dict[Path, int]:
    return {path: path.lstat().st_mtime_ns for path in folder.rglob("*")}


def interrupt(venv: Path) -> None:
    """The stamp is written last."""
    (venv / "setup-stamp").unlink()


def remove_python(venv: Path) -> None:
    (venv / "bin/python").unlink()


def replace_python(venv: Path) -> None:
    stamp = venv / "setup-stamp"
    stamp.write_text(re.sub(r"^python \S+", "python 3.1", stamp.read_text()))


class TestSetup:
    def test_installs_the_project_into_the_environment(self, checkout):
        assert imports_the_project(checkout)

    def test_a_second_start_does_nothing_and_is_quick(self, checkout):
        before = contents(checkout / ".venv")
        began = time.monotonic()
        second = run_setup(checkout)
        assert time.monotonic() - began < NOTHING_TO_DO_SECONDS
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
        assert contents(checkout / ".venv") == before

    def test_a_changed_lock_is_installed_again(self, checkout):
        (checkout / "requirements.lock").write_text("# still none\n")
        again = run_setup(checkout)
        assert again.returncode == 0
        assert "installing the locked requirements" in again.stderr
        assert run_setup(checkout).stderr == ""

    @pytest.mark.parametrize(
        "spoil",
        [
            pytest.param(interrupt, id="interrupted"),
            pytest.param(remove_python, id="its Python has gone", marks=pytest.mark.slow),
            pytest.param(replace_python, id="made by another Python", marks=pytest.mark.slow),
        ],
    )
    def test_what_is_not_whole_is_made_anew(self, checkout, spoil):
        left_over = checkout / ".venv/left-over"
        left_over.touch()
        spoil(checkout / ".venv")
        assert run_setup(checkout).returncode == 0
        assert not left_over.exists()
        assert imports_the_project(checkout)

    def test_names_the_missing_package_where_none_may_be_installed(self, checkout, tmp_path):
        """A search path with neither apt-get, sudo nor tesseract."""
        for tool in ("bash", "dirname", "env", "flock", "grep", "id", "mkdir", "paste", "sha256sum", "tr"):
            (tmp_path / tool).symlink_to(shutil.which(tool))
        refused = run_setup(checkout, PATH=str(tmp_path))
        assert refused.returncode == 4
        assert "tesseract-ocr-vie" in refused.stderr.splitlines()[-1]

    def test_refuses_an_unknown_argument(self, checkout):
        assert run_setup(checkout, "--everything").returncode == 2
