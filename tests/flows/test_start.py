"""The entry of the command line starts the fork server first, and nothing is left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.ocr.reading.papers import text_pdf
from tests.office import Office

ROOT = Path(__file__).parents[2]


def test_one_file_is_inspected_and_nothing_is_left(office: Office, tmp_path: Path) -> None:
    path = text_pdf(tmp_path / "text.pdf", *["So 12 Quyet dinh ve viec phe duyet ke hoach nam nay"] * 5)
    command = [
        sys.executable,
        "-P",
        "-m",
        "flows.start",
        "--config",
        office.config,
        "inspect",
        path,
        "--json",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / "tmp")}
    (tmp_path / "tmp").mkdir()
    done = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["pages"][0]["source"] == "text_layer"
    assert not list((tmp_path / "tmp").iterdir())
