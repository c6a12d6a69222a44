"""A province's inbox after a long weekend, and the planning of it, each in a process of its own.

`python -m benchmarks.plan_office WHAT SETTINGS FILES`: `fill` puts the files and writes the register and the
quarantine, `plan` looks and plans as a night does and prints what it cost.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import boto3

from config.bucket_prefix import BucketPrefix
from config.settings import Settings, load_settings
from dossiers.reasons import Reason
from dossiers.register import DossierRecord, Unit
from flows.batch import batch_run, plan_batch
from flows.inbox import look
from flows.night.entering import enter
from flows.night.night import night_run
from flows.second_tries import circumstances
from flows.workspace import Workspace, open_workspace
from storage import files_table, quarantine_table, register_table
from storage.quarantine_table import Refusal

FILES_OF_A_DOSSIER = 2.4
IN_QUARANTINE = 20  # one file in so many
_UNITS = 300
_PART = 5_000
_PUTS_AT_ONCE = 8
_KIB = 1024


def names(files: int) -> Iterator[str]:
    """Where the files lie below the inbox; of five dossiers two have three files.

    Of ten dossiers one lies flat, one flat by a code of another form, one in the share of its unit.
    """
    for number in range(files):
        dossier, of_five = _dossier_of(number)
        record = _record(dossier)
        code = record.dossier_code
        places = [f"{code}.{of_five + 1:02}.pdf", f"HS {dossier}.{of_five + 1:02}.pdf"]
        places.append(f"{record.unit_code}/{code}/{of_five + 1:02} Tờ khai.pdf")
        rest = dossier // 5 % 10
        yield places[rest] if rest < len(places) else f"{code}/{of_five + 1:02} Tờ khai.pdf"


def _dossier_of(number: int) -> tuple[int, int]:
    five, rest = divmod(number, 12)
    place = 0
    for count in (3, 3, 2, 2, 2):
        if rest < count:
            return five * 5 + place, rest
        rest, place = rest - count, place + 1
    raise AssertionError("five dossiers have twelve files")


def _record(number: int) -> DossierRecord:
    unit = number % _UNITS
    received = date(2025, 1, 2) + timedelta(days=number * 7 % 90)
    code = f"H40.{unit // 10:02}.{unit % 10:02}"
    return DossierRecord.model_validate(
        {
            "dossier_code": f"{code}-{received:%y%m%d}-{number:07}",
            "procedure_code": "1.001193",
            "unit_code": code,
            "level": "commune",
            "field": "Hộ tịch",
            "channel": "direct",
            "received_on": received,
            "due_on": received + timedelta(days=3 + number % 20) if number % 10 else None,
            "status": "in_progress",
        }
    )


def fill(settings: Settings, files: int) -> None:
    """Files, register and quarantine."""
    place = settings.inbox.path
    if isinstance(place, BucketPrefix):
        _put(settings, place, files)
    else:
        for name in names(files):
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    with open_workspace(settings) as workspace:
        _register(workspace, _dossier_of(files - 1)[0] + 1)
        _refuse_some(workspace)


def _put(settings: Settings, place: BucketPrefix, files: int) -> None:
    client = boto3.session.Session().client("s3", endpoint_url=settings.inbox.endpoint_url)
    client.create_bucket(Bucket=place.bucket)

    def put(name: str) -> None:
        client.put_object(Bucket=place.bucket, Key=place.prefix + name, Body=b"")

    with ThreadPoolExecutor(_PUTS_AT_ONCE) as pool:
        for _ in pool.map(put, names(files)):
            pass


def _register(workspace: Workspace, dossiers: int) -> None:
    for start in range(0, dossiers, _PART):
        records = [_record(number) for number in range(start, min(start + _PART, dossiers))]
        with workspace.ledger.transaction() as connection:
            register_table.upsert_dossiers(connection, records)
    units = {record.unit_code for record in map(_record, range(_UNITS))}
    with workspace.ledger.transaction() as connection:
        register_table.upsert_units(
            connection,
            [Unit.model_validate({"unit_code": code, "name": code, "parent_code": ""}) for code in units],
        )


def _refuse_some(workspace: Workspace) -> None:
    with workspace.ledger.reading() as connection:
        known = register_table.known_codes(connection)
        units = register_table.unit_codes(connection)
    files = look(workspace.settings.inbox, known, units).ready
    refused = random.Random(766).sample(files, len(files) // IN_QUARANTINE)
    with batch_run(workspace) as run_id, workspace.ledger.transaction() as connection:
        for file in refused:
            row = files_table.claim(connection, file.sighting, run_id)
            if row is None:
                raise RuntimeError("nobody else works here")
            refusal = Refusal(
                reason=Reason.CORRUPT,
                detail="",
                transient=False,
                refused_under=circumstances(Reason.CORRUPT, file, workspace.settings.ocr),
                register_state="",
            )
            quarantine_table.refuse(connection, row.id, refusal)


def plan(settings: Settings) -> dict[str, Any]:
    """What planning costs until workers find the chunks; the opening of ledger and store is left out."""
    with open_workspace(settings) as workspace, night_run(workspace) as night:
        began, cpu = time.perf_counter(), time.process_time()
        planned = plan_batch(workspace)
        listed = time.perf_counter() - began
        enter(workspace, night.run_id, planned.to_do)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return {
        "files": len(planned.to_do),
        "quarantined": len(planned.settled),
        "listed_seconds": listed,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB / 1_000_000,
    }


def main() -> None:
    """Does one of the two."""
    what, settings_file, files = sys.argv[1:]
    settings = load_settings(Path(settings_file))
    if what == "fill":
        fill(settings, int(files))
    else:
        print(json.dumps(plan(settings)))


if __name__ == "__main__":
    main()
