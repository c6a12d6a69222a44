"""The shipped words: none has two meanings, and none names what does not exist."""

from __future__ import annotations

from collections import Counter

import pytest

from config.files import DATA, read_yaml
from config.mapping import KINDS
from dossiers.register import Channel, DossierStatus, Form, Level
from dossiers.register_columns import COLUMNS, RegisterKind
from dossiers.text import fold, nfc

SHIPPED = read_yaml(DATA / "register_mapping.yaml")
WORDS = {"status": DossierStatus, "channel": Channel, "level": Level, "form": Form}


@pytest.mark.parametrize("kind", KINDS)
def test_each_column_has_headers_and_each_header_one_column(kind: RegisterKind) -> None:
    headers = SHIPPED["headers"][kind]
    assert set(headers) == set(COLUMNS[kind])
    folded = Counter(fold(header) for names in headers.values() for header in names)
    assert [header for header, times in folded.items() if times > 1] == []


@pytest.mark.parametrize("column", SHIPPED["values"])
def test_each_word_has_one_meaning(column: str) -> None:
    meanings = SHIPPED["values"][column]
    folded = Counter(fold(word) for words in meanings.values() for word in words)
    assert [word for word, times in folded.items() if times > 1] == []
    assert all(word == nfc(word) for words in meanings.values() for word in words)
    if column in WORDS:
        assert set(meanings) - {"not_received"} == {entry.value for entry in WORDS[column]}
