"""`sohoa sample`: the same seed and register, the same list; a sheet to print."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pdfplumber
import pytest

from tests.office import Office

PERIOD = ("--from", "2024-01-01", "--to", "31/12/2025")


@pytest.fixture(scope="module")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Office:
    root = tmp_path_factory.mktemp("sample")
    office = Office(
        root=root, store_url=(root / "store").as_uri(), ledger_url=f"sqlite:///{root / 'l.sqlite'}"
    ).prepare()
    office.register_samples()
    return office


def codes(office: Office, *options: str) -> list[str]:
    answer = office.sohoa("sample", *PERIOD, *options, "--json")
    assert answer.code == 0, answer.err
    return [dossier["dossier_code"] for dossier in answer.json["dossiers"]]


def test_the_list_is_the_same_for_the_same_seed_and_register(registered: Office, tmp_path: Path) -> None:
    first = codes(registered, "--seed", "2024", "--n", "5")
    assert len(first) == 5
    assert first == codes(registered, "--seed", "2024", "--n", "5")
    assert first != codes(registered, "--seed", "2025", "--n", "5")
    other = Office(
        root=tmp_path, store_url=registered.store_url, ledger_url=f"sqlite:///{tmp_path / 'l.sqlite'}"
    ).prepare()
    shutil.copy(registered.root / "l.sqlite", tmp_path)
    assert first == codes(other, "--seed", "2024", "--n", "5")


def test_anybody_can_draw_it_again_by_the_stated_method(registered: Office) -> None:
    everything = codes(registered, "--seed", "anything", "--n", "100")
    by_hand = sorted(everything, key=lambda code: hashlib.sha256(f"2024/{code}".encode()).hexdigest())
    assert codes(registered, "--seed", "2024", "--n", "7") == by_hand[:7]
    answer = registered.sohoa("sample", *PERIOD, "--seed", "2024", "--json").json
    assert answer["method"] == "sha256(seed + '/' + dossier_code), smallest first"
    assert answer["population"] == len(everything) == 27


def test_a_unit_brings_what_lies_below_it(registered: Office) -> None:
    drawn = registered.sohoa("sample", *PERIOD, "--seed", "a", "--unit", "000.00.23.H40", "--json").json
    assert {dossier["unit_code"] for dossier in drawn["dossiers"]} == {
        *("000.00.23.H40", "000.14.23.H40", "H40.23.15")
    }


def test_the_cohort_may_be_those_resolved(registered: Office) -> None:
    drawn = registered.sohoa("sample", *PERIOD, "--seed", "a", "--cohort", "resolved", "--json").json
    assert {dossier["status"] for dossier in drawn["dossiers"]} == {"resolved"}


def test_deleted_dossiers_are_not_drawn(registered: Office) -> None:
    drawn = registered.sohoa("sample", *PERIOD, "--seed", "a", "--n", "1000", "--json").json
    assert "deleted" not in {dossier["status"] for dossier in drawn["dossiers"]}


def test_the_terminal_lists_the_dossiers(registered: Office) -> None:
    answer = registered.sohoa("sample", *PERIOD, "--seed", "a", "--n", "3")
    assert answer.code == 0
    assert "PHIẾU KIỂM TRA MẪU" in answer.out
    assert "3 trong 27 hồ sơ" in answer.out


def test_the_sheet_is_written(registered: Office, tmp_path: Path) -> None:
    for name in ("sheet.pdf", "sheet.html"):
        answer = registered.sohoa("sample", *PERIOD, "--seed", "a", "--n", "3", "--out", tmp_path / name)
        assert (answer.code, answer.out) == (0, "")
        assert "3 of 27 dossiers" in answer.err
    with pdfplumber.open(tmp_path / "sheet.pdf") as pdf:
        assert {(round(page.width), round(page.height)) for page in pdf.pages} == {(595, 842)}
        text = " ".join(page.extract_text() for page in pdf.pages)
    for code in codes(registered, "--seed", "a", "--n", "3"):
        assert code in text
        assert code in (tmp_path / "sheet.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [
        ("--unit", "H40.77"),
        ("--out", "sheet.docx"),
        ("--out", "nowhere/sheet.html"),
        ("--n", "0"),
    ],
)
def test_what_cannot_be_drawn_or_written_is_refused(registered: Office, options: tuple[str, ...]) -> None:
    assert registered.sohoa("sample", *PERIOD, "--seed", "a", *options).code == 2
