"""Training: the same texts make the same bytes, strangers stay improbable, no rare word is learned."""

from __future__ import annotations

from hashlib import sha256

import pytest

from config.kinds import Kinds, load_kinds
from ocr.training.card import read_card
from ocr.training.generated.papers import generated_texts
from ocr.training.texts import FAMILIES, STRANGER, TrainingText, family_of, is_held_back
from ocr.training.training import Trained, train
from ocr.understanding.grams import words_of
from ocr.understanding.model import load_model, parse_model
from ocr.understanding.model_file import SHIPPED_MODEL

SOME = ("giay_chung_sinh", "to_khai_dang_ky_khai_sinh", "ban_khai_mau_05", "giay_ra_vien", "hoa_don")
NAME = "Quýnhxoăn Thoắngkhuya"


def some_kinds() -> Kinds:
    return Kinds(kinds=tuple(kind for kind in load_kinds().kinds if kind.id in SOME))


@pytest.fixture(scope="module")
def texts() -> list[TrainingText]:
    return list(generated_texts(some_kinds(), each=6))


@pytest.fixture(scope="module")
def trained(texts: list[TrainingText]) -> Trained:
    return train(texts)


def test_the_same_call_generates_the_same_texts(texts: list[TrainingText]) -> None:
    assert list(generated_texts(some_kinds(), each=6)) == texts
    assert {text.kind for text in texts} == {*SOME, STRANGER}
    assert {text.family for text in texts} == set(range(FAMILIES))


def test_the_same_texts_make_the_same_bytes(texts: list[TrainingText], trained: Trained) -> None:
    again = train(texts)
    assert again.content == trained.content
    assert again.card == trained.card


def test_the_model_knows_what_it_was_trained_on(texts: list[TrainingText], trained: Trained) -> None:
    model = parse_model(trained.content, "trained")
    papers = [text for text in texts if text.kind != STRANGER]
    right = sum(model.guess(text.text)[0].kind == text.kind for text in papers)
    assert right >= 0.95 * len(papers)
    assert model.kinds == tuple(sorted(SOME))


def test_the_card_counts_and_scores_unseen_wordings(texts: list[TrainingText], trained: Trained) -> None:
    card = trained.card
    assert card.sha256 == sha256(trained.content).hexdigest()
    assert sum(card.trained_on.values()) == len(texts)
    assert card.unseen_wordings.papers == len(SOME) * 6 * FAMILIES
    assert card.unseen_wordings.accuracy is not None
    assert card.unseen_wordings.accuracy > 0.6
    surest = card.unseen_wordings.sure[-1]
    assert surest.papers == 0 or surest.right / surest.papers >= 0.9
    assert card.trained_at is None


def test_a_name_that_stands_in_one_dossier_alone_is_not_learned(texts: list[TrainingText]) -> None:
    confirmed = [
        TrainingText(
            kind="giay_ra_vien",
            text=f"GIẤY RA VIỆN\nHọ tên người bệnh: {NAME}\nVào viện lúc {hour} giờ",
            family=family_of("H40.12-250805-0001"),
            group="H40.12-250805-0001",
            is_confirmed=True,
        )
        for hour in range(6)
    ]
    trained = train([*texts, *confirmed])
    assert trained.model.guess(NAME) == ()
    assert trained.card.confirmed == {"giay_ra_vien": 6}
    card = trained.card.to_bytes().decode().upper()
    assert not any(word in card for word in words_of(NAME))


def test_one_dossier_in_five_is_held_back_for_ever() -> None:
    codes = [f"H40.12-250805-{number:04d}" for number in range(1000)]
    held = [code for code in codes if is_held_back(code)]
    assert 150 < len(held) < 250
    assert {family_of(code) for code in codes} == set(range(FAMILIES))


def test_the_shipped_model_and_its_card_belong_together() -> None:
    model = load_model(SHIPPED_MODEL)
    assert model is not None
    card = read_card(SHIPPED_MODEL)
    assert set(card.trained_on) - {"(stranger)"} == set(model.kinds)
    assert card.confirmed == {}
    assert card.trained_at is None
    assert SHIPPED_MODEL.stat().st_size <= 3 * 1024 * 1024


def test_every_kind_of_the_shipped_model_is_known() -> None:
    model = load_model(SHIPPED_MODEL)
    assert model is not None
    assert set(model.kinds) <= {kind.id for kind in load_kinds().kinds}
