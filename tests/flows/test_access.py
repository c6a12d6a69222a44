"""Three roles on a real Ceph RGW: each does its whole work through the product, and is refused the rest."""

from __future__ import annotations

import hashlib
import http.client
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError
from PIL import Image

from flows.batch import batch_run
from flows.figures.issuing import issue_night
from flows.workspace import open_workspace
from storage.probing import AbilityName
from storage.s3 import S3Store
from tests.office import Office
from tests.services import Gateway

SCRIPT = Path(__file__).parents[2] / "script" / "bucket-policy"
ROLES = ("pipeline", "inspector", "archivist")
PREFIX = "so-hoa"
CODE = "H40.12-250805-0001"
PAPER, REPORT = f"{PREFIX}/dossiers/{CODE}/manifest.json", f"{PREFIX}/reports/latest.json"
EVERYBODY = "uri=http://acs.amazonaws.com/groups/global/AllUsers"
MD5_OF_NOTHING = "1B2M2Y8AsgTpgAmY7PhCfg=="  # a bucket with lock takes no put without a checksum
NEW: dict[str, Any] = {"Key": f"{PREFIX}/dossiers/x/new", "Body": b"", "ContentMD5": MD5_OF_NOTHING}
UNTIL = datetime.now(UTC) + timedelta(days=1)


@dataclass(frozen=True)
class Archive:
    """A bucket with versions and lock, its owner and its three users."""

    owner: Gateway
    users: dict[str, Gateway]
    bucket: str


@pytest.fixture(scope="module")
def archive(rgw_server: Gateway) -> Archive:
    bucket = f"sohoa-{uuid4().hex}"
    rgw_server.client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    users = {role: rgw_server.new_user(f"{role}-{uuid4().hex[:8]}") for role in ROLES}
    named = [f"{role}=arn:aws:iam:::user/{user.access_key}" for role, user in users.items()]
    policy = policy_of(bucket, "--prefix", PREFIX, *named)
    rgw_server.client.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    rgw_server.client.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration={
            "IgnorePublicAcls": True,
            "BlockPublicAcls": False,
            "BlockPublicPolicy": False,
            "RestrictPublicBuckets": False,
        },
    )
    return Archive(rgw_server, users, bucket)


