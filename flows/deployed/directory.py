"""The pull step of every deployment: a run works where its worker was started.

Without one, Prefect writes the directory of whoever deployed into the deployment, and a worker of another
machine, which has no such directory, fails each run.
"""

from __future__ import annotations

import os
from pathlib import Path


def of_the_worker() -> dict[str, str]:
    """Goes to the directory of the parent process, which is the worker; relative settings start there."""
    directory = Path(f"/proc/{os.getppid()}/cwd").readlink()
    os.chdir(directory)
    return {"directory": str(directory)}
