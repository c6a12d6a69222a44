"""The look-up of personal numbers, the same on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dossiers.states import Standing
from storage import checks_table, documents_table, ownership_table
from storage.ledger import Ledger, open_ledger
from tests.dossiers.test_ownership import CHILD, HER, HIS, form, paper

HERS, HIS_DOSSIER = "H40.12-250805-0001", "H40.12-250805-0002"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.service)])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    on_postgresql = request.param == "postgresql"
    ledger = open_ledger(
        request.getfixturevalue("postgres_url")
        if on_postgresql
        else f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    )
    with ledger.transaction() as connection:
        documents_table.replace_documents(connection, HERS, [form(1, HER, CHILD), paper(2, "gcs", HIS)])
        documents_table.replace_documents(connection, HIS_DOSSIER, [form(1, HIS)])
    yield ledger
    ledger.close()


def test_applicants_are_found_in_other_dossiers_alone(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        assert ownership_table.applicants_elsewhere(connection, HERS, {HER, HIS, CHILD}) == {HIS}
        assert ownership_table.applicants_elsewhere(connection, HIS_DOSSIER, {CHILD, HIS}) == set()
        assert ownership_table.applicants_elsewhere(connection, HERS, set()) == set()
        assert ownership_table.dossiers_with_applicant_of(connection, HIS_DOSSIER) == {HERS}
        assert ownership_table.dossiers_with_applicant_of(connection, HERS) == set()


def test_numbers_go_with_their_document(ledger: Ledger) -> None:
    with ledger.transaction() as connection:
        documents_table.replace_documents(connection, HIS_DOSSIER, [form(2, CHILD)], without=[1])
    with ledger.reading() as connection:
        assert ownership_table.applicants_elsewhere(connection, HERS, {HIS, CHILD}) == {CHILD}


def test_a_dossier_waits_until_its_last_change_was_looked_at(ledger: Ledger) -> None:
    with ledger.reading() as connection:
        checks = checks_table.waiting(connection)
    assert {code for code, _ in checks} == {HERS, HIS_DOSSIER}
    with ledger.transaction() as connection:
        documents_table.replace_documents(connection, HERS, [paper(3, "gcs")])
    with ledger.transaction() as connection:
        checks_table.checked(connection, checks)
    with ledger.reading() as connection:
        assert {code for code, _ in checks_table.waiting(connection)} == {HERS}


def test_a_withdrawn_form_tells_nothing_and_those_it_told_of_wait_for_a_look(ledger: Ledger) -> None:
    with ledger.transaction() as connection:
        checks_table.checked(connection, checks_table.waiting(connection))
    withdrawn = form(1, HIS).model_copy(update={"standing": Standing.WITHDRAWN, "slot": None})
    with ledger.transaction() as connection:
        documents_table.replace_documents(connection, HIS_DOSSIER, [withdrawn])
    with ledger.reading() as connection:
        assert ownership_table.applicants_elsewhere(connection, HERS, {HIS}) == set()
        assert {code for code, _ in checks_table.waiting(connection)} == {HERS, HIS_DOSSIER}
