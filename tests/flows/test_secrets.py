"""Secrets are never printed: planted ones, through every error path that they come near, with --debug too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from config.settings import load_settings
from storage.s3 import S3Store
from tests.office import Office
from tests.services import Gateway, Postgres

SECRET = "Bimat-7351"  # noqa: S105 - planted
NOBODY = "127.0.0.1:1"
KEYS = {"AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "x", "SOHOA_STORE__RETRY_SECONDS": "0"}
BUCKET = {**KEYS, "SOHOA_STORE__URL": "s3://bucket/x"}
LEDGER, STORE, ENDPOINT = "SOHOA_LEDGER__URL", "SOHOA_STORE__URL", "SOHOA_STORE__ENDPOINT_URL"

# Settings with a secret in them, and the exit code that they end with.
PLANTED = {
    "a database that is not supported": ({LEDGER: f"mysql://u:{SECRET}@h/d"}, 4),
    "no url": ({LEDGER: f"u:{SECRET}@h/d"}, 4),
    "no port": ({LEDGER: f"postgresql+psycopg://u:x@h:{SECRET}/d"}, 4),
    "a slash in the password": ({LEDGER: f"postgresql+psycopg://u:a/{SECRET}@{NOBODY}/d"}, 5),
    "an at sign in the password": ({LEDGER: f"postgresql+psycopg://u:a@{SECRET}@{NOBODY}/d"}, 4),
    "no such host": ({LEDGER: f"postgresql+psycopg://u:{SECRET}@{NOBODY}/d"}, 5),
    "an unknown option": ({LEDGER: f"postgresql+psycopg://u@{NOBODY}/d?passwort={SECRET}"}, 4),
    "a wrong option": ({LEDGER: f"postgresql+psycopg://u@{NOBODY}/d?password={SECRET}&sslmode=x"}, 5),
    "no address": ({LEDGER: f"postgresql+psycopg://u:{SECRET}@[::1/d"}, 4),
    "a driver": ({LEDGER: f"{SECRET}://u@h/d"}, 4),
    "a key in the store's url": ({STORE: f"s3://key:{SECRET}@bucket/x"}, 4),
    "a query in the store's url": ({STORE: f"s3://bucket/x?secret={SECRET}"}, 4),
    "a strange sign in the store's url": ({STORE: f"s3://u:{SECRET}\u2100@bucket/x"}, 4),
    "a bracket in the store's url": ({STORE: f"s3://u:{SECRET}@[bucket/x"}, 4),
    "another form of store": ({STORE: f"https://u:{SECRET}@h/x"}, 4),
    "no form of store": ({STORE: f"key:{SECRET}@bucket"}, 4),
    "a password in the endpoint": ({**BUCKET, ENDPOINT: f"http://u:{SECRET}@{NOBODY}"}, 4),
    "a query in the endpoint": ({**BUCKET, ENDPOINT: f"http://{NOBODY}/?key={SECRET}"}, 4),
    "no port in the endpoint": ({**BUCKET, ENDPOINT: f"http://h:{SECRET}"}, 4),
    "no form of endpoint": ({**BUCKET, ENDPOINT: f"u:{SECRET}@{NOBODY}"}, 4),
    "a bracket in the endpoint": ({**BUCKET, ENDPOINT: f"http://u:{SECRET}@[h"}, 4),
    "no store there": ({**BUCKET, ENDPOINT: f"http://{NOBODY}", "AWS_SECRET_ACCESS_KEY": SECRET}, 5),
    "a token with a line break": (
        {**BUCKET, ENDPOINT: f"http://{NOBODY}", "AWS_SESSION_TOKEN": f"{SECRET}\nx"},
        4,
    ),
    "a section as JSON": ({"SOHOA_LEDGER": json.dumps({"url": f"mysql://u:{SECRET}@h/d"})}, 4),
    "a section as broken JSON": ({"SOHOA_LEDGER": f'{{"url": "{SECRET}"'}, 4),
    "an unknown setting": ({"SOHOA_LEDGER__PASSWORD": SECRET}, 4),
    "a number": ({"SOHOA_BATCH__WORKERS": SECRET}, 4),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_no_error_shows_a_secret(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, planted: str
) -> None:
    environment, code = PLANTED[planted]
    office.config.write_text(f'[inbox]\npath = "{office.inbox}"\n', encoding="utf-8")
    monkeypatch.chdir(office.root)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    said = [office.sohoa("quarantine", "list", *more) for more in ([], ["--json"], ["--debug"])]
    assert [answer.code for answer in said] == [code] * 3
    assert SECRET not in "".join(answer.out + answer.err for answer in said) + caplog.text


@pytest.mark.parametrize(
    "text",
    [
        f'[ledger]\nurl = "postgresql://u:{SECRET}@h/d\n',
        f'[ledger]\npassword = "{SECRET}"\n',
        f'[batch]\nworkers = "{SECRET}"\n',
        f'[ledger]\nurl = "{SECRET}"\nurl = "{SECRET}"\n',
    ],
    ids=["no end", "unknown", "no number", "twice"],
)
def test_a_wrong_file_of_settings_shows_no_value(office: Office, text: str) -> None:
    office.config.write_text(text, encoding="utf-8")
    answer = office.sohoa("quarantine", "list", "--debug")
    assert answer.code == 4
    assert SECRET not in answer.out + answer.err


def test_the_settings_show_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEDGER, f"postgresql+psycopg://u:{SECRET}@h/d")
    monkeypatch.setenv(STORE, f"s3://u:{SECRET}@bucket")
    monkeypatch.setenv(ENDPOINT, f"http://u:{SECRET}@h")
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    for shown in (settings, settings.ledger, settings.store):
        assert SECRET not in f"{shown!r} {shown}"


def test_a_wrong_password_of_the_database_is_not_shown(
    office: Office, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test server trusts everybody: what is refused is the user, with the password beside it."""
    monkeypatch.setenv(LEDGER, postgres.url.replace("://", f"://nobody:{SECRET}@", 1).replace("@sohoa@", "@"))
    answer = office.sohoa("quarantine", "list", "--debug")
    assert answer.code in {4, 5}
    assert SECRET not in answer.out + answer.err


def test_a_refused_key_of_the_store_is_not_shown(
    office: Office, rgw: Gateway, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(STORE, f"s3://{rgw.new_bucket()}")
    monkeypatch.setenv(ENDPOINT, rgw.endpoint_url)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    answer = office.sohoa("batch", "--debug")
    assert answer.code == 4
    assert SECRET not in answer.out + answer.err + caplog.text
    assert rgw.secret_key not in repr(rgw)


def test_an_open_store_shows_no_key(rgw: Gateway) -> None:
    store = S3Store(rgw.new_bucket(), endpoint_url=rgw.endpoint_url)
    assert rgw.secret_key not in f"{store!r} {vars(store)}"
