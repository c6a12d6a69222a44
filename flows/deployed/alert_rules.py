"""The automations of sohoa as Prefect's API takes them: when they fire, what they do, what they say.

A message names the flow, the run's own name, its state and where to look: never a state's message or a
parameter, since Prefect puts values of forms into its own. Final states have names of ours
(`CompletedWithQuarantine`), so that states are told by their type, and any event of a run counts as a sign of
life (peers.md E3, E9).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from dossiers.alerts import AlertKind

PREFIX = "sohoa: "
"""How the names of our automations begin: what bears it and is none of them any more is removed."""
TEST_EVENT = "sohoa.test"
OFFICE = "sohoa.office"
"""The resource that our own events are about."""

Json = dict[str, Any]

_SECONDS_BETWEEN_MESSAGES = 600  # of one kind about one deployment: a night has hundreds of chunks
_NO_SIGN_OF_LIFE = (
    "No sign of life for {seconds} s: its process or machine is gone (không còn dấu hiệu hoạt động)."
)
_CHUNKS = "digitize-chunk"
_ADVICE = {
    "run-failed": "See the message of its state on the run's page (xem thông báo ở trang của lần chạy).",
    "run-crashed": "Its process or machine ended; the next run takes up the rest (lần chạy sau làm tiếp).",
    "run-late": "No worker takes it: is sohoa serve or sohoa work running? (không có tiến trình nhận việc)",
}


def event_of(kind: AlertKind) -> str:
    """The name of the event by which a night tells."""
    return f"sohoa.{kind.value}"


def automations(
    flows: Collection[str], blocks: Mapping[str, str], *, silent_after_seconds: int
) -> Iterator[Json]:
    """All automations.

    Args:
        flows: the names of our flows.
        blocks: how messages go out: the kind of action, and the id of its block.
        silent_after_seconds: a run without a sign of life for so long has crashed.
    """
    for name, states in {"run-failed": ["FAILED"], "run-crashed": ["CRASHED"]}.items():
        match = {**_OF_RUNS, "prefect.state-type": states}
        trigger = _trigger({"prefect.flow-run.*"}, match, flows)
        yield _automation(name, _TOLD_OF[name], trigger, _about_run(name, blocks))
    late = _trigger({"prefect.flow-run.Late"}, _OF_RUNS, {*flows} - {_CHUNKS})
    yield _automation("run-late", _TOLD_OF["run-late"], late, _about_run("run-late", blocks))
    yield _automation(
        "run-stuck",
        _TOLD_OF["run-stuck"],
        _silence(flows, silent_after_seconds),
        [_crash(silent_after_seconds)],
    )
    for kind in AlertKind:
        yield _automation(
            kind.value, _TOLD_OF[kind.value], _own(event_of(kind)), _about_office(kind.value, blocks)
        )
    yield _automation("test", _TOLD_OF["test"], _own(TEST_EVENT), _about_office("test", blocks))


_TOLD_OF = {
    "run-failed": "A run ended as Failed (lần chạy thất bại).",
    "run-crashed": "A run crashed, or gave no sign of life (lần chạy bị ngừng đột ngột).",
    "run-late": "A run should have begun and no worker took it (lần chạy bị trễ).",
    "run-stuck": "A run gives no sign of life: it is said to have crashed (lần chạy bị treo).",
    AlertKind.RATIO_FELL.value: "A ratio over recent dossiers fell (tỷ lệ giảm).",
    AlertKind.QUARANTINE_GREW.value: "The quarantine grew (tệp bị cách ly tăng).",
    AlertKind.UNIT_SILENT.value: "A unit sends nothing (đơn vị không gửi tệp).",
    "test": "What sohoa alerts --test asks for (thử gửi thông báo).",
}


def automation_names() -> list[str]:
    """The names of all of them."""
    return [f"{PREFIX}{name}" for name in _TOLD_OF]


_OF_RUNS = {"prefect.resource.id": "prefect.flow-run.*"}


def _automation(name: str, description: str, trigger: Json, actions: list[Json]) -> Json:
    return {
        "name": f"{PREFIX}{name}",
        "description": description,
        "enabled": True,
        "trigger": trigger,
        "actions": actions or [{"type": "do-nothing"}],
        "actions_on_trigger": [],
        "actions_on_resolve": [],
    }


def _trigger(expect: Collection[str], match: Mapping[str, Any], flows: Collection[str]) -> Json:
    return {
        "type": "event",
        "posture": "Reactive",
        "expect": sorted(expect),
        "match": dict(match),
        "match_related": _ours(flows),
        "for_each": ["related:deployment:prefect.resource.id"],
        "threshold": 1,
        "within": _SECONDS_BETWEEN_MESSAGES,
    }


def _silence(flows: Collection[str], seconds: int) -> Json:
    return {
        "type": "event",
        "posture": "Proactive",
        "after": ["prefect.flow-run.heartbeat"],
        "expect": ["prefect.flow-run.*"],
        "match": _OF_RUNS,
        "match_related": _ours(flows),
        "for_each": ["prefect.resource.id"],
        "threshold": 1,
        "within": seconds,
    }


def _own(event: str) -> Json:
    return {
        "type": "event",
        "posture": "Reactive",
        "expect": [event],
        "match": {"prefect.resource.id": OFFICE},
        "for_each": [],
        "threshold": 1,
        "within": 0,
    }


def _ours(flows: Collection[str]) -> Json:
    return {"prefect.resource.role": "flow", "prefect.resource.name": sorted(flows)}


def _crash(seconds: int) -> Json:
    """The message about it is that of `run-crashed`."""
    said = _NO_SIGN_OF_LIFE.format(seconds=seconds)
    return {"type": "change-flow-run-state", "state": "CRASHED", "name": "Crashed", "message": said}


def _about_run(alert: str, blocks: Mapping[str, str]) -> list[Json]:
    subject = f"sohoa: {{{{ flow.name }}}}: {alert}"
    body = (
        f"{_TOLD_OF[alert]}\n{{{{ flow.name }}}}, {{{{ flow_run.name }}}}: "
        f"{{{{ event.resource['prefect.state-name'] }}}}.\n{_ADVICE[alert]}\n{{{{ flow_run|ui_url }}}}"
    )
    return _messages(alert, subject, body, blocks)


def _about_office(alert: str, blocks: Mapping[str, str]) -> list[Json]:
    return _messages(alert, f"sohoa: {alert}", f"{_TOLD_OF[alert]}\n{{{{ event.payload.message }}}}", blocks)


def _messages(alert: str, subject: str, body: str, blocks: Mapping[str, str]) -> list[Json]:
    """One action a way. The webhook's `text` is what chat programs show."""
    sent: list[Json] = []
    if webhook := blocks.get("call-webhook"):
        text = f"{{% set text %}}{subject}\n{body}{{% endset %}}"
        payload = f'{text}{{"alert": "{alert}", "text": {{{{ text|string|tojson }}}}}}'
        sent.append({"type": "call-webhook", "block_document_id": webhook, "payload": payload})
    if email := blocks.get("send-notification"):
        sent.append(
            {"type": "send-notification", "block_document_id": email, "subject": subject, "body": body}
        )
    return sent
