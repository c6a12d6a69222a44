"""The inbox in a night: what one folder or file is, or becomes after it was seen, stops no other."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from config.fault_points import FaultPoint
from dossiers.errors import StepFailed
from tests.office import Office

CODE, OTHER = "H40.12-250805-0001", "H40.12-250805-0777"
_PATH_MAX = 4096


@pytest.fixture
def registered(office: Office) -> Iterator[Office]:
    office.register({"dossier_code": CODE, "facts": "-"})
    (office.inbox / CODE).mkdir()
    yield office
    subprocess.run(
        ["/bin/rm", "-rf", office.inbox, office.done], check=True
    )  # deeper than shutil.rmtree goes


def _scan(path: Path, shade: int = 255) -> Path:
    Image.new("L", (330, 330), shade).save(path, dpi=(200, 200))
    return path


def _below(folder: Path, names: list[str], content: bytes) -> None:
    """A file `a.png` below folders, however long its path is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    for name in names:
        os.mkdir(name, dir_fd=descriptor)
        inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = inner
    with os.fdopen(os.open("a.png", os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=descriptor), "wb") as file:
        file.write(content)
    os.close(descriptor)


def _originals(office: Office) -> set[str]:
    return {
        hashlib.sha256(content).hexdigest()
        for key, content in office.contents().items()
        if "originals/" in key
    }


def _hold_odd_ones(office: Office) -> None:
    """A good scan, and before it in the order of names whatever no night may stop at."""
    good = _scan(office.inbox / CODE / "good.png").read_bytes()
    for folder in (os.fsdecode(b"A\xff"), "A" * 65, "A B"):
        (office.inbox / folder).mkdir()
        (office.inbox / folder / "a.png").write_bytes(good)
    _below(office.inbox / CODE, ["l" * 200] * 22, good)
    whole, rest = divmod(_PATH_MAX - 50 - len(os.fsencode(office.inbox / CODE / "a.png")), 201)
    names = [
        hashlib.shake_256(bytes([number])).hexdigest(100) for number in range(whole)
    ]  # no index packs it
    _below(office.inbox / CODE, [*names, *["m" * (rest - 1)] * (rest > 1)], good)
    _below(office.inbox / CODE, ["a"] * 1200, _scan(office.root / "deep.png", 254).read_bytes())


@pytest.mark.parametrize("ledger", ["sqlite", "postgres"])
def test_no_folder_stops_the_night(registered: Office, ledger: str, request: pytest.FixtureRequest) -> None:
    if ledger == "postgres":
        url = request.getfixturevalue("postgres_url")
        config = registered.config.read_text(encoding="utf-8").replace(registered.ledger_url, url)
        registered.config.write_text(config, encoding="utf-8")
        registered.register({"dossier_code": CODE, "facts": "-"})
    _hold_odd_ones(registered)
    answer = registered.sohoa("batch", "--json")
    assert answer.code == 6, answer.err
    assert answer.json["files"]["stored"] == 2, answer.json
    assert not (registered.inbox / CODE / "good.png").exists()
    reasons = [entry["reason"] for entry in answer.json["quarantine"]]
    assert sorted(reasons) == ["unknown_dossier"] * 3 + ["unreadable"] * 2
    again = registered.sohoa("batch", "--json")
    assert again.code == 6, again.err
    assert (again.json["files"]["seen"], again.json["files"]["quarantined"]) == (5, 5)
    items = registered.sohoa("quarantine", "list", "--json").json["items"]
    assert len(items) == 5
    assert not any(item["goes_next"] for item in items)


def test_a_renamed_folder_is_taken_in(registered: Office) -> None:
    odd = registered.inbox / "HS 1 Trang"
    odd.mkdir()
    _scan(odd / "a.png")
    assert registered.sohoa("batch", "--json").json["quarantine"][0]["reason"] == "unknown_dossier"
    (registered.inbox / CODE).rmdir()
    odd.rename(registered.inbox / CODE)
    assert registered.sohoa("batch", "--json").json["files"]["stored"] == 1


def test_a_stored_file_whose_name_the_done_folder_does_not_take_stops_nothing(
    registered: Office, once: Callable
) -> None:
    """The name is short enough when it is seen, and the folder for stored files is another by its end."""
    left = _scan(registered.inbox / CODE / "a.png")

    def lengthen() -> None:
        registered.done.rmdir()
        registered.done.symlink_to("x" * 300)  # any look at it is ENAMETOOLONG

    once(FaultPoint.RECORDED, lengthen)
    answer = registered.sohoa("batch", "--json")
    assert (answer.code, answer.json["files"]["stored"]) == (0, 1), answer.err
    assert left.exists()
    registered.done.unlink()
    assert registered.sohoa("batch", "--json").json["files"]["duplicate"] == 1
    assert not left.exists()


@pytest.mark.parametrize("point", [FaultPoint.CLAIMED, FaultPoint.READ])
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_link_laid_after_the_look_is_not_followed(
    registered: Office, once: Callable, point: FaultPoint, what: str
) -> None:
    secret = registered.root / "secret"
    secret.mkdir()
    scan = _scan(registered.inbox / CODE / "a.png")
    _scan(secret / "a.png", 250)

    def link() -> None:
        seen = scan.stat()
        os.utime(secret / "a.png", ns=(seen.st_atime_ns, seen.st_mtime_ns))
        away = scan if what == "file" else scan.parent
        away.rename(registered.root / "away")
        away.symlink_to(secret / "a.png" if what == "file" else secret)

    once(point, link)
    answer = registered.sohoa("batch", "--json")
    assert (answer.code, answer.json["files"]["waiting"]) == (0, 1), answer.err
    assert not _originals(registered)
    assert (secret / "a.png").exists()


@pytest.mark.parametrize("point", [FaultPoint.CLAIMED, FaultPoint.READ, FaultPoint.ARCHIVED])
def test_a_file_written_to_after_the_look_waits_until_it_is_whole(
    registered: Office, once: Callable, point: FaultPoint
) -> None:
    scan = _scan(registered.inbox / CODE / "a.png")
    once(point, lambda: scan.write_bytes(scan.read_bytes() + b"\n"))
    answer = registered.sohoa("batch", "--json")
    assert (answer.code, answer.json["files"]["waiting"]) == (0, 1), answer.err
    assert not _originals(registered)
    whole = hashlib.sha256(scan.read_bytes()).hexdigest()
    assert registered.sohoa("batch", "--json").json["files"]["stored"] == 1
    assert _originals(registered) == {whole}


def test_a_file_written_anew_while_it_is_read_waits_though_its_bytes_are_the_same(
    registered: Office, once: Callable
) -> None:
    scan = _scan(registered.inbox / CODE / "a.png")
    once(FaultPoint.READ, lambda: os.utime(scan, (1, 1)))
    assert registered.sohoa("batch", "--json").json["files"]["waiting"] == 1
    assert not _originals(registered)


def test_a_file_out_of_reach_while_it_is_judged_waits(registered: Office, once: Callable) -> None:
    scan = _scan(registered.inbox / CODE / "a.png")

    def lose() -> None:
        scan.unlink()
        scan.symlink_to(scan.name)  # stat: ELOOP, no FileNotFoundError
        raise StepFailed("Hỏng.")

    once(FaultPoint.READ, lose)
    answer = registered.sohoa("batch", "--json")
    assert (answer.code, answer.json["files"]["waiting"]) == (0, 1), answer.err
