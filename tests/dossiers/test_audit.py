"""The events of the audit trail: what is hashed, and what they say of themselves."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta, timezone

import pytest

from dossiers.audit import (
    ChainedEvent,
    Event,
    Step,
    canonical,
    dossier_of,
    hash_of,
    instant_text,
    read_link,
)
from dossiers.seals import Piece, sealed_bytes, sealed_links
from tests.dossiers.trails import trail


def test_anybody_can_check_a_line_with_json_and_sha256_alone() -> None:
    links = trail(5)
    before = "0" * 64
    for line in sealed_bytes([link.line for link in links]).decode().splitlines():
        told = json.loads(line)
        claimed = told.pop("hash")
        text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == claimed
        assert told["previous"] == before
        before = claimed


def test_a_line_comes_back_as_the_event_that_was_written() -> None:
    for link in trail(4):
        assert canonical(ChainedEvent.from_line(link.line).told) == link.line
        assert read_link(link.line) == link


@pytest.mark.parametrize("spoilt", ["", "{}", "[]", "nonsense", '{"number":1}', "[" * 5000, "1"])
def test_what_is_no_event_is_none(spoilt: str) -> None:
    assert read_link(spoilt) is None


def test_a_line_that_is_written_otherwise_is_no_line_of_a_piece() -> None:
    line = trail(1)[0].line
    assert read_link(line.replace(":", ": ", 1)) is None
    assert read_link(line.replace('"actor"', '"actor":"x","actor"', 1)) is None


def test_an_instant_is_hashed_the_same_in_every_zone() -> None:
    local = datetime(2026, 2, 1, 6, 30, tzinfo=timezone(timedelta(hours=7)))
    assert instant_text(local) == "2026-01-31T23:30:00.000000Z"


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ("H40.12-250805-0001/01", "H40.12-250805-0001"),
        ("H40.12-250805-0001/107", "H40.12-250805-0001"),
        ("dossiers/H40.12-250805-0001/manifest.json", "H40.12-250805-0001"),
        ("dossiers/H40.12-250805-0001/originals/ab.pdf", "H40.12-250805-0001"),
        ("file 12", None),
        ("reports/2026/01/x.json", None),
        ("trail", None),
    ],
)
def test_a_subject_tells_whose_it_is(subject: str, code: str | None) -> None:
    assert dossier_of(subject) == code


def test_a_hash_covers_every_attribute() -> None:
    told = json.loads(trail(1)[0].line)
    for name in told.keys() - {"hash"}:
        assert hash_of({**told, name: "other"}) != told["hash"], name


def test_an_event_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="timezone"):
        Event(step=Step.READ, subject="file 1", happened_at=datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    "key",
    [
        "audit/2026/02/30/000000000001-000000000002.jsonl",
        "audit/2026/02/03/1-2.jsonl",
        "audit/2026/02/03/000000000002-000000000001.jsonl",
        "audit/2026/02/03/000000000001-000000000002.jsonl.bak",
        "audit/notes.txt",
    ],
)
def test_a_key_that_no_piece_has_is_none(key: str) -> None:
    assert Piece.of_key(key) is None


def test_keys_of_pieces_are_in_order_and_come_back() -> None:
    pieces = [
        Piece(1, 999, date(2026, 1, 31)),
        Piece(1000, 1000, date(2026, 1, 31)),
        Piece(1001, 10**12, date(2026, 2, 1)),
    ]
    assert sorted(piece.key for piece in pieces) == [piece.key for piece in pieces]
    assert [Piece.of_key(piece.key) for piece in pieces] == pieces


def test_a_piece_without_its_last_line_end_reads_the_same() -> None:
    content = sealed_bytes([link.line for link in trail(2)])
    assert sealed_links(content) == sealed_links(content[:-1]) == trail(2)
    assert sealed_links(b"") == []
