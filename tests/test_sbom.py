"""What sohoa is made of, and what is said where nobody can tell whether it is vulnerable."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KNOWN = {"name": "a", "version": "1", "vulns": []}
FLAWED = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1"}]}
PASSED_OVER = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([KNOWN], 0),
        ([KNOWN, FLAWED], 1),
        ([FLAWED, PASSED_OVER], 1),
        ([KNOWN, PASSED_OVER], 4),
        ([], 4),
        (None, 4),
    ],
)
def test_packages_that_nobody_looked_up_are_not_audited(said: list[object] | None, code: int) -> None:
    words = "connection refused" if said is None else json.dumps({"dependencies": said})
    judged = subprocess.run(
        [sys.executable, ROOT / "script" / "audited.py"],
        input=words,
        text=True,
        capture_output=True,
        check=False,
    )
    assert judged.returncode == code
    assert ("CVE-1" in judged.stdout) == (code == 1)


@pytest.mark.slow
def test_the_sbom_names_every_locked_package_and_no_registry(tmp_path: Path) -> None:
    out = tmp_path / "sbom.json"
    subprocess.run([ROOT / "script" / "sbom", "--out", out], check=True, capture_output=True)
    document = json.loads(out.read_text(encoding="utf-8"))
    components = {(entry["name"], entry.get("version")): entry for entry in document["components"]}
    locked = re.findall(r"^([\w.-]+)==([\w.+!-]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert document["specVersion"] == "1.6"
    assert len(locked) > 100
    for package in locked:
        assert components[package]["hashes"]
    assert {"tesseract-ocr", "fonts-dejavu-core"} <= {name for name, _ in components}
    assert not re.search(r"pypi\.org|pythonhosted|debian\.org", out.read_text(encoding="utf-8"))
