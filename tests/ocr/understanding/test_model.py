"""The learned model at run time: what it tells, what it refuses, and what it costs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.errors import CatalogueRefused
from ocr.understanding.model import load_model, parse_model, written
from ocr.understanding.model_file import (
    IN_USE,
    SHIPPED_MODEL,
    model_in_use,
    next_model,
    take_into_use,
)

CONTENT = SHIPPED_MODEL.read_bytes()
MODEL = parse_model(CONTENT, "shipped")
BIRTH = (
    "GIẤY CHỨNG SINH\nHọ và tên mẹ/Người nuôi dưỡng: Trần Thị Mận\nĐã sinh con vào lúc 6 giờ\n"
    "Số con trong lần sinh này: 1\nGiới tính của con: Nam, cân nặng: 3000 gram\nNgười đỡ đẻ"
)
LETTER = (
    "Chị Lan thân mến,\nLâu rồi không gặp, em vẫn khỏe. Con bé nhà em năm nay vào lớp một,\n"
    "ngày nào cũng kể chuyện cô giáo. Khi nào rảnh chị ghé chơi nhé.\nEm Hoa"
)
LANDSCAPE = "Phong cảnh núi non hùng vĩ\nẢnh chụp bên bờ biển lúc bình minh"


def test_the_best_guess_comes_first() -> None:
    best, second = MODEL.guess(BIRTH)
    assert best.kind == "giay_chung_sinh"
    assert best.probability > 0.9 > second.probability
    assert len(MODEL.guess(BIRTH, limit=5)) == 5


def test_marks_and_case_do_not_matter() -> None:
    assert MODEL.guess("giay chung sinh\nTRE SO SINH") == MODEL.guess("Giấy chứng sinh\ntrẻ sơ sinh")


@pytest.mark.parametrize("text", [LETTER, LANDSCAPE, "lorem ipsum dolor sit amet", "0004 1234 | — ~"])
def test_what_is_like_no_kind_is_improbable(text: str) -> None:
    assert all(guess.probability < 0.3 for guess in MODEL.guess(text))


def test_no_text_is_no_guess() -> None:
    assert MODEL.guess("") == ()


@given(st.text(max_size=300))
def test_probabilities_are_probabilities(text: str) -> None:
    guesses = MODEL.guess(text, limit=4)
    assert all(0 <= guess.probability <= 1 for guess in guesses)
    assert sum(guess.probability for guess in guesses) <= 1.001
    assert [guess.probability for guess in guesses] == sorted(
        (guess.probability for guess in guesses), reverse=True
    )


def test_what_was_written_reads_back_the_same() -> None:
    assert written(MODEL) == CONTENT


def test_no_file_is_no_model(tmp_path: Path) -> None:
    assert load_model(tmp_path / "model-1.bin") is None


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", CONTENT[:-1], CONTENT[:40], CONTENT + b"\0", CONTENT[:8] + b"\x63" + CONTENT[9:]],
    ids=["empty", "foreign", "cut", "cut short", "longer", "another format"],
)
def test_a_damaged_or_foreign_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "model-1.bin").write_bytes(content)
    with pytest.raises(CatalogueRefused, match=r"model-1\.bin"):
        load_model(tmp_path / "model-1.bin")


@given(st.integers(min_value=0, max_value=8 * len(CONTENT) - 1))
def test_a_flipped_bit_is_refused(bit: int) -> None:
    damaged = bytearray(CONTENT)
    damaged[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CatalogueRefused):
        parse_model(bytes(damaged), "damaged")


def test_reading_needs_neither_numpy_nor_scikit_learn() -> None:
    program = (
        "import sys; from ocr.understanding.model import load_model;"
        "from ocr.understanding.model_file import model_in_use;"
        "load_model(model_in_use()).guess('giấy chứng sinh');"
        "sys.exit(bool({'numpy', 'sklearn', 'scipy', 'pickle'} & set(sys.modules) - set(sys.argv)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_shipped_model_serves_until_another_is_taken_into_use(tmp_path: Path) -> None:
    models = tmp_path / "models"
    assert model_in_use(models) == SHIPPED_MODEL
    models.mkdir()
    first = next_model(models)
    first.write_bytes(CONTENT)
    assert first.name == "model-1.bin"
    assert next_model(models).name == "model-2.bin"
    assert model_in_use(models) == SHIPPED_MODEL
    take_into_use(first)
    assert model_in_use(models) == first
    assert model_in_use(first) == first


def test_a_missing_model_in_use_is_said(tmp_path: Path) -> None:
    (tmp_path / IN_USE).write_text("model-7.bin\n", encoding="utf-8")
    with pytest.raises(CatalogueRefused, match="not there"):
        model_in_use(tmp_path)
