"""`sohoa watch` names dossiers, and nothing that may be a person: any folder may bear a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from dossiers.errors import LedgerOutOfReach
from flows.registered import Registered
from flows.watching import watch
from tests.office import Answer, Office

NAME = "Nguyen-Van-An"
OF_AN_OLD_SYSTEM = "HS-2025-17"
NOT_YET_KNOWN = "H40.12-250805-0009"


def watched(office: Office) -> Answer:
    return office.sohoa("watch", "--once", "--slips", slips(office))


def slips(office: Office) -> Path:
    return office.root / "slips"


@pytest.fixture
def refusing(office: Office) -> Office:
    """An office whose register holds one of three dossiers; a file of each is refused."""
    office.register({"dossier_code": OF_AN_OLD_SYSTEM})
    for folder in (NAME, OF_AN_OLD_SYSTEM, NOT_YET_KNOWN):
        (office.inbox / folder).mkdir()
        (office.inbox / folder / "1.pdf").touch()
    return office


def test_a_folder_that_may_bear_a_name_is_no_dossier(refusing: Office) -> None:
    answer = watched(refusing)
    assert answer.code == 6
    ended = {line for line in answer.err.splitlines() if "quarantined" in line}
    assert ended == {
        "no dossier: quarantined (unknown_dossier)",
        f"{OF_AN_OLD_SYSTEM}: quarantined (empty)",
        f"{NOT_YET_KNOWN}: quarantined (unknown_dossier)",
    }
    written = sorted(path.name for path in slips(refusing).iterdir())
    assert written == [f"{NOT_YET_KNOWN}.html", f"{OF_AN_OLD_SYSTEM}.html", "index.html"]
    told = [answer.out, answer.err, *(path.read_text("utf-8") for path in slips(refusing).iterdir())]
    assert not [text for text in told if NAME in text]
    index = (slips(refusing) / "index.html").read_text(encoding="utf-8")
    _, homeless, _ = re.split("<section>|</section>", index)
    assert homeless.count("<li>") == 1, "the others have slips"


def test_once_a_register_holds_it_it_is_a_dossier(refusing: Office) -> None:
    assert watched(refusing).code == 6
    refusing.register({"dossier_code": NAME})
    (refusing.inbox / NAME / "2.pdf").touch()
    assert f"{NAME}: quarantined (empty)" in watched(refusing).err.splitlines()
    assert (slips(refusing) / f"{NAME}.html").is_file()


def test_while_nobody_can_be_asked_it_is_told_of_no_dossier(
    refusing: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that ended well before its ledger was gone is told all the same."""

    class Gone(Registered):
        def ask(self, codes: Iterable[str]) -> None:
            raise LedgerOutOfReach(f"It does not answer for {len(set(codes))}.")

    monkeypatch.setattr(watch, "Registered", Gone)
    answer = watched(refusing)
    assert answer.code == 6
    assert answer.err.count("no dossier: quarantined") == 2
    assert f"{NOT_YET_KNOWN}: quarantined" in answer.err
