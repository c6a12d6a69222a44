"""Where a file lies says whose it is: the contract's table of places, in a folder and in a bucket alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

from config.sections import InboxSettings, StoreSettings
from config.settings import Settings
from dossiers.errors import SettingsRefused
from dossiers.reasons import Reason
from flows.inbox import InboxView, Known, look, open_inbox, require_apart
from storage.files_table import Role
from tests.services import Gateway

CODE, OLD, UNIT = "H40.12-250805-0001", "000.00.23.H40-240105-0012", "H40.12"
ODD = "HS.X.1"  # a code of a form that only the register knows

PLACES: dict[str, tuple[str | None, Role, Reason | None]] = {
    f"{CODE}/đơn xin.pdf": (CODE, Role.COMPONENT, None),
    f"{CODE}/ket-qua/1.pdf": (CODE, Role.RESULT, None),
    f"{CODE}/Result/1.pdf": (CODE, Role.RESULT, None),
    f"{CODE}/tập 2/1.pdf": (CODE, Role.COMPONENT, None),
    f"{CODE}.01.pdf": (CODE, Role.COMPONENT, None),
    f"{OLD}.12.tif": (OLD, Role.COMPONENT, None),
    f"{ODD}.01.pdf": (ODD, Role.COMPONENT, None),
    "Scan 0001.pdf": (None, Role.COMPONENT, None),
    "HS.Y.1.01.pdf": (None, Role.COMPONENT, None),
    "Nguyễn Văn A/1.pdf": (None, Role.COMPONENT, Reason.UNKNOWN_DOSSIER),
    "H40.99/1.pdf": ("H40.99", Role.COMPONENT, None),
    f"{UNIT}/{CODE}/2.pdf": (CODE, Role.COMPONENT, None),
    f"{UNIT}/{CODE}/ket-qua/2.pdf": (CODE, Role.RESULT, None),
    f"{UNIT}/{CODE}.02.pdf": (CODE, Role.COMPONENT, None),
    f"{UNIT}/Scan 0001.pdf": (None, Role.COMPONENT, None),
    f"{UNIT}/A B/1.pdf": (None, Role.COMPONENT, Reason.UNKNOWN_DOSSIER),
}
PASSED_OVER = ("Thumbs.db", "desktop.ini", ".DS_Store", ".ẩn.pdf", f"{CODE}/.ẩn/1.pdf", f"{CODE}/THUMBS.DB")
UNFINISHED = (f"{CODE}/9.pdf.part", f"{CODE}/9.pdf.TMP")
KNOWN = Known({CODE, OLD, ODD}, {UNIT, "H40.13"})

Filled = Callable[[Mapping[str, bytes]], InboxSettings]


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.service)])
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Filled:
    """An inbox with these files."""

    def folder(files: Mapping[str, bytes]) -> InboxSettings:
        root = tmp_path / "inbox"
        root.mkdir()
        for name, content in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        return InboxSettings(path=root, settle_seconds=0)

    def bucket(files: Mapping[str, bytes]) -> InboxSettings:
        rgw: Gateway = request.getfixturevalue("rgw")
        name = rgw.new_bucket()
        for key, content in files.items():
            rgw.client.put_object(Bucket=name, Key=f"quét/inbox/{key}", Body=content)
        return InboxSettings(path=f"s3://{name}/quét/inbox", endpoint_url=rgw.endpoint_url, settle_seconds=0)

    return folder if request.param == "folder" else bucket


def _look(settings: InboxSettings) -> InboxView:
    return look(settings, KNOWN.codes, KNOWN.units)


def test_the_places_of_the_contract(filled: Filled) -> None:
    settings = filled(dict.fromkeys((*PLACES, *PASSED_OVER, *UNFINISHED), b"x"))
    view = _look(settings)
    seen = {
        file.sighting.path: (file.sighting.dossier_code, file.sighting.role, file.refused)
        for file in view.ready
    }
    assert seen == PLACES
    assert sorted(file.name for file in view.growing) == sorted(UNFINISHED)
    inbox = open_inbox(settings)
    for file in view.ready:
        again = inbox.described(file.sighting)
        assert again is not None
        assert (again.where, again.refused) == (file.where, file.refused), file.name
        assert not again.door.has_changed(again)


class _Register(frozenset[str]):
    """The codes of a register that wants to be asked for many at once."""

    asked: frozenset[str] = frozenset()

    def ask(self, codes: Iterable[str]) -> None:
        self.asked |= set(codes)

    def __contains__(self, code: object) -> bool:
        assert code in self.asked, "one query for one file"
        return super().__contains__(code)


def test_the_register_is_asked_once_for_all_files(filled: Filled) -> None:
    inbox = open_inbox(filled(dict.fromkeys(PLACES, b"x")))
    seen = {
        path: (file.sighting.dossier_code, file.sighting.role, file.refused)
        for path, file in inbox.lying(Known(_Register(KNOWN.codes), KNOWN.units)).items()
    }
    assert seen == PLACES


def test_a_name_that_the_ledger_does_not_take_as_it_is_cannot_be_described(tmp_path: Path) -> None:
    root = tmp_path / "inbox"
    (root / CODE).mkdir(parents=True)
    (root / CODE / os.fsdecode(b"t\xff.pdf")).touch()
    settings = InboxSettings(path=root, settle_seconds=0)
    (file,) = _look(settings).ready
    assert file.name == f"{CODE}/t\\xff.pdf"
    assert open_inbox(settings).described(file.sighting) is None


def test_a_file_put_anew_is_another_one(filled: Filled, request: pytest.FixtureRequest) -> None:
    settings = filled({f"{CODE}/1.pdf": b"one"})
    (file,) = _look(settings).ready
    assert not file.door.has_changed(file)
    if isinstance(settings.path, Path):
        os.utime(file.where, (1, 1))
    else:
        rgw: Gateway = request.getfixturevalue("rgw")
        rgw.client.put_object(Bucket=settings.path.bucket, Key=file.where, Body=b"two")
    assert file.door.has_changed(file)
    (now,) = _look(settings).ready
    assert now.sighting != file.sighting


@pytest.mark.parametrize("endpoint", [None, "http://scans:9000/", "http://127.0.0.1:9000"])
def test_inbox_and_store_lie_apart_however_their_server_is_called(endpoint: str | None) -> None:
    inbox = InboxSettings(path="s3://scans/in", endpoint_url=endpoint)
    store = StoreSettings(url="s3://scans/in/store", endpoint_url="http://scans:9000")
    with pytest.raises(SettingsRefused):
        require_apart(Settings(inbox=inbox, store=store))
