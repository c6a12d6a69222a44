"""A night that machines share: real servers, machines in namespaces of their own, one pulled out half-way."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.crash_desk import DONE, Desk
from benchmarks.crash_outcome import Outcome, outcome_of
from tests.flows.prefect.province import Province, province
from tests.services import Gateway, Postgres

NIGHT_SECONDS = 1200


def undisturbed(root: Path) -> Outcome:
    desk = Desk.local(root / "undisturbed").prepare()
    assert desk.sohoa("batch")[0] in DONE
    return outcome_of(desk)


def chunks_at_work(there: Province) -> dict[str, int]:
    """How many files each machine has taken and not finished."""
    rows = there.query(
        "SELECT split_part(runs.host, ' ', 1), count(*) FROM planned_files "
        "JOIN runs ON runs.run_id = planned_files.taken_by "
        "WHERE planned_files.ended_at IS NULL GROUP BY 1"
    )
    return {str(host): int(number) for host, number in rows}


@pytest.mark.slow
@pytest.mark.service
def test_a_machine_that_is_pulled_out_half_way_leaves_no_trace(
    tmp_path: Path, rgw: Gateway, postgres: Postgres
) -> None:
    night = {"chunk_pages": 2, "heartbeat_seconds": 1.0, "wait_for_workers_seconds": 300}
    with province(tmp_path / "desk", rgw, postgres, night) as there:
        there.serve()
        machines = [there.work("alpha"), there.work("beta")]
        run_id = there.run("nightly")

        there.wait_for("a file on alpha", lambda: chunks_at_work(there).get("alpha", 0) > 0)
        machines[0].pull_out()

        state = there.ended(run_id, NIGHT_SECONDS)
        assert state["name"] == "CompletedWithQuarantine", state
        assert state["message"].startswith("16 files: 12 stored, 1 duplicate, 3 in quarantine, 0 waiting.")
        hosts = {
            row[0]
            for row in there.query("SELECT split_part(host, ' ', 1) FROM runs WHERE note LIKE 'chunk %'")
        }
        assert {"alpha", "beta"} <= hosts
        assert there.query("SELECT max(tries) FROM chunks")[0][0] >= 2, "somebody else went on with a chunk"
        assert outcome_of(there.desk).differing(undisturbed(tmp_path)) == []


@pytest.mark.slow
@pytest.mark.service
def test_the_inbox_of_a_province_may_be_a_bucket(tmp_path: Path, rgw: Gateway, postgres: Postgres) -> None:
    night = {"chunk_pages": 6}
    with province(tmp_path / "desk", rgw, postgres, night, with_inbox_in_bucket=True) as there:
        there.serve()
        there.work("alpha")
        state = there.ended(there.run("nightly"), NIGHT_SECONDS)
        assert state["name"] == "CompletedWithQuarantine", state
        assert state["message"].startswith("16 files: 12 stored, 1 duplicate, 3 in quarantine, 0 waiting.")
        came, expected = outcome_of(there.desk), undisturbed(tmp_path)
        assert (came.objects, came.figures, came.damage) == (expected.objects, expected.figures, [])
