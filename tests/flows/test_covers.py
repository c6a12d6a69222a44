"""`sohoa cover`: the PDF, from the register alone."""

from __future__ import annotations

import pytest

from tests.office import Office

CODE = "H40.12-250805-0001"


@pytest.fixture
def registered(office: Office) -> Office:
    office.register({"dossier_code": CODE, "facts": "-"})
    return office


def test_covers_and_separators_are_counted(registered: Office) -> None:
    out = registered.root / "cover.pdf"
    answer = registered.sohoa("cover", CODE, CODE, "--slots", "--out", out, "--json")
    assert answer.code == 0
    assert answer.json == {"file": str(out), "sheets": 3}
    assert out.read_bytes().startswith(b"%PDF-")


def test_an_unknown_dossier_has_no_cover(registered: Office) -> None:
    out = registered.root / "cover.pdf"
    answer = registered.sohoa("cover", CODE, "H40.12-250805-0777", "--out", out)
    assert answer.code == 3
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_said(registered: Office) -> None:
    assert registered.sohoa("cover", CODE, "--out", registered.root / "none" / "cover.pdf").code == 2
