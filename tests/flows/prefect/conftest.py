"""One Prefect server for the session, and what a run has left on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image, ImageDraw, ImageFont
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterId,
    LogFilter,
    LogFilterFlowRunId,
)
from prefect.client.schemas.objects import State
from prefect.logging.handlers import APILogHandler
from prefect.settings import PREFECT_HOME, temporary_settings
from prefect.testing.utilities import prefect_test_harness

from tests.office import Office


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("prefect-home")
    with (
        pytest.MonkeyPatch.context() as environment,
        temporary_settings(updates={PREFECT_HOME: home}),
    ):
        environment.setenv("DO_NOT_TRACK", "1")
        environment.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
        with prefect_test_harness(server_startup_timeout=300):
            yield


@dataclass(frozen=True)
class Trace:
    """What Prefect keeps of one run."""

    run: dict[str, Any]
    tasks: list[dict[str, Any]]
    artifacts: dict[str, Any]
    logs: list[str]
    everything: str


def trace(state: State) -> Trace:
    """Looks the run up on the server."""
    run_id = state.state_details.flow_run_id
    assert isinstance(run_id, UUID)
    APILogHandler().flush()
    with get_client(sync_client=True) as client:
        run = client.read_flow_run(run_id).model_dump(mode="json")
        only = FlowRunFilter(id=FlowRunFilterId(any_=[run_id]))
        tasks = [task.model_dump(mode="json") for task in client.read_task_runs(flow_run_filter=only)]
        artifacts = [
            artifact.model_dump(mode="json")
            for artifact in client.read_artifacts(
                artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run_id]))
            )
        ]
        logs = [
            log.message for log in client.read_logs(LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run_id])))
        ]
    return Trace(
        run=run,
        tasks=tasks,
        artifacts={artifact["key"]: _data(artifact) for artifact in artifacts},
        logs=logs,
        everything=json.dumps([run, tasks, artifacts, logs], ensure_ascii=False),
    )


@pytest.fixture
def here(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The office whose settings the flows of this process use, as a worker's environment names them."""
    monkeypatch.setenv("SOHOA_CONFIG", str(office.config))
    return office


def scan(path: Path, text: str = "DECISION No. 12") -> Path:
    """A small scan of one line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = Image.new("RGB", (800, 300), "white")
    ImageDraw.Draw(image).text((60, 100), text, fill="black", font=ImageFont.load_default(size=48))
    image.save(path, format="PNG", dpi=(200, 200))
    return path


def _data(artifact: dict[str, Any]) -> Any:
    return json.loads(artifact["data"]) if artifact["type"] == "table" else artifact["data"]
