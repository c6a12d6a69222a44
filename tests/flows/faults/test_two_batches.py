"""Two batches on one inbox at once: each file is taken in once, by one of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.crash_desk import DONE, Desk
from benchmarks.crash_inbox import OUTCOMES
from benchmarks.crash_outcome import Outcome, outcome_of


@pytest.mark.slow
@pytest.mark.parametrize("try_", range(5))
def test_each_file_once(try_: int, tmp_path: Path, undisturbed: Outcome) -> None:
    del try_  # they never run quite alike
    desk = Desk.local(tmp_path / "desk").prepare()
    both = [desk.start("batch", "--json", out=desk.root / f"{name}.json") for name in "ab"]
    assert {batch.wait(600) for batch in both} <= {0, *DONE}
    told = [json.loads((desk.root / f"{name}.json").read_text())["files"] for name in "ab"]
    code, last = desk.sohoa("batch", "--json")  # what one of them left to the other
    assert code in DONE
    counts = Counter[str]()
    for files in (*told, json.loads(last)["files"]):
        counts.update({name: files[name] for name in ("stored", "duplicate")})
    assert counts == {name: OUTCOMES[name] for name in ("stored", "duplicate")}
    outcome = outcome_of(desk)
    assert outcome.damage == []
    assert outcome.files == undisturbed.files
    assert _papers(outcome) == _papers(undisturbed)
    assert desk.leftovers() == []


def _papers(outcome: Outcome) -> Counter[str]:
    """What the manifests say of each paper; numbers follow from which run was faster."""
    return Counter(
        json.dumps([key, *(paper[name] for name in ("source_name", "source_pages", "kind", "slot", "state"))])
        for key, manifest in outcome.objects.items()
        if key.endswith("manifest.json")
        for paper in manifest["documents"]
    )
