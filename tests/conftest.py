"""What all tests share: the --slow option, Hypothesis' patience, the real servers and browser, the corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Page

from tests.browser import new_page, running_chromium
from tests.services import Gateway, Postgres, running_gateway, running_postgres

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"

# An example that takes long says something of the machine, not of the rule.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the slow tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(pytest.mark.skip(reason="slow: runs only with --slow"))


@pytest.fixture(scope="session")
def rgw_server() -> Iterator[Gateway]:
    """One Ceph RGW for the session, started at the first use."""
    with running_gateway() as gateway:
        yield gateway


@pytest.fixture
def rgw(rgw_server: Gateway, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    """Ceph RGW, with its account in the environment; `rgw.new_bucket()` makes a bucket.

    A test may freeze or end it: afterwards it is there again.
    """
    for name, value in rgw_server.environment.items():
        monkeypatch.setenv(name, value)
    yield rgw_server
    rgw_server.bring_back()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for the session, started at the first use."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The SQLAlchemy URL of a fresh database; `postgres.new_database()` makes another."""
    return postgres.new_database()


@pytest.fixture(scope="session")
def chromium() -> Iterator[str]:
    """One headless Chromium for the session, started at the first use; `new_page` opens pages in it."""
    with running_chromium() as address:
        yield address


@pytest.fixture
def page(chromium: str) -> Iterator[Page]:
    """A fresh page in a profile of its own."""
    with new_page(chromium) as page:
        yield page


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The shared corpus of scans, which is not part of the repository."""
    if not CORPUS.is_dir():
        pytest.skip("the shared corpus does not lie beside the checkout")
    return CORPUS
