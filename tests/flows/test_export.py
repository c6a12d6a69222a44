"""`sohoa export`: a package that stands by itself, whole or not there at all."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from dossiers.bags import Bagged, manifest_text, read_manifest
from dossiers.manifest import Manifest
from storage.local import LocalStore
from tests.flows.filled import CODES, copied, filled, local_office
from tests.office import Office

FIRST, SECOND = CODES[:2]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return filled(local_office(tmp_path_factory.mktemp("whole")), CODES[:2])


@pytest.fixture
def office(whole: Office, tmp_path: Path) -> Office:
    return copied(whole, tmp_path)


def exported(office: Office, *codes: str) -> Path:
    out = office.root / "package"
    answer = office.sohoa(
        "export", *(word for code in codes for word in ("--dossier", code)), "--out", out, "--json"
    )
    assert answer.code == 0, answer.err
    assert answer.json["documents"] == 3 * len(codes)
    return out


def test_a_package_stands_by_itself(office: Office) -> None:
    """Whoever gets it checks it with what every system has, and finds every object under its own key."""
    out = exported(office, FIRST, SECOND)
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--check", "--strict", "--quiet", manifest], cwd=out, check=True)
    named = read_manifest((out / "manifest-sha256.txt").read_text(encoding="utf-8"))
    assert set(named) == {
        path.relative_to(out).as_posix() for path in (out / "data").rglob("*") if path.is_file()
    }
    store = LocalStore(out / "data")
    for code in (FIRST, SECOND):
        manifest = Manifest.from_bytes(store.get(f"dossiers/{code}/manifest.json"))
        for document in manifest.documents:
            for entry in document.objects.all():
                assert store.sha256(entry.key) == entry.sha256
                assert office.contents()[entry.key] == (out / "data" / entry.key).read_bytes()


def test_what_the_package_says_of_itself(office: Office) -> None:
    out = exported(office, FIRST, SECOND)
    assert (out / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    lines = (out / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    told = [line.split(": ", 1) for line in lines]
    assert [value for label, value in told if label == "External-Identifier"] == [FIRST, SECOND]
    info = dict(told)
    files = [path for path in (out / "data").rglob("*") if path.is_file()]
    assert info["Payload-Oxum"] == f"{sum(path.stat().st_size for path in files)}.{len(files)}"
    assert (info["totalDoc"], info["numberOfPage"], info["startDate"]) == ("6", "6", "05/08/2025")
    # No unit has a name and no dossier has ended: nothing is said of either.
    assert not {"Source-Organization", "endDate"} & info.keys()
    metadata = json.loads((out / "data/metadata.json").read_text(encoding="utf-8"))
    assert [entry["dossier_code"] for entry in metadata["dossiers"]] == [FIRST, SECOND]
    guide = metadata["dossiers"][0]["documents"][0]["guide"]
    assert guide["DocCode"] == {"value": f"{FIRST}.01", "reason": None}
    assert guide["CodeNumber"] == {"value": None, "reason": "not_on_paper"}


def test_the_index_links_every_file_and_loads_nothing(office: Office) -> None:
    out = exported(office, FIRST)
    page = (out / "data/index.html").read_text(encoding="utf-8")
    assert '<html lang="vi">' in page
    links = re.findall(r'<a href="([^"]+)"', page)
    assert len(links) == 9
    assert all((out / "data" / link).is_file() for link in links)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)


def test_everything_in_it_is_for_its_owner_alone(office: Office) -> None:
    before = os.umask(0)
    try:
        out = exported(office, FIRST)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in out.rglob("*") if path.is_file()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in [out, *out.rglob("*")] if path.is_dir()} == {0o700}


def test_nothing_is_overwritten(office: Office) -> None:
    out = exported(office, FIRST)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert office.sohoa("export", "--dossier", SECOND, "--out", out).code == 2
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("what", ["01.pdf", "manifest.json"])
def test_a_damaged_object_is_refused_and_nothing_is_left(office: Office, what: str) -> None:
    key = next(key for key in office.contents() if key.endswith((f"{FIRST}.{what}", f"{FIRST}/{what}")))
    content = office.contents()[key].replace(b'"kind": "unclassified"', b'"kind": "quyet_dinh"', 1)
    (office.store / key).write_bytes(content if what == "manifest.json" else content[:-1] + b"x")
    before = set(office.root.iterdir())
    answer = office.sohoa("export", "--dossier", FIRST, "--out", office.root / "package", "--json")
    assert (answer.code, answer.json["error"]["code"] in {"checksum_mismatch", "store_damaged"}) == (8, True)
    assert set(office.root.iterdir()) == before


def test_what_a_killed_export_left_is_swept(office: Office) -> None:
    left = office.root / ".package.part-4194305"  # above the largest process id
    (left / "data").mkdir(parents=True)
    exported(office, FIRST)
    assert not left.exists()


def test_a_dossier_of_which_nothing_is_stored_is_refused(office: Office) -> None:
    answer = office.sohoa("export", "--dossier", "H40.12-250805-9999", "--out", office.root / "package")
    assert answer.code == 3
    assert not (office.root / "package").exists()


def test_the_trail_tells_of_it_and_names_no_file(office: Office) -> None:
    exported(office, FIRST, SECOND)
    engine = create_engine(office.ledger_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT subject, details FROM events WHERE step = 'export'")).all()
    engine.dispose()
    assert [row.subject for row in rows] == [FIRST, SECOND]
    assert "scan-" not in str(rows)
    assert str(office.root) not in str(rows)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(
    st.lists(
        st.text(st.sampled_from("ab%0AD5\r\n \u2028\x0bđ"), min_size=1, max_size=8), unique=True, max_size=5
    )
)
def test_a_manifest_is_read_back_whatever_the_names(names: list[str]) -> None:
    files = [Bagged(f"data/{name}", f"{number:064x}", 1) for number, name in enumerate(names)]
    assert read_manifest(manifest_text(files)) == {file.path: file.sha256 for file in files}


def test_a_line_that_is_none_of_a_manifest_is_told() -> None:
    assert read_manifest("no hash  data/x\n") is None
