"""What prefect.yaml deploys. A deployment bears the name of its flow."""

from __future__ import annotations

from pathlib import Path

import yaml

from dossiers.errors import NotReady
from flows.deployed.prefect_here import CODE


def deployments_file() -> Path:
    """Where prefect.yaml lies. Raises NotReady where it does not lie beside the code."""
    file = CODE / "prefect.yaml"
    if not file.is_file():
        raise NotReady(
            "prefect.yaml does not lie beside the installed code.",
            "Run from a checkout that ./script/setup has set up.",
        )
    return file


def deployment_names() -> frozenset[str]:
    """The names of all deployments. Raises NotReady, as `deployments_file`."""
    entries = yaml.safe_load(deployments_file().read_text(encoding="utf-8"))["deployments"]
    return frozenset(entry["name"] for entry in entries)
