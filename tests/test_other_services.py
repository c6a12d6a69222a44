"""The same night on Ceph RGW and PostgreSQL; what lies in the bucket is checked with nothing of ours."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.office import COMPLETE, THREE_PAPERS, TRUTH, TWICE, Office
from tests.services import Gateway

pytestmark = pytest.mark.service


@pytest.fixture
def office(tmp_path: Path, rgw: Gateway, postgres_url: str) -> Office:
    return Office(
        root=tmp_path,
        store_url=f"s3://{rgw.new_bucket()}/so-hoa",
        ledger_url=postgres_url,
        endpoint_url=rgw.endpoint_url,
    ).prepare()


def test_a_night_on_s3_and_postgresql(office: Office, rgw: Gateway) -> None:
    dossiers = (COMPLETE, THREE_PAPERS, TWICE)
    office.register_samples()
    office.bring(*dossiers)
    assert office.sohoa("batch").code == 0
    for code in dossiers:
        status = office.sohoa("status", code, "--json").json
        assert status["components"] == TRUTH["dossiers"][code]["components"]
    objects = _bucket(office, rgw)
    manifests = [json.loads(content) for key, content in objects.items() if key.endswith("/manifest.json")]
    assert sorted(manifest["dossier_code"] for manifest in manifests) == sorted(dossiers)
    named = [
        entry
        for manifest in manifests
        for document in manifest["documents"]
        for entry in document["objects"].values()
    ]
    for entry in named:
        content = objects[entry["key"]]
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (entry["sha256"], entry["bytes"])
    assert {entry["key"] for entry in named} | {f"dossiers/{code}/manifest.json" for code in dossiers} == set(
        objects
    )
    assert office.sohoa("verify", "--json").json["damage"] == []
    again = office.sohoa("batch", "--json").json
    assert again["files"]["seen"] == 0
    assert _bucket(office, rgw) == objects


def _bucket(office: Office, rgw: Gateway) -> dict[str, bytes]:
    """Every object of the dossiers, listed and fetched with plain boto3; sealed events lie beside them."""
    bucket, _, prefix = office.store_url.removeprefix("s3://").partition("/")
    pages = rgw.client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/dossiers/")
    keys = [entry["Key"] for page in pages for entry in page.get("Contents", ())]
    return {
        key.removeprefix(f"{prefix}/"): rgw.client.get_object(Bucket=bucket, Key=key)["Body"].read()
        for key in keys
    }
