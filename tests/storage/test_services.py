"""The servers of the tests: two databases do not share anything, stop leaves nothing."""

from __future__ import annotations

from pathlib import Path
from subprocess import run

import psycopg
import pytest

from tests.services import SCRIPTS, Gateway, Postgres


@pytest.mark.service
def test_each_database_is_fresh(postgres: Postgres, postgres_url: str) -> None:
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE due (slot text)")
    with psycopg.connect(postgres.new_database().replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


@pytest.mark.service
def test_a_gateway_that_a_test_left_frozen_or_ended_is_there_for_the_next(rgw: Gateway) -> None:
    for leave in (rgw.freeze, rgw.end):
        leave()
        rgw.bring_back()
        assert rgw.new_bucket()


@pytest.mark.parametrize("script", ["ceph-rgw", "postgres"])
def test_a_directory_with_something_in_it_is_left_alone(script: str, tmp_path: Path) -> None:
    treasure = tmp_path / "treasure"
    treasure.touch()

    run([SCRIPTS / script, "stop", tmp_path], check=True)

    assert treasure.exists()
    assert run([SCRIPTS / script, "begin", tmp_path], check=False, capture_output=True).returncode == 2
