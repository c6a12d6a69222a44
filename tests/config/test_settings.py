"""The settings: one file, the environment above it, and nothing unknown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from config.sections import Language, Profile
from config.settings import Settings, load_settings
from dossiers.errors import SettingsRefused
from flows.cli import run


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of this machine, and an empty working directory."""
    for name in [name for name in os.environ if name.startswith("SOHOA_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def written(content: str, name: str = "sohoa.toml") -> Path:
    path = Path(name)
    path.write_text(content, encoding="utf-8")
    return path


def test_without_any_file_the_defaults_live_under_var(tmp_path: Path):
    settings = load_settings()
    var = tmp_path / "var"
    assert settings.inbox.path == Path("var/inbox")
    assert settings.inbox.done_path == Path("var/inbox-done")
    assert settings.store.resolved_url == (var / "store").as_uri()
    assert settings.ledger.resolved_url == f"sqlite:///{var / 'ledger.sqlite'}"
    assert settings.inbox.settle_seconds == 2
    assert (settings.profile.name, settings.report.language) == (Profile.INTAKE, Language.VIETNAMESE)
    assert settings.batch.worker_count == len(os.sched_getaffinity(0))


def test_the_file_in_the_working_directory_is_read():
    written('[inbox]\npath = "in"\n[batch]\nworkers = 3\n')
    settings = load_settings()
    assert (settings.inbox.path, settings.inbox.done_path) == (Path("in"), Path("in-done"))
    assert settings.batch.worker_count == 3


def test_another_file_may_be_named(monkeypatch: pytest.MonkeyPatch):
    written('[report]\nlanguage = "vi"\n')
    other = written('[report]\nlanguage = "en"\n', "other.toml")
    assert load_settings(other).report.language is Language.ENGLISH
    monkeypatch.setenv("SOHOA_CONFIG", str(other))
    assert load_settings().report.language is Language.ENGLISH


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('[inbox]\npfad = "x"\n', r"inbox\.pfad"),
        ("[inbocks]\n", "inbocks"),
        ("workers = 2\n", "workers"),
        ("[batch]\nworkers = -1\n", r"batch\.workers"),
        ("[batch]\nmax_failed_ratio = 1.5\n", r"batch\.max_failed_ratio"),
        ('[report]\nlanguage = "fr"\n', r"report\.language"),
        ('profile = "attic"\n', "profile"),
        ("[ocr]\nmax_pages = 0\n", r"ocr\.max_pages"),
        ("[inbox\n", "no TOML"),
    ],
)
def test_an_unknown_key_or_a_wrong_value_is_refused_by_name(content: str, named: str):
    written(content)
    with pytest.raises(SettingsRefused, match=named):
        load_settings()


def test_a_file_that_is_no_text_is_refused():
    Path("sohoa.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsRefused, match="no TOML"):
        load_settings()


@pytest.mark.parametrize(
    "name", ["SOHOA_BATCH__WORKER", "SOHOA_INBOCKS__PATH", "SOHOA_WORKERS", "SOHOA_BATCH_WORKERS"]
)
def test_an_unknown_variable_is_refused_by_name(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(name, "3")
    with pytest.raises(SettingsRefused, match=name):
        load_settings()


def test_a_wrong_variable_is_refused_by_its_key(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOHOA_BATCH__WORKERS", "many")
    with pytest.raises(SettingsRefused, match=r"batch\.workers"):
        load_settings()


@pytest.mark.parametrize(
    ("variable", "value", "read"),
    [
        ("SOHOA_INBOX__PATH", "elsewhere", lambda settings: str(settings.inbox.path)),
        ("SOHOA_STORE__URL", "s3://other/prefix", lambda settings: settings.store.resolved_url),
        ("SOHOA_STORE__ENDPOINT_URL", "http://127.0.0.1:9", lambda settings: settings.store.endpoint_url),
        ("SOHOA_LEDGER__URL", "sqlite:///x.sqlite", lambda settings: settings.ledger.resolved_url),
        ("SOHOA_BATCH__WORKERS", "7", lambda settings: str(settings.batch.workers)),
        ("SOHOA_PROFILE__NAME", "archive", lambda settings: settings.profile.name.value),
        ("SOHOA_REPORT__LANGUAGE", "en", lambda settings: settings.report.language.value),
        ("SOHOA_OCR__LANGUAGES", "vie+eng", lambda settings: settings.ocr.languages),
    ],
)
def test_the_environment_wins_over_the_file(variable, value, read, monkeypatch: pytest.MonkeyPatch):
    written(
        '[inbox]\npath = "in"\nsettle_seconds = 9\n[store]\nurl = "s3://bucket"\nendpoint_url = "http://a"\n'
        '[ledger]\nurl = "sqlite:///file.sqlite"\n[batch]\nworkers = 2\n[profile]\nname = "intake"\n'
        '[report]\nlanguage = "vi"\n[ocr]\nlanguages = "vie"\n'
    )
    before = load_settings()
    monkeypatch.setenv(variable, value)
    after = load_settings()
    assert (read(before), read(after)) == (read(before), value)
    assert read(before) != value
    assert after.inbox.settle_seconds == 9, "the other values of the file stay"


@pytest.mark.parametrize("content", ['profile = "archive"\n', '[profile]\nname = "archive"\n'])
def test_the_profile_in_short_and_in_full(content: str):
    written(content)
    assert load_settings().profile.name is Profile.ARCHIVE


def test_the_words_of_a_province_are_kept():
    written('[mapping.headers]\n"Số biên nhận" = "dossier_code"\n[mapping.values]\n"Xong" = "resolved"\n')
    mapping = load_settings().mapping
    assert (mapping.headers, mapping.values) == ({"Số biên nhận": "dossier_code"}, {"Xong": "resolved"})


SECRET = "geheim-4711"  # noqa: S105 - a secret that a test looks for


def test_secrets_stand_in_no_repr():
    settings = load_settings(written(f'[ledger]\nurl = "postgresql+psycopg://sohoa:{SECRET}@db/sohoa"\n'))
    assert SECRET in settings.ledger.resolved_url
    assert SECRET not in repr(settings) + str(settings) + repr(settings.ledger)


@pytest.mark.parametrize(
    "content", [f'[ledger]\nurl = ["{SECRET}"]\n', f'[ledger]\nurl = "x"\nword = "{SECRET}"\n']
)
def test_secrets_stand_in_no_refusal(content: str):
    written(content)
    with pytest.raises(SettingsRefused) as refusal:
        load_settings()
    assert SECRET not in refusal.value.message + repr(refusal.value)


def test_settings_are_frozen():
    settings = Settings()
    with pytest.raises(ValidationError):
        settings.batch.workers = 5
    with pytest.raises(ValidationError):
        settings.batch = settings.batch


@pytest.mark.parametrize(
    "arguments", [["--config", "nowhere.toml", "status", "X"], ["status", "X", "--config=nowhere.toml"]]
)
def test_a_settings_file_that_is_not_there(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    assert run(arguments) == 4
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "nowhere.toml" in printed.err
    assert len(printed.err.strip().splitlines()) == 1
