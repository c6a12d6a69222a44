"""`sohoa purge`: what has outlived its retention goes, with proof; figures, lists and checks stay true."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from benchmarks.stored_papers import MadePaper, store_papers
from config.fault_points import FaultPoint, inject
from dossiers.manifest import Manifest, StoredDocument, manifest_key
from dossiers.object_classes import ObjectClass
from dossiers.seals import AUDIT_PREFIX
from flows.figures.issuing import issue_night
from flows.publishing import put_manifest
from flows.rerunning import rerun_dossiers
from flows.selecting import Selection, Stage
from flows.upkeep.erasing import Doomed, erase_begun
from flows.upkeep.purge_result import MANIFEST_VERSIONS, ORPHAN, Tally, Why
from flows.workspace import open_workspace
from storage import checks_table, documents_table, events_table, runs_table
from storage.local import LocalStore
from tests.flows.filled import copied, local_office, served_office
from tests.flows.typed_papers import APPLICATION, typed
from tests.office import Office
from tests.services import Gateway, Postgres

ENDED, OPEN, LATE = "H40.12-250805-0001", "H40.12-250805-0002", "H40.12-250805-0003"
POLICIES = Path(__file__).parents[2] / "script" / "bucket-policy"
YEAR = ("report", "--from", "2025-01-01", "--to", "2025-12-31", "--json")
ORDINARY = {
    "procedure_code": "1.001193",
    "unit_code": "H40.12",
    "level": "commune",
    "field": "Hộ tịch",
    "channel": "direct",
    "received_on": "2025-08-05",
    "facts": "-",
}
PURGEABLE = "original = 60\narchive = 60\ntext = 30\n"


def keeping(office: Office, days: str) -> Office:
    """The office with these retentions."""
    before = office.config.read_text(encoding="utf-8").split("[retention]")[0]
    office.config.write_text(f"{before}[retention]\n{days}", encoding="utf-8")
    return office


def register(office: Office, *rows: dict[str, str]) -> None:
    columns = ["status", "resolved_on", "closed_on", "dossier_code"]
    lines = [",".join([*columns, *ORDINARY])]
    lines += [",".join([*(row.get(name, "") for name in columns), *ORDINARY.values()]) for row in rows]
    file = office.root / "register.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    answer = office.sohoa("register", "import", file)
    assert answer.code == 0, answer.err


def fill(office: Office) -> None:
    """A dossier that ended, one that did not, and one that ended lately; two papers each."""
    today = datetime.now(UTC).date().isoformat()
    register(
        office,
        {"dossier_code": ENDED, "status": "resolved", "resolved_on": "2025-08-20"},
        {"dossier_code": OPEN, "status": "in_progress"},
        {"dossier_code": LATE, "status": "resolved", "resolved_on": today},
    )
    with open_workspace(office.settings) as workspace:
        for code in (ENDED, OPEN, LATE):
            store_papers(workspace, code, [MadePaper(slot="to_khai"), MadePaper(size=5000)])
        with workspace.ledger.transaction() as connection:
            first, *_ = documents_table.manifest(connection, ENDED).documents
            read = first.model_copy(
                update={
                    "fields": {"number": "12", "applicant": "Lù Thị Xuyến"},
                    "field_evidence": {"applicant": {"page": 1, "confidence": 90.0}},
                }
            )
            documents_table.reassign_documents(connection, ENDED, [read])
            put_manifest(workspace, documents_table.manifest(connection, ENDED).to_bytes(), ENDED)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = local_office(tmp_path_factory.mktemp("whole"))
    fill(office)
    return office


@pytest.fixture
def full(whole: Office, tmp_path: Path) -> Office:
    shutil.copy(whole.root / "register.csv", tmp_path)
    return keeping(copied(whole, tmp_path), PURGEABLE)


def figures(office: Office) -> Any:
    document = office.sohoa(*YEAR).json
    return [document["total"], document["groups"]]


def entries(office: Office, code: str) -> tuple[StoredDocument, ...]:
    with open_workspace(office.settings) as workspace:
        manifest = Manifest.from_bytes(workspace.store.get(manifest_key(code)))
        with workspace.ledger.reading() as connection:
            assert manifest.documents == documents_table.manifest(connection, code).documents
    return manifest.documents


def keys(office: Office) -> set[str]:
    with open_workspace(office.settings) as workspace:
        return {e.key for e in workspace.store.list() if not e.key.startswith(AUDIT_PREFIX)}


def told(office: Office, outcome: str) -> list[dict[str, Any]]:
    shown = office.sohoa("audit", "show", "--step", "purge", "--limit", "1000", "--json").json
    return [event for event in shown["events"] if event["outcome"] == outcome]


def proofs(office: Office) -> list[dict[str, Any]]:
    """Those of objects; older versions of manifests have one of their own."""
    return [event for event in told(office, "ok") if event["details"]["class"] != MANIFEST_VERSIONS]


def begun(office: Office, *keys: str) -> None:
    """What a purge that was killed leaves of orphans."""
    with open_workspace(office.settings) as workspace, workspace.ledger.transaction() as connection:
        orphans = [Doomed(key, ORPHAN, 1, sha256=None, rule=None) for key in keys]
        events_table.note(connection, *(entry.begun() for entry in orphans))


def test_it_only_says_what_would_go_until_it_is_told_to(full: Office) -> None:
    before = full.contents()
    shown = full.sohoa("purge", "--json")
    assert shown.code == 0
    assert shown.json["done"] is False
    assert {name: share["objects"] for name, share in shown.json["classes"].items()} == {
        "archive": 2,
        "original": 2,
        "text": 2,
    }
    assert full.contents() == before
    assert "Nothing was changed; --yes deletes." in full.sohoa("purge").err
    assert full.contents() == before


def test_a_purged_paper_counts_as_before_and_everything_says_that_it_was_purged(full: Office) -> None:
    counted, would_go = figures(full), full.sohoa("purge", "--json").json["classes"]
    gone = {stored.key for entry in entries(full, ENDED) for stored in entry.held}
    there = keys(full)
    purged = full.sohoa("purge", "--yes", "--json")
    assert (purged.code, purged.json["classes"]) == (0, would_go)
    assert there - keys(full) == gone
    assert figures(full) == counted
    for entry in entries(full, ENDED):
        assert (entry.is_purged, entry.held, set(entry.purged)) == (True, (), {"original", "archive", "text"})
    assert not any(entry.purged for code in (OPEN, LATE) for entry in entries(full, code))

    verified = full.sohoa("verify", "--json")
    assert (verified.code, verified.json["damage"]) == (0, [])
    status = full.sohoa("status", ENDED, "--json").json
    papers = [paper for slot in status["slots"] for paper in slot["documents"]] + status["unassigned"]
    assert "đã hủy theo" in full.sohoa("status", ENDED).out
    assert all(set(paper["purged"]) == {"archive", "original", "text"} for paper in papers)
    refused = full.sohoa("rerun", "--dossier", ENDED, "--reason", "x", "--json")
    assert refused.code == 6
    assert {file["reason"] for file in refused.json["failed"]} == {"purged"}
    exported = full.sohoa("export", "--dossier", ENDED, "--out", full.root / "package", "--json")
    assert (exported.code, exported.json["purged"]) == (0, 2)
    assert "đã hủy theo thời hạn lưu" in (full.root / "package/data/index.html").read_text(encoding="utf-8")

    again = full.sohoa("purge", "--yes", "--json").json
    assert (again["classes"], again["unfinished"]) == ({}, 0)


def test_what_was_read_of_a_person_goes_with_the_last_object(full: Office) -> None:
    keeping(full, "text = 30\n")
    assert full.sohoa("purge", "--yes").code == 0
    first = entries(full, ENDED)[0]
    assert set(first.purged) == {"text"}
    assert first.fields["applicant"] == "Lù Thị Xuyến", "the paper is still there"
    keeping(full, PURGEABLE)
    assert full.sohoa("purge", "--yes").code == 0
    first = entries(full, ENDED)[0]
    assert (first.fields, first.field_evidence) == ({"number": "12"}, {})


def test_each_deletion_is_proven_in_the_sealed_trail(full: Office) -> None:
    doomed = {stored.key: stored for entry in entries(full, ENDED) for stored in entry.held}
    assert full.sohoa("purge", "--yes").code == 0
    proven = {event["subject"]: event for event in proofs(full)}
    assert proven.keys() == doomed.keys()
    for key, stored in doomed.items():
        details = proven[key]["details"]
        assert (details["sha256"], details["bytes"]) == (stored.sha256, stored.bytes)
        days = 30 if details["class"] == "text" else 60
        assert details["rule"] == {"days": days, "counted_from": "2025-08-20"}
    sealed = b"".join(v for key, v in full.everything().items() if key.startswith(AUDIT_PREFIX))
    assert all(key.encode() in sealed for key in doomed)
    assert full.sohoa("audit", "verify").code == 0


def test_a_lost_ledger_comes_back_with_what_was_purged(full: Office) -> None:
    assert full.sohoa("purge", "--yes").code == 0
    counted, before = figures(full), entries(full, ENDED)
    for file in full.root.glob("ledger.sqlite*"):
        file.unlink()
    assert full.sohoa("register", "import", full.root / "register.csv").code == 0
    assert full.sohoa("rebuild").code == 0
    assert entries(full, ENDED) == before
    assert figures(full) == counted
    assert full.sohoa("verify", "--json").json["damage"] == []


@pytest.mark.parametrize("days", ["", "original = 100000000\n", "manifest = 1\naudit = 1\n"])
def test_what_is_kept_stays(full: Office, days: str) -> None:
    keeping(full, days)
    before = full.contents()
    answer = full.sohoa("purge", "--yes", "--json")
    assert answer.code in {0, 4}
    if answer.code == 0:
        assert answer.json["classes"] == {}
    assert full.contents() == before


def test_a_paper_that_waits_for_a_person_stays(full: Office) -> None:
    with open_workspace(full.settings) as workspace:
        store_papers(workspace, "H40.12-250805-0009", [MadePaper(review_reason="wrong_dossier")])
    register(
        full,
        {"dossier_code": "H40.12-250805-0009", "status": "withdrawn", "closed_on": "2025-08-06"},
        {"dossier_code": ENDED, "status": "in_progress"},
        {"dossier_code": OPEN, "status": "in_progress"},
        {"dossier_code": LATE, "status": "in_progress"},
    )
    answer = full.sohoa("purge", "--yes", "--json").json
    assert answer["classes"] == {}
    assert Counter(entry["why"] for entry in answer["kept"]) == {"review": 3}


@pytest.mark.parametrize("point", [FaultPoint.PURGE_NOTED, FaultPoint.OBJECT_ERASED])
def test_a_purge_that_was_killed_is_finished_and_proven_by_the_next(full: Office, point: FaultPoint) -> None:
    doomed = {stored.key for entry in entries(full, ENDED) for stored in entry.held}
    counted = figures(full)
    assert _killed_at(full, point)
    assert not proofs(full)
    assert full.sohoa("verify").code == 0, "what was begun is no damage"
    left = full.sohoa("purge", "--json").json
    assert left["unfinished"] == len(doomed)
    finished = full.sohoa("purge", "--yes", "--json")
    assert finished.code == 0
    assert {event["subject"] for event in proofs(full)} == doomed
    assert not doomed & keys(full)
    assert full.sohoa("verify", "--json").json["damage"] == []
    assert figures(full) == counted


def test_what_was_begun_stays_where_the_ledger_names_it_by_now(full: Office) -> None:
    """The file of a run that was killed is stored after all, under the same key."""
    keeping(full, "")
    named = entries(full, OPEN)[0].objects.original.key
    begun(full, named, f"dossiers/{OPEN}/{OPEN}.77.pdf")
    answer = full.sohoa("purge", "--yes", "--json").json
    assert [(entry["key"], entry["why"]) for entry in answer["kept"]] == [(named, "named")]
    assert named in keys(full)
    assert [event["subject"] for event in told(full, "kept")] == [named]
    assert len(proofs(full)) == 1
    again = full.sohoa("purge", "--yes", "--json").json
    assert (again["unfinished"], again["kept"]) == (0, [])


def test_nothing_goes_while_a_run_may_be_storing_it(full: Office) -> None:
    orphan = full.store / f"dossiers/{OPEN}/{OPEN}.77.pdf"
    orphan.write_bytes(b"just stored")
    begun(full, orphan.relative_to(full.store).as_posix())
    there = keys(full)
    with open_workspace(full.settings) as workspace:
        with workspace.ledger.transaction() as connection:
            run_id = runs_table.begin_run(connection)
        answer = full.sohoa("purge", "--yes", "--json").json
        with workspace.ledger.transaction() as connection:
            runs_table.finish_run(connection, run_id)
    assert (answer["classes"], Counter(entry["why"] for entry in answer["kept"])) == ({}, {"busy": 7})
    assert keys(full) == there
    assert not any(entry.purged for entry in entries(full, ENDED))
    after = full.sohoa("purge", "--yes", "--json").json
    assert (after["unfinished"], after["kept"], orphan.exists()) == (1, [], False)
    assert len(proofs(full)) == 7


def test_nothing_goes_where_a_change_is_announced(full: Office) -> None:
    orphan = full.store / f"dossiers/{OPEN}/{OPEN}.77.pdf"
    orphan.write_bytes(b"just stored")
    going, tally = Doomed(orphan.relative_to(full.store).as_posix(), ORPHAN, 1, None, None), Tally(None)
    with open_workspace(full.settings) as workspace:
        with workspace.ledger.transaction() as connection:
            checks_table.announce(connection, OPEN, "change")
        erase_begun(workspace, [going.as_begun()], tally)
        assert (orphan.exists(), tally.result(done=True).kept[0].why) == (True, Why.BUSY)
        with workspace.ledger.transaction() as connection:
            checks_table.carried_out(connection, OPEN, "change")
        erase_begun(workspace, [going.as_begun()], tally)
    assert not orphan.exists()


def test_an_issue_whose_purge_was_cut_off_does_not_come_back(full: Office) -> None:
    with open_workspace(full.settings) as workspace:
        issue_night(workspace, None, moment=datetime(2025, 9, 10, tzinfo=UTC))
        issue_night(workspace, None)
    keeping(full, "report = 30\n")
    assert _killed_at(full, FaultPoint.OBJECT_ERASED)
    left = full.sohoa("report", "--issues", "--json").json["issues"]
    assert full.sohoa("rebuild").code == 0
    assert full.sohoa("report", "--issues", "--json").json["issues"] == left
    assert full.sohoa("purge", "--yes", "--json").json["unfinished"] == 4
    assert full.sohoa("verify", "--json").json["damage"] == []


def test_a_paper_that_is_purged_while_it_is_done_again_is_not_made_anew(office: Office) -> None:
    office.register({"dossier_code": OPEN})
    file = typed(office.root / "form.pdf", APPLICATION.format("000190001234"))
    assert office.sohoa("ingest", file, "--dossier", OPEN).code == 0
    there = keys(office)
    with open_workspace(office.settings) as workspace:
        done = rerun_dossiers(
            replace(workspace, store=Purges(office)),
            Selection(dossier_codes=(OPEN,)),
            stage=Stage.READ,
            reason="thử",
        )
    assert [undone.reason for undone in done.failed] == ["purged"]
    assert [set(entry.purged) for entry in entries(office, OPEN)] == [{"text"}]
    assert there - keys(office) == {entry.objects.text.key for entry in entries(office, OPEN)}
    assert keys(office) <= there, "nothing came back"


class Purges(LocalStore):
    """A store in whose first download of an original the text of the paper is purged."""

    def __init__(self, office: Office) -> None:
        super().__init__(office.store)
        self.office = office

    def download(self, key: str, path: Path) -> str:
        digest = super().download(key, path)
        (entry,) = entries(self.office, OPEN)
        with open_workspace(self.office.settings) as workspace, workspace.ledger.transaction() as connection:
            noted = entry.model_copy(update={"purged": {ObjectClass.TEXT: datetime.now(UTC)}})
            documents_table.reassign_documents(connection, OPEN, [noted])
            put_manifest(workspace, documents_table.manifest(connection, OPEN).to_bytes(), OPEN)
            workspace.store.erase(entry.objects.text.key)
        return digest


def test_issues_of_reports_go_whole_and_the_newest_stays(full: Office) -> None:
    with open_workspace(full.settings) as workspace:
        issue_night(workspace, None, moment=datetime(2025, 9, 10, tzinfo=UTC))
        issue_night(workspace, None)
    before = full.sohoa("report", "--issues", "--json").json["issues"]
    keeping(full, "report = 30\n")
    shown = full.sohoa("purge", "--yes", "--json")
    assert shown.code == 0
    after = full.sohoa("report", "--issues", "--json").json["issues"]
    assert 0 < len(after) < len(before)
    assert shown.json["classes"]["report"]["objects"] == 4 * (len(before) - len(after))
    assert full.sohoa("verify", "--json").json["damage"] == []
    assert full.sohoa("rebuild").code == 0
    assert full.sohoa("report", "--issues", "--json").json["issues"] == after


def test_orphans_go_when_they_are_old_and_nothing_is_in_doubt(full: Office) -> None:
    keeping(full, "")
    orphan = full.store / f"dossiers/{OPEN}/{OPEN}.77.pdf"
    young = full.store / f"dossiers/{OPEN}/{OPEN}.78.pdf"
    doubtful = full.store / f"dossiers/{LATE}/{LATE}.77.pdf"
    for path in (orphan, young, doubtful):
        path.write_bytes(b"left by a run that was killed")
    long_ago = (datetime.now(UTC) - timedelta(days=40)).timestamp()
    for path in (orphan, doubtful):
        os.utime(path, (long_ago, long_ago))
    (full.store / manifest_key(LATE)).write_text("{}", encoding="utf-8")
    assert full.sohoa("purge", "--yes", "--json").json["classes"] == {}
    answer = full.sohoa("purge", "--yes", "--orphans", "--json").json
    assert answer["classes"] == {"orphan": {"objects": 1, "bytes": 29}}
    assert [entry["why"] for entry in answer["kept"]] == ["disagreement"]
    assert [path.exists() for path in (orphan, young, doubtful)] == [False, True, True]
    assert [event["details"]["class"] for event in proofs(full)] == ["orphan"]


def test_a_locked_bucket_keeps_what_is_locked_and_loses_every_version_of_the_rest(
    tmp_path: Path, rgw: Gateway, postgres: Postgres
) -> None:
    bureau = served_office(tmp_path, rgw, postgres)
    bucket = rgw.new_bucket(locked=True)
    config = bureau.config.read_text(encoding="utf-8").replace("s3://", f"s3://{bucket}/x-", 1)
    bureau.config.write_text(config, encoding="utf-8")
    fill(bureau)
    keeping(bureau, PURGEABLE)
    prefix = bureau.settings.store.url.removeprefix(f"s3://{bucket}/")
    locked = entries(bureau, ENDED)[0].objects.text.key
    until = datetime.now(UTC) + timedelta(days=3)
    rgw.client.put_object_retention(
        Bucket=bucket,
        Key=f"{prefix}/{locked}",
        Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until},
    )
    manifest = f"{prefix}/{manifest_key(ENDED)}"
    eldest = rgw.client.list_object_versions(Bucket=bucket, Prefix=manifest)["Versions"][-1]["VersionId"]
    hold = {"Bucket": bucket, "Key": manifest, "VersionId": eldest}
    rgw.client.put_object_legal_hold(**hold, LegalHold={"Status": "ON"})
    shown = bureau.sohoa("purge", "--yes", "--json")
    assert (shown.code, shown.json["locked_versions"]) == (0, 1)
    assert [(entry["key"], entry["why"]) for entry in shown.json["kept"]] == [(locked, "lock")]
    assert len(told(bureau, "ok")) == 5, "what a lock holds is not proven"
    rgw.client.put_object_legal_hold(**hold, LegalHold={"Status": "OFF"})
    again = bureau.sohoa("purge", "--yes", "--json").json
    assert (again["unfinished"], again["locked_versions"], len(told(bureau, "ok"))) == (0, 0, 6)
    assert sum(share["objects"] for share in shown.json["classes"].values()) == 5
    listed = rgw.client.list_object_versions(Bucket=bucket, Prefix=f"{prefix}/dossiers/{ENDED}/")
    left = Counter(version["Key"].removeprefix(f"{prefix}/") for version in listed["Versions"])
    assert left == {locked: 1, manifest_key(ENDED): 1}, "older manifests tell what was read"
    assert not listed.get("DeleteMarkers")
    assert bureau.sohoa("verify", "--json").json["damage"] == []
    rgw.client.delete_object(
        Bucket=bucket,
        Key=f"{prefix}/{locked}",
        VersionId=next(v["VersionId"] for v in listed["Versions"] if v["Key"].endswith(locked)),
        BypassGovernanceRetention=True,
    )


def test_deleting_needs_the_rights_of_the_purger_who_ends_what_was_begun(
    tmp_path: Path, rgw: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket, prefix = rgw.new_bucket(versioned=True), "so-hoa"
    ledger = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    bureau = Office(tmp_path, f"s3://{bucket}/{prefix}", ledger, rgw.endpoint_url).prepare()
    roles = {role: rgw.new_user(f"{role}-{bucket[-8:]}") for role in ("pipeline", "purger")}
    named = [f"{role}=arn:aws:iam:::user/{user.access_key}" for role, user in roles.items()]
    policy = subprocess.run(
        [sys.executable, POLICIES, bucket, "--prefix", prefix, *named],
        capture_output=True,
        text=True,
        check=True,
    )
    rgw.client.put_bucket_policy(Bucket=bucket, Policy=policy.stdout)

    def become(role: str) -> None:
        for name, value in roles[role].environment.items():
            monkeypatch.setenv(name, value)

    become("pipeline")
    fill(bureau)
    keeping(bureau, PURGEABLE)
    assert bureau.sohoa("purge").code == 0
    refused = bureau.sohoa("purge", "--yes")
    assert (refused.code, "role purger" in refused.err) == (4, True)
    become("purger")
    done = bureau.sohoa("purge", "--yes", "--json")
    assert (done.code, done.json["unfinished"]) == (0, 6)
    assert len(proofs(bureau)) == 6
    listed = rgw.client.list_object_versions(Bucket=bucket, Prefix=f"{prefix}/{manifest_key(ENDED)}")
    assert len(listed["Versions"]) == 1, "older manifests tell what was read"
    assert [event["details"]["class"] for event in told(bureau, "ok")].count(MANIFEST_VERSIONS) == 1
    with pytest.raises(ClientError, match="AccessDenied"):
        roles["purger"].client.put_object(Bucket=bucket, Key=f"{prefix}/dossiers/x/new.pdf", Body=b"")
    become("pipeline")
    assert bureau.sohoa("verify", "--json").json["damage"] == []


def test_a_purge_that_was_killed_before_it_began_left_nothing_changed(full: Office) -> None:
    before = full.contents()
    assert _killed_at(full, FaultPoint.MANIFEST_UNCOMMITTED)
    assert full.sohoa("purge", "--json").json["unfinished"] == 0
    assert full.contents() == before
    assert full.sohoa("verify", "--json").json["damage"] == []


def _killed_at(office: Office, point: FaultPoint) -> bool:
    """Purges in a process of its own that kills itself there."""
    process = os.fork()
    if process == 0:
        inject(lambda passing: os.kill(os.getpid(), signal.SIGKILL) if passing is point else None)
        office.sohoa("purge", "--yes")
        os._exit(0)
    _, status = os.waitpid(process, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
