"""The samples as they are committed: large enough, lawful, and at one with their own truth."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageSequence

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
INBOX = SAMPLES / "inbox"
A4_SHORT_INCHES = 210 / 25.4
STATES = {
    "usable",
    "failed_gate",
    "unreadable",
    "missing",
    "reused",
    "not_due",
    "undetermined",
    "present_only",
    "exempt",
}
INDICATORS = {
    "co_so_hoa_tphs",
    "so_hoa_day_du_tphs",
    "so_hoa_ket_qua",
    "qd766_4_1",
    "qd766_4_2",
    "qd766_4_3",
    "thanh_phan_so_hoa",
}


@pytest.fixture(scope="module")
def truth():
    return json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def register():
    return _rows("register.csv")


def test_all_of_it_is_small_enough_to_be_committed():
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 12_000_000


def test_there_are_enough_scanned_pages_of_an_office_scanner():
    resolutions = [dpi for path in _inbox_files().values() for dpi in _page_resolutions(path)]
    assert sum(198 <= dpi <= 302 for dpi in resolutions) >= 60
    assert any(dpi < 198 for dpi in resolutions), "one page has to be too coarse"


def test_the_register_is_varied_enough(register):
    assert len({row["dossier_code"] for row in register}) >= 20
    assert len({row["procedure_code"] for row in register}) >= 8
    assert {row["level"] for row in register} == {"province", "district", "commune"}
    assert {row["channel"] for row in register} == {"direct", "online", "post", "linked"}
    assert {row["status"] for row in register} >= {
        "received",
        "in_progress",
        "resolved",
        "returned",
        "withdrawn",
        "deleted",
    }


def test_a_code_has_the_day_of_reception_in_it_and_districts_end_in_june_2025(register):
    for row in register:
        assert row["dossier_code"].split("-")[1] == row["received_on"][2:].replace("-", ""), row[
            "dossier_code"
        ]
        assert row["level"] != "district" or row["received_on"] < "2025-07-01", row["dossier_code"]
        assert bool(row["resolved_on"]) == (row["status"] == "resolved"), row["dossier_code"]


def test_units_of_the_register_are_known_and_have_their_level(register):
    units = {row["unit_code"]: row for row in _rows("units.csv")}
    assert all(units[row["unit_code"]]["level"] == row["level"] for row in register)
    assert all(not row["parent_code"] or row["parent_code"] in units for row in units.values())


def test_component_rows_belong_to_registered_dossiers(register):
    assert {row["dossier_code"] for row in _rows("components.csv")} <= {
        row["dossier_code"] for row in register
    }


def test_every_file_of_the_inbox_has_its_truth_and_every_truth_its_file(truth):
    assert set(_inbox_files()) == set(truth["files"])


def test_every_registered_dossier_has_its_truth(truth, register):
    assert set(truth["dossiers"]) == {row["dossier_code"] for row in register}


@pytest.mark.parametrize("name", ["register.csv", "components.csv", "units.csv", "truth.json"])
def test_no_number_of_a_person_could_be_a_real_one(name):
    text = (SAMPLES / name).read_text(encoding="utf-8")
    assert all(number.startswith("000") for number in re.findall(r"(?<![\d.])\d{12}(?!\d)", text))


def test_the_counts_of_files_and_pages_add_up(truth):
    files = truth["files"].values()
    outcomes = Counter(file["outcome"] for file in files)
    assert truth["batch"]["files"] == {
        "seen": len(truth["files"]),
        "stored": outcomes["stored"],
        "duplicate": outcomes["duplicate"],
        "quarantined": outcomes["quarantined"],
        "waiting": 0,
    }
    pages = [page for file in files for document in file["documents"] for page in document["pages"]]
    assert truth["batch"]["pages"]["total"] == len(pages)
    assert all((file["reason"] is not None) == (file["outcome"] == "quarantined") for file in files)
    assert all(bool(file["documents"]) == (file["outcome"] == "stored") for file in files)


def test_the_documents_of_a_file_share_out_its_pages(truth):
    for name, path in _inbox_files().items():
        documents = truth["files"][name]["documents"]
        if documents:
            cut = [page for document in documents for page in document["pages"]]
            assert cut == list(range(1, _page_count(path) + 1)), name


def test_a_usable_paper_makes_its_slot_usable(truth):
    for name, file in truth["files"].items():
        code = _dossier_of(name)
        for document in file["documents"]:
            if document["slot"] in {None, "result"}:
                continue
            assert truth["dossiers"][code]["slots"][document["slot"]] in {
                document["state"],
                "present_only",
            }, name


def test_the_figures_of_a_dossier_follow_from_its_slots(truth):
    for code, dossier in truth["dossiers"].items():
        states = Counter(dossier["slots"].values())
        components = dossier["components"]
        assert set(states) <= STATES, code
        assert components["digitised"] == states["usable"] + states["reused"], code
        assert components["undetermined"] == states["undetermined"], code
        missing = states["missing"] + states["failed_gate"] + states["unreadable"]
        if components["due"] is None:
            assert dossier["complete"] is None, code
            continue
        assert components["due"] == components["digitised"] + missing, code
        assert components["ratio"] == _percent(components["digitised"], components["due"]), code
        expected = False if missing else None if states["undetermined"] else True
        assert dossier["complete"] is expected, code


def test_the_indicators_follow_from_the_dossiers(truth, register):
    assert set(truth["indicators"]) == INDICATORS
    for part in truth["indicators"].values():
        assert part["ratio"] == _percent(part["numerator"], part["denominator"])
    dossiers = {
        row["dossier_code"]: truth["dossiers"][row["dossier_code"]]
        for row in register
        if row["status"] != "deleted"
    }
    components = [dossier["components"] for dossier in dossiers.values()]
    something = [
        one for one in dossiers.values() if one["components"]["due"] != 0 or one["components"]["undetermined"]
    ]
    resolved = [one for code, one in dossiers.items() if _row(register, code)["status"] == "resolved"]
    reused = {row["dossier_code"] for row in _rows("components.csv") if row["reused"] == "yes"}
    assert _numbers(truth, "thanh_phan_so_hoa") == (
        sum(one["digitised"] for one in components),
        sum(one["due"] or 0 for one in components),
    )
    assert _numbers(truth, "co_so_hoa_tphs") == (
        sum(one["components"]["digitised"] > 0 for one in something),
        len(something),
    )
    assert _numbers(truth, "so_hoa_day_du_tphs") == (
        sum(one["complete"] is True for one in something),
        len(something),
    )
    assert _numbers(truth, "so_hoa_ket_qua") == (
        sum(one["result"]["state"] == "usable" or not one["result"]["due"] for one in resolved),
        len(resolved),
    )
    assert _numbers(truth, "qd766_4_2")[1] == len(dossiers)
    assert _numbers(truth, "qd766_4_3") == (len(reused & set(dossiers)), len(dossiers))


def test_the_hard_files_are_what_they_say():
    files = _inbox_files()
    assert files["H40.12-251003-0011/to-khai.pdf"].stat().st_size == 0
    assert _same(
        files["H40.31-250915-0027/01-to-khai.pdf"], files["H40.31-250915-0027/02-to-khai-quet-lai.pdf"]
    )
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(files["000.14.23.H40-240520-0011/to-khai.pdf"])
    with pikepdf.open(files["H40.31-251006-0018/to-khai-mai-tang.pdf"]) as restricted:
        assert restricted.is_encrypted
    with pikepdf.open(files["H40.31-251006-0018/ket-qua/quyet-dinh-ky-so.pdf"]) as signed:
        assert signed.Root.AcroForm.SigFlags == 3
    with Image.open(files["H40.31-250818-0033/don-de-nghi.tif"]) as fax:
        assert fax.info["compression"] == "group4"
    assert any(not unicodedata.is_normalized("NFC", path.name) for path in files.values())


def _rows(name):
    return list(csv.DictReader(io.StringIO((SAMPLES / name).read_text(encoding="utf-8"))))


def _row(register, code):
    return next(row for row in register if row["dossier_code"] == code)


def _numbers(truth, indicator):
    part = truth["indicators"][indicator]
    return part["numerator"], part["denominator"]


def _inbox_files():
    files = [path for path in INBOX.rglob("*") if path.is_file()]
    seen = [path for path in files if path.name != "Thumbs.db" and not path.name.startswith(".")]
    assert len(seen) < len(files), "something to pass over has to be among them"
    return {unicodedata.normalize("NFC", str(path.relative_to(INBOX))): path for path in seen}


def _dossier_of(name):
    return name.split("/")[0] if "/" in name else name.rsplit(".", 2)[0]


def _same(one, other):
    return one.read_bytes() == other.read_bytes()


def _page_resolutions(path):
    """Dots per inch of every scanned page of a file; none for born-digital and broken ones."""
    if path.suffix != ".pdf":
        try:
            with Image.open(path) as picture:
                return [frame.width / A4_SHORT_INCHES for frame in ImageSequence.Iterator(picture)]
        except OSError:
            return []
    try:
        with pikepdf.open(path) as opened:
            pages = [(page, next(iter(page.get_images().values()), None)) for page in opened.pages]
            return [
                72 * int(image.Width) / float(page.mediabox[2]) for page, image in pages if image is not None
            ]
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return []


def _page_count(path):
    if path.suffix == ".pdf":
        with pikepdf.open(path) as opened:
            return len(opened.pages)
    with Image.open(path) as picture:
        return getattr(picture, "n_frames", 1)


def _percent(numerator, denominator):
    if not denominator:
        return None
    share = (Decimal(100 * numerator) / denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return str(min(share, Decimal("99.99")) if numerator < denominator else share)
