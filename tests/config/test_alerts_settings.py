"""`[alerts]`: ways that cannot be gone are refused at once, and no secret is repeated."""

from __future__ import annotations

import pytest

from config.sections import AlertsSettings
from config.settings import load_settings
from dossiers.errors import SettingsRefused


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SOHOA_ALERTS__EMAIL_TO", '["it@example.gov.vn"]', "smtp_host"),
        ("SOHOA_ALERTS__WEBHOOK_URL", "hooks.example.gov.vn/token-of-the-webhook", "http"),
    ],
)
def test_a_way_that_cannot_be_gone_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsRefused, match=told) as refusal:
        load_settings()
    assert "token-of-the-webhook" not in str(refusal.value.lines())


def test_secrets_stand_in_no_repr() -> None:
    settings = AlertsSettings(webhook_url="https://hooks.example/secret-token", smtp_password="secret-word")  # noqa: S106 - made up
    assert "secret" not in repr(settings)