@pytest.fixture
def become(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`become(role)`: from now on the product has that user's keys and no others."""

    def take(role: str) -> None:
        for name, value in archive.users[role].environment.items():
            monkeypatch.setenv(name, value)

    return take


@pytest.fixture
def bureau(archive: Archive, tmp_path: Path) -> Office:
    return Office(
        root=tmp_path,
        store_url=f"s3://{archive.bucket}/{PREFIX}",
        ledger_url=f"sqlite:///{tmp_path / 'ledger.sqlite'}",
        endpoint_url=archive.owner.endpoint_url,
    ).prepare()


def policy_of(*arguments: str) -> dict[str, Any]:
    said = subprocess.run(
        [sys.executable, SCRIPT, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(said.stdout)


def test_each_role_does_its_whole_work_through_the_product(
    bureau: Office, become: Callable[[str], None]
) -> None:
    become("pipeline")
    bureau.register({"dossier_code": CODE, "facts": "-"})
    folder = bureau.inbox / CODE
    folder.mkdir()
    Image.new("L", (330, 330), 200).save(folder / "1.png", dpi=(200, 200))
    assert bureau.sohoa("batch").code == 0
    assert bureau.waiting() == []
    assert bureau.sohoa("rerun", "--dossier", CODE, "--stage", "store", "--reason", "thử").code == 0
    with open_workspace(bureau.settings) as workspace, batch_run(workspace) as run_id:
        issue_night(workspace, run_id)
        issue_night(workspace, run_id)

    become("inspector")
    listed = bureau.sohoa("report", "--issues", "--json")
    assert listed.code == 0
    newest = listed.json["issues"][0]
    assert bureau.sohoa("report", "--issue", newest["issue"], "--out", bureau.root / "read").code == 0
    assert any((bureau.root / "read").iterdir())
    assert bureau.sohoa("verify").code == 4

    become("archivist")
    verified = bureau.sohoa("verify", "--json")
    assert (verified.code, verified.json["damage"]) == (0, [])
    assert verified.json["checked"] > 3
    package = bureau.root / "package"
    assert bureau.sohoa("export", "--dossier", CODE, "--out", package).code == 0
    assert any(path.suffix == ".pdf" for path in package.rglob("*"))
    refused = bureau.sohoa("rerun", "--dossier", CODE, "--reason", "thử")
    assert refused.code == 4


def test_the_pipeline_uploads_in_parts_and_its_probe_leaves_nothing(
    archive: Archive, become: Callable[[str], None]
) -> None:
    become("pipeline")
    smallest = 5 * 1024 * 1024
    store = S3Store(archive.bucket, PREFIX, endpoint_url=archive.owner.endpoint_url, multipart_bytes=smallest)
    content = bytes(smallest + 1)
    store.put(
        "dossiers/x/large",
        content,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type="application/pdf",
    )
    assert store.abilities().holds(AbilityName.OBJECT_LOCK)
    left = archive.owner.client.list_object_versions(Bucket=archive.bucket, Prefix=f"{PREFIX}/.sohoa-probe/")
    assert not left.get("Versions")


Call = Callable[[Any, str], Any]
"""A call of boto3, given the client and the bucket."""

CALLS: dict[str, Call] = {
    "list everything": lambda s3, b: s3.list_objects_v2(Bucket=b),
    "list dossiers": lambda s3, b: s3.list_objects_v2(Bucket=b, Prefix=f"{PREFIX}/dossiers/"),
    "list reports": lambda s3, b: s3.list_objects_v2(Bucket=b, Prefix=f"{PREFIX}/reports/"),
    "list versions": lambda s3, b: s3.list_object_versions(Bucket=b),
    "list uploads": lambda s3, b: s3.list_multipart_uploads(Bucket=b),
    "read a paper": lambda s3, b: s3.get_object(Bucket=b, Key=PAPER),
    "read an older version": lambda s3, b: s3.get_object(Bucket=b, Key=PAPER, VersionId=_version(s3, b)),
    "look at a paper": lambda s3, b: s3.head_object(Bucket=b, Key=PAPER),
    "read a report": lambda s3, b: s3.get_object(Bucket=b, Key=REPORT),
    "write a paper": lambda s3, b: s3.put_object(Bucket=b, **NEW),
    "overwrite a report": lambda s3, b: s3.put_object(Bucket=b, **{**NEW, "Key": REPORT}),
    "write a probe": lambda s3, b: s3.put_object(Bucket=b, **{**NEW, "Key": f"{PREFIX}/.sohoa-probe/x"}),
    "delete a probe": lambda s3, b: s3.delete_object(Bucket=b, Key=f"{PREFIX}/.sohoa-probe/x"),
    "write elsewhere": lambda s3, b: s3.put_object(Bucket=b, **{**NEW, "Key": "elsewhere"}),
    "write for everybody": lambda s3, b: s3.put_object(Bucket=b, ACL="public-read", **NEW),
    "write and grant": lambda s3, b: s3.put_object(Bucket=b, GrantRead=EVERYBODY, **NEW),
    "write and give away": lambda s3, b: s3.put_object(Bucket=b, GrantFullControl=EVERYBODY, **NEW),
    "delete a paper": lambda s3, b: s3.delete_object(Bucket=b, Key=PAPER),
    "delete a version": lambda s3, b: s3.delete_object(Bucket=b, Key=PAPER, VersionId="null"),
    "delete a report": lambda s3, b: s3.delete_object(Bucket=b, Key=REPORT),
    "delete many": lambda s3, b: s3.delete_objects(Bucket=b, Delete={"Objects": [{"Key": PAPER}]}),
    "publish a paper": lambda s3, b: s3.put_object_acl(Bucket=b, Key=PAPER, ACL="public-read"),
    "tag a paper": lambda s3, b: s3.put_object_tagging(Bucket=b, Key=PAPER, Tagging={"TagSet": []}),
    "hold a paper": lambda s3, b: s3.put_object_legal_hold(Bucket=b, Key=PAPER, LegalHold={"Status": "ON"}),
    "lock a paper": lambda s3, b: s3.put_object_retention(
        Bucket=b, Key=PAPER, Retention={"Mode": "GOVERNANCE", "RetainUntilDate": UNTIL}
    ),
    "unlock a paper": lambda s3, b: s3.put_object_retention(
        Bucket=b,
        Key=PAPER,
        BypassGovernanceRetention=True,
        Retention={"Mode": "GOVERNANCE", "RetainUntilDate": UNTIL - timedelta(hours=12)},
    ),
    "begin an upload": lambda s3, b: s3.create_multipart_upload(Bucket=b, Key=NEW["Key"]),
    "read the policy": lambda s3, b: s3.get_bucket_policy(Bucket=b),
    "change the policy": lambda s3, b: s3.put_bucket_policy(Bucket=b, Policy="{}"),
    "remove the policy": lambda s3, b: s3.delete_bucket_policy(Bucket=b),
    "open the bucket": lambda s3, b: s3.put_bucket_acl(Bucket=b, ACL="public-read"),
    "stop versions": lambda s3, b: s3.put_bucket_versioning(
        Bucket=b, VersioningConfiguration={"Status": "Suspended"}
    ),
    "let objects expire": lambda s3, b: s3.put_bucket_lifecycle_configuration(
        Bucket=b,
        LifecycleConfiguration={
            "Rules": [{"ID": "x", "Status": "Enabled", "Prefix": "", "Expiration": {"Days": 1}}]
        },
    ),
    "change the lock": lambda s3, b: s3.put_object_lock_configuration(
        Bucket=b, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled"}
    ),
    "delete the bucket": lambda s3, b: s3.delete_bucket(Bucket=b),
    "make a bucket": lambda s3, b: s3.create_bucket(Bucket=f"{b[:40]}-x"),
}
ALLOWED = {
    "pipeline": {
        *("list everything", "list dossiers", "list reports", "list versions", "list uploads"),
        *("read a paper", "read an older version", "look at a paper", "read a report"),
        *("write a paper", "overwrite a report", "begin an upload", "lock a paper"),
        *("write a probe", "delete a probe"),
    },
    "inspector": {"list reports", "read a report"},
    "archivist": {
        *("list everything", "list dossiers", "list reports", "list versions"),
        *("read a paper", "read an older version", "look at a paper", "read a report"),
    },
}


def _version(s3: Any, bucket: str) -> str:
    found = s3.list_object_versions(Bucket=bucket, Prefix=PAPER)
    return str(found["Versions"][0]["VersionId"])


@pytest.fixture(scope="module")
def filled(archive: Archive) -> Archive:
    """With a paper that the pipeline stored under a lock, and a report."""
    s3 = archive.users["pipeline"].client
    s3.put_object(
        Bucket=archive.bucket,
        **{**NEW, "Key": PAPER},
        ObjectLockMode="GOVERNANCE",
        ObjectLockRetainUntilDate=UNTIL,
    )
    s3.put_object(Bucket=archive.bucket, **{**NEW, "Key": REPORT})
    return archive


@pytest.mark.parametrize("role", ROLES)
def test_what_is_allowed_goes_through_and_all_else_is_refused(filled: Archive, role: str) -> None:
    s3 = filled.users[role].client
    wrong = {
        name: outcome
        for name, call in CALLS.items()
        if (outcome := _outcome(call, s3, filled.bucket)) != ("ok" if name in ALLOWED[role] else "refused")
    }
    assert wrong == {}


def _outcome(call: Call, s3: Any, bucket: str) -> str:
    try:
        call(s3, bucket)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        refused = status == 403 or error.response["Error"]["Code"] == "TooManyBuckets"
        return "refused" if refused else f"{status} {error.response['Error']['Code']}"
    return "ok"


def test_what_was_written_for_everybody_by_a_way_round_is_for_nobody(filled: Archive) -> None:
    """Ceph 16.2 looks at no condition where an object is copied: the bucket has to ignore public rights."""
    s3 = filled.users["pipeline"].client
    copied = {"Bucket": filled.bucket, "Key": f"{PREFIX}/dossiers/x/copied"}
    s3.copy_object(**copied, ACL="public-read", CopySource={"Bucket": filled.bucket, "Key": PAPER})
    nobody = http.client.HTTPConnection(urlsplit(filled.owner.endpoint_url).netloc, timeout=20)
    nobody.request("GET", f"/{filled.bucket}/{copied['Key']}")
    assert nobody.getresponse().status == http.client.FORBIDDEN
    nobody.close()


def test_a_policy_for_one_user_names_no_principal() -> None:
    policy = policy_of("giay-to", "inspector")
    assert not any("Principal" in statement for statement in policy["Statement"])
    assert policy["Statement"][1]["Resource"] == ["arn:aws:s3:::giay-to/reports/*"]


@pytest.mark.parametrize("wrong", [["b"], ["b", "cleaner"], ["b", "pipeline", "inspector"]])
def test_a_policy_that_cannot_be_is_wrong_usage(wrong: list[str]) -> None:
    said = subprocess.run(
        [sys.executable, SCRIPT, *wrong], capture_output=True, text=True, check=False, timeout=60
    )
    assert said.returncode == 2


def test_every_statement_of_the_policies_has_a_name_of_its_own() -> None:
    names = [
        statement["Sid"]
        for role in ROLES
        for statement in policy_of("b", f"{role}=arn:aws:iam:::user/x")["Statement"]
    ]
    assert len(names) == len(set(names))
