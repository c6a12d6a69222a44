"""What a night tells of by itself, as events of Prefect that its automations wait for, and on its page."""

from __future__ import annotations

from prefect.events import emit_event

from dossiers.alerts import Alert
from flows.aftermath import tell_after
from flows.batch import BatchSummary
from flows.deployed.alert_rules import OFFICE, event_of
from flows.deployed.artifacts import show_table
from flows.workspace import Workspace


def tell_alerts(workspace: Workspace, summary: BatchSummary) -> None:
    """Writes the metrics and tells what got worse since the last night: by events, and on the run's page."""
    tell_after(workspace, summary, _tell)


def _tell(alerts: tuple[Alert, ...]) -> None:
    for alert in alerts:
        emit_alert(alert)
    if alerts:
        rows = [{"alert": alert.kind.value, "what": alert.message} for alert in alerts]
        show_table("alerts", rows, "What got worse since the nights before.")


def emit_alert(alert: Alert) -> None:
    """One event: numbers, indicators and unit codes."""
    emit_event(
        event=event_of(alert.kind),
        resource={"prefect.resource.id": OFFICE, "prefect.resource.name": "sohoa"},
        payload={"message": alert.message, **alert.figures},
    )
