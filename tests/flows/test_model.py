"""`sohoa model`: which model is in use, and training on what people confirmed."""

from __future__ import annotations

import pytest

from flows.review.confirmed import confirmed_texts
from flows.review.modelling import is_not_worse
from flows.workspace import open_workspace
from ocr.training.card import Score, Sure
from ocr.training.texts import TrainingText
from ocr.understanding.model_file import SHIPPED_MODEL
from tests.flows.typed_papers import APPLICATION, LETTER, typed
from tests.office import Office

CODE = "H40.12-250805-0001"


@pytest.fixture
def decided(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A dossier with its application form, confirmed, and a letter that a person rejected."""
    monkeypatch.chdir(office.root)  # the default folder of models lies in the working directory
    office.register({})
    for name, text in (("form", APPLICATION.format("000190001234")), ("letter", LETTER.format(""))):
        file = typed(office.root / f"{name}.pdf", text)
        assert office.sohoa("ingest", file, "--dossier", CODE).code == 0
    assert office.sohoa("review", "assign", f"{CODE}/01", "to_khai").code == 0
    assert office.sohoa("review", "reject", f"{CODE}/02", "--reason", "thư").code == 0
    return office


def confirmed(office: Office) -> list[TrainingText]:
    with open_workspace(office.settings) as workspace:
        return list(confirmed_texts(workspace))


def test_only_what_a_person_put_into_a_slot_is_confirmed(decided: Office) -> None:
    (text,) = confirmed(decided)
    assert (text.kind, text.group) == ("to_khai_dang_ky_khai_sinh", CODE)
    assert text.is_confirmed
    assert "KHAI SINH" in text.text


def test_a_slot_that_its_kind_does_not_serve_confirms_nothing(decided: Office) -> None:
    assert decided.sohoa("review", "assign", f"{CODE}/01", "giay_chung_sinh").code == 0
    assert confirmed(decided) == []
    assert (
        decided.sohoa("review", "assign", f"{CODE}/02", "giay_chung_sinh", "--kind", "giay_chung_sinh").code
        == 0
    )
    assert [text.kind for text in confirmed(decided)] == ["giay_chung_sinh"]


def test_show_tells_the_shipped_model_and_how_often_it_is_right(office: Office) -> None:
    shown = office.sohoa("model", "show", "--json").json
    assert (shown["model"], shown["shipped"], shown["in_use"]) == (SHIPPED_MODEL.name, True, True)
    assert shown["kinds"] > 150
    assert [entry["at"] for entry in shown["card"]["unseen_wordings"]["sure"]] == [0.5, 0.8, 0.9, 0.95, 0.98]
    words = office.sohoa("model", "show").out
    assert "in use" in words
    assert "sure from 0.9" in words


def test_too_few_confirmed_papers_train_nothing(decided: Office) -> None:
    answer = decided.sohoa("model", "train", "--json")
    assert answer.code == 3
    assert answer.json["error"]["message"] == "There are 1 confirmed papers; 50 are needed to train on."
    assert not (decided.root / "var").exists()


def test_a_model_is_never_written_over_another_file(decided: Office) -> None:
    (decided.root / "mine.bin").write_bytes(b"mine")
    assert decided.sohoa("model", "train", "--min", "1", "--out", decided.root / "mine.bin").code == 2
    assert (decided.root / "mine.bin").read_bytes() == b"mine"


@pytest.mark.slow
def test_training_writes_versions_beside_each_other(decided: Office) -> None:
    trained = decided.sohoa("model", "train", "--min", "1", "--json").json
    assert (trained["model"], trained["shipped"]) == ("model-1.bin", False)
    assert trained["card"]["confirmed"] == {"to_khai_dang_ky_khai_sinh": 1}
    # One paper cannot tell the better model from the worse.
    assert trained["in_use"] is False
    folder = decided.root / "var" / "models"
    assert sorted(path.name for path in folder.iterdir()) == ["model-1.bin", "model-1.json"]
    assert CODE not in (folder / "model-1.json").read_text(encoding="utf-8")


def score(right: int, sure: int, sure_right: int, papers: int = 20) -> Score:
    entry = Sure(at=0.9, papers=sure, right=sure_right, coverage=0, accuracy=None, strangers=0)
    return Score(papers=papers, right=right, accuracy=None, strangers=0, sure=(entry,), worst={})


@pytest.mark.parametrize(
    ("new", "before", "taken"),
    [
        (score(18, 10, 10), score(17, 9, 9), True),
        (score(17, 9, 9), score(17, 9, 9), True),
        (score(16, 10, 10), score(17, 9, 9), False),
        (score(19, 12, 11), score(17, 9, 9), False),
        (score(3, 3, 3, papers=3), score(1, 0, 0, papers=3), False),
    ],
    ids=["better", "the same", "less right", "wrong where sure", "too few papers"],
)
def test_only_a_model_that_is_not_worse_is_taken_into_use(new: Score, before: Score, taken: bool) -> None:
    assert is_not_worse(new, before) is taken
