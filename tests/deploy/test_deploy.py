"""`deploy/`: what can be known of units, containers and the proxy without starting them."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from config.settings import load_settings
from tests.deploy.proxied import configured
from tests.services import Gateway

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
PROGRAM = "/opt/sohoa/.venv/bin/sohoa"
# The Compose Specification's own, as check-jsonschema 0.39.0 ships it (Apache-2.0, LICENSE.compose-spec).
SCHEMA = Path(__file__).parent / "schema" / "compose-spec.json"
RUNS_ONCE = {"bucket", "backup"}


def require(program: str) -> None:
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as they are installed, with a program that is there."""
    shutil.copytree(DEPLOY / "systemd", tmp_path / "system")
    for unit in (tmp_path / "system").glob("sohoa-*.service"):
        text = unit.read_text(encoding="utf-8")
        assert f"ExecStart={PROGRAM} " in text
        unit.write_text(text.replace(PROGRAM, sys.executable), encoding="utf-8")
    return tmp_path / "system"


def analyze(units: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    require("systemd-analyze")
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["systemd-analyze", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_systemd_understands_every_unit(units: Path) -> None:
    found = sorted([*units.glob("*.service"), *units.glob("*.timer")])
    assert len(found) >= 4
    answer = analyze(units, "verify", "--man=no", *found)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_the_slips_of_the_counter_lie_where_a_group_may_read_them() -> None:
    unit = (DEPLOY / "systemd/sohoa-watch.service").read_text(encoding="utf-8")
    folder = unit.partition("SOHOA_WATCH__SLIPS=")[2].splitlines()[0]
    made = (DEPLOY / "systemd/tmpfiles.conf").read_text(encoding="utf-8")
    mode, owner, group = next(line.split()[2:5] for line in made.splitlines() if f" {folder} " in line)
    assert (mode, owner) == ("2750", "sohoa")
    assert f"\ng {group} -\n" in (DEPLOY / "systemd/sysusers.conf").read_text(encoding="utf-8")


def test_the_program_by_hand_finds_its_folder_before_a_service_has_begun() -> None:
    program = (DEPLOY / "sohoa").read_text(encoding="utf-8")
    folder = program.partition("\ncd ")[2].splitlines()[0]
    made = (DEPLOY / "systemd/tmpfiles.conf").read_text(encoding="utf-8")
    assert f"d {folder} " in re.sub(" +", " ", made)


def test_no_service_is_more_exposed_than_systemd_calls_ok(units: Path) -> None:
    for unit in sorted(units.glob("*.service")):
        answer = analyze(units, "security", "--offline=true", "--threshold=25", unit.name)
        assert answer.returncode == 0, answer.stdout[-300:]


@pytest.fixture(scope="module")
def compose() -> dict[str, dict]:
    return yaml.safe_load((DEPLOY / "compose/compose.yaml").read_text(encoding="utf-8"))


def test_the_compose_file_is_one_by_the_specification(compose: dict[str, dict]) -> None:
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(compose)


def test_each_container_has_no_rights_a_read_only_root_limits_and_a_health_check(
    compose: dict[str, dict],
) -> None:
    assert set(compose["services"]) == {"server", "worker", "postgres", "s3", "bucket", "backup"}
    for name, service in compose["services"].items():
        assert service["user"].partition(":")[0] not in {"", "0", "root"}, name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}, name
        assert ("healthcheck" in service) != (name in RUNS_ONCE), name
        image, _, tag = service["image"].rpartition(":")
        assert image, name
        assert tag != "latest", name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name


def test_no_password_stands_in_the_environment_of_a_container(compose: dict[str, dict]) -> None:
    for service in compose["services"].values():
        for variable, value in service.get("environment", {}).items():
            secret = any(word in variable for word in ("PASSWORD", "SECRET", "AUTH", "KEY_ID"))
            assert not secret or value.startswith("/run/secrets/"), variable
        assert set(service.get("secrets", [])) <= set(compose["secrets"])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to the accounts of the containers")
def test_the_secrets_are_made_once_and_the_settings_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Path(shutil.copy(DEPLOY / "compose/make-secrets", tmp_path))
    subprocess.run([program], check=True, timeout=60)
    secrets = {file.name: file for file in (tmp_path / "secrets").iterdir()}
    first = {name: file.read_text(encoding="utf-8") for name, file in secrets.items()}
    subprocess.run([program], check=True, timeout=60)
    assert {name: file.read_text(encoding="utf-8") for name, file in secrets.items()} == first
    assert {stat.S_IMODE(file.stat().st_mode) for file in secrets.values()} == {0o400}

    monkeypatch.delenv("SOHOA_CONFIG", raising=False)
    settings = load_settings(secrets["sohoa.toml"])
    password = first["database-password"].strip()
    assert settings.ledger.url == f"postgresql+psycopg://sohoa:{password}@postgres/sohoa"
    assert settings.server.database_url == f"postgresql+asyncpg://sohoa:{password}@postgres/prefect"
    keys = json.loads(first["s3.json"])["identities"][0]["credentials"][0]
    assert f"aws_secret_access_key = {keys['secretKey']}\n" in first["store-keys"]
    assert set(secrets) == set(yaml.safe_load((DEPLOY / "compose/compose.yaml").read_text())["secrets"])


def test_nginx_takes_the_proxy(tmp_path: Path) -> None:
    configuration = configured(tmp_path)
    answer = subprocess.run(
        ["nginx", "-t", "-p", tmp_path, "-c", configuration],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stderr
    assert "warn" not in answer.stderr


@pytest.mark.service
def test_the_bucket_is_made_with_versions_and_lock_and_a_second_time_nothing_happens(rgw: Gateway) -> None:
    command = [sys.executable, DEPLOY / "compose/make_bucket.py", rgw.endpoint_url, "so-hoa-deploy"]
    for _ in range(2):
        subprocess.run(command, check=True, timeout=60)
    lock = rgw.client.get_object_lock_configuration(Bucket="so-hoa-deploy")
    assert lock["ObjectLockConfiguration"]["ObjectLockEnabled"] == "Enabled"
    assert rgw.client.get_bucket_versioning(Bucket="so-hoa-deploy")["Status"] == "Enabled"


@pytest.mark.parametrize("program", ["sohoa", "compose/make-secrets"])
def test_the_programs_of_deploy_are_ones(program: str) -> None:
    file = DEPLOY / program
    assert file.stat().st_mode & stat.S_IXUSR
    shell = file.read_text(encoding="utf-8").partition("\n")[0].rpartition("/")[2].removeprefix("env ")
    subprocess.run([shell, "-n", file], check=True, timeout=60)
