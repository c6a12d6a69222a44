"""What `sohoa serve` and `sohoa work` decide before Prefect starts: password, address, environments."""

from __future__ import annotations

import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from config.sections import ServerSettings
from config.settings import Settings, load_settings
from dossiers.errors import NotReady
from flows.deployed.environments import environment_of_clients, environment_of_server
from flows.deployed.known_server import api_auth
from flows.deployed.left_runs import worker_name
from flows.deployed.listening import address_of, remember_port
from flows.deployed.password import password_of
from flows.deployed.prefect_here import Address
from flows.deployed.systemd import READY, tell_systemd
from flows.deployed.working import require_the_papers
from flows.workspace import open_workspace
from storage.local import LocalStore
from tests.flows.filled import CODES, filled, local_office
from tests.office import Office

SECRET = "Bimat-7351"  # noqa: S105 - planted
DATABASE = f"postgresql+asyncpg://u:{SECRET}@db/prefect"


def test_a_password_is_made_once_and_is_private(tmp_path: Path) -> None:
    file = tmp_path / "home" / "auth"
    with ThreadPoolExecutor(8) as many:
        lines = set(many.map(lambda _: password_of(file), range(8)))
    assert len(lines) == 1
    assert password_of(file) in lines
    assert file.read_text(encoding="ascii").strip() in lines
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["auth"]


def test_a_file_that_others_could_read_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "auth"
    line = password_of(file)
    file.chmod(0o644)
    assert password_of(file) == line
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content", ["", "sohoa", "sohoa:short", f"sohoa:{'a' * 12}\nb:{'b' * 12}", "sohoa:mật khẩu dài"]
)
def test_what_is_no_password_is_refused_without_being_repeated(tmp_path: Path, content: str) -> None:
    file = tmp_path / "auth"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(NotReady) as refusal:
        password_of(file)
    assert not content or content not in refusal.value.message


def test_a_folder_is_no_password(tmp_path: Path) -> None:
    with pytest.raises(NotReady):
        password_of(tmp_path)


def test_the_port_of_the_last_time_is_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    unset, named = ServerSettings(), ServerSettings(port=4300, host="::1")
    assert address_of(unset, host=None, port=None) == Address("127.0.0.1", 4200)
    remember_port(4400)
    assert address_of(unset, host=None, port=None) == Address("127.0.0.1", 4400)
    assert address_of(named, host=None, port=None) == Address("::1", 4300)
    assert address_of(named, host="0.0.0.0", port=4500) == Address("0.0.0.0", 4500)  # noqa: S104
    (tmp_path / "port").write_text("99999", encoding="ascii")
    assert address_of(unset, host=None, port=None).port == 4200


@pytest.mark.parametrize(
    ("host", "url", "is_loopback"),
    [
        ("127.0.0.1", "http://127.0.0.1:1", True),
        ("localhost", "http://localhost:1", True),
        ("::1", "http://[::1]:1", True),
        ("0.0.0.0", "http://127.0.0.1:1", False),  # noqa: S104
        ("::", "http://[::1]:1", False),
        ("10.1.2.3", "http://10.1.2.3:1", False),
        ("sohoa.example.gov.vn", "http://sohoa.example.gov.vn:1", False),
    ],
)
def test_this_machine_finds_the_server_wherever_it_listens(host: str, url: str, is_loopback: bool) -> None:
    address = Address(host, 1)
    assert (address.url, address.is_loopback) == (url, is_loopback)


def test_the_database_of_the_server_is_no_business_of_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", "sqlite+aiosqlite:////elsewhere")
    monkeypatch.setenv("PREFECT_API_DATABASE_PASSWORD", SECRET)
    monkeypatch.setenv("SOHOA_SERVER__DATABASE_URL", DATABASE)
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/systemd/notify")
    clients = environment_of_clients("http://127.0.0.1:1/api", "a:b", tmp_path, None)
    assert not [
        name for name in clients if name.startswith(("PREFECT_SERVER_", "PREFECT_API_DATABASE", "NOTIFY"))
    ]
    assert not [name for name, value in clients.items() if SECRET in value]
    assert clients["PREFECT_API_AUTH_STRING"] == "a:b"
    settings = ServerSettings(database_url=DATABASE, keep_events_days=3, keep_runs_days=0)
    server = environment_of_server(settings, Address("127.0.0.1", 1), "a:b", clients)
    assert server["PREFECT_SERVER_DATABASE_CONNECTION_URL"] == DATABASE
    assert server["PREFECT_SERVER_EVENTS_RETENTION_PERIOD"] == "P3D"
    assert server["PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED"] == "events"
    assert "NOTIFY_SOCKET" not in server


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+asyncpg"])
def test_a_postgresql_database_may_be_written_in_any_way(scheme: str) -> None:
    assert ServerSettings(database_url=f"{scheme}://u:{SECRET}@db/prefect").database_url == DATABASE
    assert SECRET not in repr(ServerSettings(database_url=f"{scheme}://u:{SECRET}@db/prefect"))


@pytest.mark.parametrize("url", [f"mysql://u:{SECRET}@db/prefect", f"u:{SECRET}@db", "sqlite:///file"])
def test_any_other_database_is_refused_without_being_repeated(office: Office, url: str) -> None:
    with office.config.open("a", encoding="utf-8") as settings:
        settings.write(f'[server]\ndatabase_url = "{url}"\n')
    answer = office.sohoa("serve")
    assert answer.code == 4
    assert "postgresql://user:password@host/database" in answer.err
    assert SECRET not in answer.err


def test_systemd_hears_where_it_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    tell_systemd(READY)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        tell_systemd(READY)
        assert manager.recv(100) == b"READY=1"


def test_a_further_machine_is_told_at_once_what_it_lacks(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "sohoa:sohoasohoasohoa")
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:1/api")
    alone = office.sohoa("work")
    assert (alone.code, "[night] spread" in alone.err) == (4, True)
    monkeypatch.setenv("SOHOA_NIGHT__SPREAD", "workers")
    nobody = office.sohoa("work")
    assert (nobody.code, nobody.err.splitlines()[-1][:32]) == (5, "Prefect's API does not answer. C")
    monkeypatch.setenv("PREFECT_API_URL", "https://sohoa.example.gov.vn/api")
    own_ledger = office.sohoa("work")
    assert (own_ledger.code, "PostgreSQL ledger" in own_ledger.err) == (4, True)
    assert load_settings(office.config).ledger.url.startswith("sqlite")


def test_a_further_machine_makes_up_no_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PREFECT_API_AUTH_STRING", raising=False)
    assert api_auth(Settings()) == ""
    assert not (tmp_path / "home").exists()
    line = password_of(tmp_path / "home" / "auth")
    assert api_auth(Settings()) == line


def test_machines_of_one_host_name_have_workers_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """As cloned ones have: else the start of one would end the runs of the other."""
    names = set()
    for machine in ("0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210", ""):
        monkeypatch.setattr("flows.deployed.left_runs.machine_id", lambda told=machine: told)
        names.add(worker_name("chunks"))
        assert machine == "" or machine not in worker_name("chunks")
        assert worker_name("chunks").startswith(socket.gethostname())
    assert len(names) == 3


def test_a_store_that_has_nothing_of_what_the_ledger_knows_is_another_one(tmp_path: Path) -> None:
    office = filled(local_office(tmp_path), CODES[:1])
    with open_workspace(office.settings) as workspace:
        require_the_papers(workspace)
        other = replace(workspace, store=LocalStore(tmp_path / "own"))
        with pytest.raises(NotReady, match="not the store of this ledger"):
            require_the_papers(other)
