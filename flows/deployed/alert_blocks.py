"""How messages leave Prefect's server: blocks, whose secrets it keeps encrypted and shows to nobody.

E-mail goes through Apprise, which Prefect's server has: its block type `slack-webhook` takes any address that
Apprise knows, `mailto` too (prefect/blocks/notifications.py, `SlackWebhook.block_initialization`). A type of
our own would be unknown to a server that is not ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from config.sections import AlertsSettings, SmtpSecurity
from dossiers.errors import NotReady
from flows.deployed.api import Api

_WEBHOOK = ("webhook", "sohoa-webhook")
_EMAIL = ("slack-webhook", "sohoa-email")
_PORTS = {SmtpSecurity.NONE: 25, SmtpSecurity.STARTTLS: 587, SmtpSecurity.TLS: 465}
_MODES = {SmtpSecurity.NONE: "insecure", SmtpSecurity.STARTTLS: "starttls", SmtpSecurity.TLS: "ssl"}


def ensure_blocks(api: Api, settings: AlertsSettings) -> dict[str, str]:
    """Makes, replaces or removes the blocks as the settings say; each kind of action with its block's id."""
    found = {
        "call-webhook": _ensured(api, *_WEBHOOK, _webhook(settings)),
        "send-notification": _ensured(api, *_EMAIL, _email(settings)),
    }
    return {action: block for action, block in found.items() if block}


def mail_address(settings: AlertsSettings) -> str:
    """The mail server, the sender and who gets it, as Apprise takes them (apprise, plugins/email)."""
    sender = settings.email_from or settings.email_to[0]
    user = f"{quote(settings.smtp_user, safe='')}:{quote(settings.smtp_password, safe='')}@"
    options = {
        "from": sender,
        "to": ",".join(settings.email_to),
        "smtp": settings.smtp_host,
        "mode": _MODES[settings.smtp_security],
        "format": "text",
    }
    scheme = "mailto" if settings.smtp_security is SmtpSecurity.NONE else "mailtos"
    port = settings.smtp_port or _PORTS[settings.smtp_security]
    return f"{scheme}://{user if settings.smtp_user else ''}{settings.smtp_host}:{port}?{urlencode(options)}"


def _webhook(settings: AlertsSettings) -> Mapping[str, object] | None:
    if not settings.webhook_url:
        return None
    headers = {"Content-Type": "application/json"}
    return {"method": "POST", "url": settings.webhook_url, "headers": headers}


def _email(settings: AlertsSettings) -> Mapping[str, object] | None:
    return {"url": mail_address(settings)} if settings.email_to else None


def _ensured(api: Api, kind: str, name: str, data: Mapping[str, object] | None) -> str | None:
    there = api.get(f"/block_types/slug/{kind}/block_documents/name/{name}")
    if data is None:
        if there:
            api.change("DELETE", f"/block_documents/{there['id']}")
        return None
    if there:
        schema = there["block_schema_id"]
        replaced = {"data": data, "block_schema_id": schema, "merge_existing_data": False}
        api.change("PATCH", f"/block_documents/{there['id']}", replaced)
        return str(there["id"])
    block_type, schema = _type_of(api, kind)
    made = {"name": name, "data": data, "block_type_id": block_type, "block_schema_id": schema}
    return str(api.post("/block_documents/", made)["id"])


def _type_of(api: Api, kind: str) -> tuple[str, str]:
    """The ids of a block type and of its newest schema; servers register their own when they start."""
    found: Any = api.get(f"/block_types/slug/{kind}")
    if found is None:
        raise NotReady(f"Prefect's server has no block type {kind!r}.", "Run `prefect block register` there.")
    only = {"block_schemas": {"block_type_id": {"any_": [found["id"]]}}, "limit": 1}
    (schema,) = api.post("/block_schemas/filter", only)
    return found["id"], schema["id"]
