"""`sohoa store`, and what a run does where the store lacks what was asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from config.fault_points import FaultPoint, inject
from tests.office import COMPLETE, Office
from tests.services import Gateway
from tests.waiting import when_it_waits


def test_a_directory_tells_what_stands_in_for_what_it_lacks(office: Office) -> None:
    shown = office.sohoa("store")

    assert shown.code == 0
    assert "object_lock        missing" in shown.out
    assert "backup" in shown.out


@pytest.mark.service
def test_the_command_line_shows_it_and_a_batch_ends_before_anything_is_stored(
    rgw: Gateway, office: Office
) -> None:
    bucket = rgw.new_bucket()
    config = office.config.read_text(encoding="utf-8")
    asking = f'url = "s3://{bucket}"\nendpoint_url = "{rgw.endpoint_url}"\nobject_lock = "governance"'
    office.config.write_text(config.replace(f'url = "{office.store_url}"', asking), encoding="utf-8")

    shown, batch = office.sohoa("store", "--json"), office.sohoa("batch", "--json")

    (lock,) = [entry for entry in shown.json["abilities"] if entry["asked_for"]]
    assert (lock["name"], lock["verdict"]) == ("object_lock", "missing")
    assert "backup" in lock["without_it"]
    assert shown.code == batch.code == 4
    assert batch.json["error"]["code"] == "store_refused"
    assert "object_lock" in batch.json["error"]["message"]
    assert "Contents" not in rgw.client.list_objects_v2(Bucket=bucket)


@pytest.fixture
def nothing_injected() -> Iterator[None]:
    yield
    inject(lambda _point: None)


@pytest.mark.slow
@pytest.mark.service
@pytest.mark.usefixtures("nothing_injected")
@pytest.mark.parametrize("point", [FaultPoint.ORIGINAL_STORED, FaultPoint.FINISHED_UNCOMMITTED])
def test_a_batch_does_not_notice_a_gateway_that_is_started_anew(
    rgw: Gateway, office: Office, point: FaultPoint
) -> None:
    config = office.config.read_text(encoding="utf-8").replace("retry_seconds = 0", "retry_seconds = 90")
    there = f'url = "s3://{rgw.new_bucket(versioned=True)}"\nendpoint_url = "{rgw.endpoint_url}"'
    office.config.write_text(config.replace(f'url = "{office.store_url}"', there), encoding="utf-8")
    office.register_samples()
    office.bring(COMPLETE)
    ended = iter([rgw.end])

    def end_once(passed: FaultPoint) -> None:
        if passed is point:
            next(ended, lambda: None)()

    inject(end_once)
    with when_it_waits(rgw.begin_again):
        batch = office.sohoa("batch", "--json")

    assert (batch.code, batch.json["files"]["quarantined"]) == (0, 0)
    assert office.waiting() == []
    assert office.sohoa("status", COMPLETE, "--json").json["complete"]
    assert office.sohoa("verify", "--json").json["damage"] == []
