"""A night in which somebody put everything into the inbox: the good files come out right."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import unicodedata
from pathlib import Path

import pytest

from tests.hostile import images, pdfs
from tests.hostile.raw_pdf import SHOWS_TEXT, one_page, pdf, stream
from tests.hostile.table import TABLE, Hostile
from tests.hostile.watching import leftovers, watched_memory
from tests.office import Answer, Office

_DOSSIER = "H40.12-250805-0001"
# Names that file systems take: most say where they would go if somebody believed them.
_NAMES = (
    "a\nb.pdf",
    "x" * 251 + ".pdf",
    unicodedata.normalize("NFD", "Giấy chứng nhận kết hôn.pdf"),
    "-rf.pdf",
    "$(touch hurt).pdf",
    "scan\\..\\..\\hurt.pdf",
    "%2e%2e%2fhurt.pdf",
    "'; drop table files; --.pdf",
    "scan.pdf.exe",
    " .pdf",
    "\x1b[2J.pdf",
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(
        root=tmp_path / "office",
        store_url=(tmp_path / "store").as_uri(),
        ledger_url=f"sqlite:///{tmp_path / 'ledger.sqlite'}",
    )
    office.root.mkdir()
    office.prepare().register({"dossier_code": _DOSSIER})
    (office.inbox / _DOSSIER).mkdir()
    return office


def _text_page(number: int) -> bytes:
    """Each another file."""
    return pdf(one_page(o4=stream(SHOWS_TEXT + b" %% %d" % number)))


def _batch(office: Office) -> Answer:
    answer = office.sohoa("batch", "--json")
    assert answer.code in {0, 6}, answer.err
    return answer


def _quarantined(answer: Answer) -> dict[str, str]:
    return {Path(entry["file"]).name: entry["reason"] for entry in answer.json["quarantine"]}


def _stored(office: Office) -> set[str]:
    manifest = office.root.parent / "store" / "dossiers" / _DOSSIER / "manifest.json"
    documents = json.loads(manifest.read_text(encoding="utf-8"))["documents"]
    return {document["objects"]["original"]["sha256"] for document in documents}


def _all_in_one_night(office: Office, temporary: Path, cases: tuple[Hostile, ...], most: int) -> None:
    good = {"good.pdf": _text_page(1), "good.jpg": images.jpeg()}
    folder = office.inbox / _DOSSIER
    for name, content in good.items():
        (folder / name).write_bytes(content)
    for case in cases:
        (folder / f"{case.name}.pdf").write_bytes(case.make())
    with watched_memory() as peak:
        answer = _batch(office)
    refused = {f"{case.name}.pdf": case.outcome for case in cases if case.outcome != "ok"}
    assert _quarantined(answer) == refused
    assert answer.json["files"]["stored"] == len(cases) - len(refused) + len(good)
    assert {hashlib.sha256(content).hexdigest() for content in good.values()} <= _stored(office)
    assert peak.megabytes <= most
    assert not leftovers(temporary)


def test_hostile_files_spoil_no_good_one(office: Office, temporary: Path) -> None:
    quick = {"png_declared_huge", "content_packed_twice", "page_tree_that_is_its_own_child", "box_of_words"}
    quick |= {
        "form_that_draws_itself",
        "encrypted_with_password",
        "with_script",
        "table_that_comes_before_itself",
    }
    _all_in_one_night(office, temporary, tuple(case for case in TABLE if case.name in quick), 400)


@pytest.mark.slow
def test_all_hostile_files_in_one_night(office: Office, temporary: Path) -> None:
    """But the one that runs into its time: it counts as a failure of the system."""
    same = {"same_page_again_and_again"}
    cases = tuple(case for case in TABLE if case.outcome != "timeout" and case.name not in same)
    _all_in_one_night(office, temporary, cases, 600)


def test_names_go_nowhere(office: Office, temporary: Path) -> None:
    folder = office.inbox / _DOSSIER
    for number, name in enumerate(_NAMES):
        (folder / name).write_bytes(_text_page(number))
    (folder / os.fsdecode(b"\xff\xfe.pdf")).write_bytes(_text_page(len(_NAMES)))
    answer = _batch(office)
    assert answer.json["files"]["stored"] == len(_NAMES) + 1, answer.json["quarantine"]
    assert len(_stored(office)) == len(_NAMES) + 1
    done = {path.name for path in (office.done / _DOSSIER).iterdir()}
    assert done == {*_NAMES, os.fsdecode(b"\xff\xfe.pdf")}
    assert not list(Path(office.root).rglob("hurt*"))
    assert not leftovers(temporary)


def test_the_longest_name_leaves_the_inbox_twice(office: Office) -> None:
    name = "x" * 251 + ".pdf"
    for number in range(2):
        (office.inbox / _DOSSIER / name).write_bytes(_text_page(number))
        assert _batch(office).json["files"]["stored"] == 1
    assert len(list((office.done / _DOSSIER).iterdir())) == 2
    assert not office.waiting()


def test_what_is_no_file_is_passed_over(
    office: Office, temporary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = office.inbox / _DOSSIER
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(_text_page(0))
    (folder / "link.pdf").symlink_to(secret)
    (folder / "nowhere.pdf").symlink_to(tmp_path / "nothing")
    (folder / "itself.pdf").symlink_to(folder / "itself.pdf")
    (folder / "above.pdf").symlink_to(office.root, target_is_directory=True)
    os.mkfifo(folder / "pipe.pdf")
    (folder / "folder.pdf").mkdir()
    (folder / "good.pdf").write_bytes(_text_page(1))
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(folder)  # the address of a socket may not be long (unix(7))
        listening.bind("socket.pdf")
        answer = _batch(office)
    assert (answer.code, answer.json["files"]["stored"], answer.json["files"]["seen"]) == (0, 1, 1)
    assert _stored(office) == {hashlib.sha256(_text_page(1)).hexdigest()}
    assert (folder / "link.pdf").is_symlink()
    assert not leftovers(temporary)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes devices")
def test_a_device_is_passed_over(office: Office) -> None:
    try:
        os.mknod(office.inbox / _DOSSIER / "zero.pdf", 0o666 | 0o020000, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("this container makes no devices")
    assert _batch(office).json["files"]["seen"] == 0


def test_a_script_in_a_file_is_in_no_archive_copy(office: Office) -> None:
    (office.inbox / _DOSSIER / "script.pdf").write_bytes(pdfs.with_script())
    _batch(office)
    copies = list((office.root.parent / "store").rglob(f"{_DOSSIER}.*.pdf"))
    assert copies
    assert not any(b"JavaScript" in copy.read_bytes() for copy in copies)
