"""The manifest: the contract's keys, a round trip, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.errors import StoreDamaged
from dossiers.manifest import (
    Action,
    Decision,
    Manifest,
    Serving,
    StoredDocument,
    StoredObject,
    StoredObjects,
    archive_key,
    document_id,
    manifest_key,
    original_key,
    text_key,
)
from dossiers.states import GateFailure, PaperState, Standing

CODE = "H41.12-240105-0001"
NOON = datetime(2024, 1, 5, 5, 0, tzinfo=UTC)
words = st.text(max_size=12)
objects = st.builds(
    StoredObject, key=words, sha256=st.just("0" * 64), bytes=st.integers(0, 10**12), media_type=words
)
servings = st.builds(
    Serving,
    slot=st.one_of(st.none(), words),
    also_slots=st.lists(words, max_size=2).map(tuple),
    kind=words,
    standing=st.sampled_from(Standing),
    reused=st.booleans(),
)
documents = st.builds(
    StoredDocument,
    number=st.integers(1, 200),
    slot=st.one_of(st.none(), words),
    kind=words,
    kind_confidence=st.floats(0, 1),
    pages=st.integers(1, 9),
    source_pages=st.lists(st.integers(1, 9), max_size=3).map(tuple),
    state=st.sampled_from(PaperState),
    findings=st.lists(words, max_size=2).map(tuple),
    gate_failures=st.lists(
        st.builds(
            GateFailure,
            finding=words,
            page=st.one_of(st.none(), st.integers(1, 9)),
            property=words,
            measured=st.one_of(st.integers(), st.floats(0, 999), words),
            limit=st.one_of(st.integers(), st.floats(0, 999), words),
            severity=words,
        ),
        max_size=2,
    ).map(tuple),
    fields=st.dictionaries(words, st.one_of(st.none(), words), max_size=2),
    field_evidence=st.dictionaries(words, st.fixed_dictionaries({"page": st.integers(1, 9)}), max_size=2),
    signatures=st.lists(st.fixed_dictionaries({"signer": words, "intact": st.booleans()}), max_size=1).map(
        tuple
    ),
    declared_slot=st.one_of(st.none(), words),
    declared_by_person=st.booleans(),
    personal_numbers=st.lists(st.just("000123456789"), max_size=2).map(tuple),
    is_application=st.booleans(),
    candidates=st.lists(
        st.fixed_dictionaries({"slot": words, "confidence": st.floats(0, 1)}), max_size=1
    ).map(tuple),
    review_reason=st.one_of(st.none(), words),
    decisions=st.lists(
        st.builds(
            Decision,
            decided_at=st.just(NOON),
            decided_by=words,
            action=st.sampled_from(Action),
            slot=st.one_of(st.none(), words),
            reason=words,
            before=st.one_of(st.none(), servings),
            after=st.one_of(st.none(), servings),
        ),
        max_size=2,
    ).map(tuple),
    also_slots=st.lists(words, max_size=2).map(tuple),
    standing=st.sampled_from(Standing),
    standing_reason=words,
    superseded_by=st.one_of(st.none(), st.integers(1, 200)),
    reused=st.booleans(),
    same_as=st.lists(words, max_size=2).map(tuple),
    first_stored_at=st.one_of(st.none(), st.datetimes(timezones=st.just(UTC))),
    source_name=words,
    digitised_at=st.datetimes(timezones=st.just(UTC)),
    run_id=words,
    pipeline_version=words,
    objects=st.builds(StoredObjects, original=objects, archive=st.one_of(st.none(), objects), text=objects),
)
manifests = st.builds(
    Manifest, dossier_code=st.just(CODE), documents=st.lists(documents, max_size=2).map(tuple)
)


def an_object(key: str) -> StoredObject:
    return StoredObject(key=key, sha256="a" * 64, bytes=1, media_type="application/pdf")


def a_manifest(*, archive: bool = True) -> Manifest:
    document = StoredDocument(
        number=1,
        slot="to_khai",
        kind="to_khai_dang_ky_khai_sinh",
        kind_confidence=0.98,
        pages=2,
        source_pages=(1, 2),
        state=PaperState.USABLE,
        source_name="Tờ khai.pdf",
        digitised_at=NOON,
        run_id="r",
        pipeline_version="1",
        objects=StoredObjects(
            original=an_object("o"), archive=an_object("a") if archive else None, text=an_object("t")
        ),
    )
    return Manifest(dossier_code=CODE, documents=(document,))


@settings(max_examples=60, deadline=None)
@given(manifests)
def test_what_is_written_is_read_back(manifest):
    content = manifest.to_bytes()
    assert Manifest.from_bytes(content) == manifest
    assert Manifest.from_bytes(content).to_bytes() == content


def test_the_keys_are_those_of_the_contract():
    """What the contract names is there; what stands beside is needed for a rerun, a review or a rebuild."""
    data = json.loads(a_manifest().to_bytes())
    assert list(data) == ["schema", "dossier_code", "documents"]
    assert (data["schema"], data["dossier_code"]) == (1, CODE)
    (document,) = data["documents"]
    contract = {
        *("number", "slot", "kind", "pages", "source_pages", "outcome", "state", "findings", "fields"),
        *("decisions", "source_name", "digitised_at", "run_id", "pipeline_version", "objects"),
    }
    beside = {
        *("kind_confidence", "field_evidence", "signatures", "declared_slot", "declared_by_person"),
        *("candidates", "review_reason", "personal_numbers", "is_application", "gate_failures"),
        *("also_slots", "standing", "standing_reason", "superseded_by", "reused", "same_as"),
        *("first_stored_at", "arrival", "kind_evidence"),
    }
    assert set(document) == contract | beside
    assert (document["outcome"], document["state"], document["pages"]) == ("ok", "usable", 2)
    assert set(document["objects"]) == {"original", "archive", "text"}
    for stored in document["objects"].values():
        assert set(stored) == {"key", "sha256", "bytes", "media_type"}
    assert datetime.fromisoformat(document["digitised_at"]) == NOON


def test_a_file_that_serves_itself_has_no_archive():
    """For a file that came signed, the original itself serves and there is no other."""
    manifest = a_manifest(archive=False)
    (document,) = json.loads(manifest.to_bytes())["documents"]
    assert set(document["objects"]) == {"original", "text"}
    assert [entry.key for entry in manifest.documents[0].objects.all()] == ["o", "t"]


def test_the_bytes_are_utf8_that_a_person_can_read():
    content = a_manifest().to_bytes()
    assert "Tờ khai.pdf".encode() in content
    assert content.endswith(b"}\n")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b'"text"',
        b"{}",
        b'{"schema": 1}',
        b'{"schema": "one", "dossier_code": "A"}',
        b'{"dossier_code": "A", "documents": []}',
        b'{"schema": 1, "dossier_code": "A", "documents": [{}]}',
        b'{"schema": 1, "dossier_code": "A", "documents": 3}',
        a_manifest().to_bytes()[:-20],
        a_manifest().to_bytes().replace(b'"usable"', b'"perfect"'),
    ],
)
def test_damaged_bytes_are_refused(content):
    with pytest.raises(StoreDamaged):
        Manifest.from_bytes(content)


def test_a_manifest_of_a_later_schema_is_refused():
    with pytest.raises(StoreDamaged):
        Manifest.from_bytes(a_manifest().to_bytes().replace(b'"schema": 1', b'"schema": 2'))


def test_a_document_is_a_paper_of_its_dossier():
    paper = a_manifest().documents[0].as_paper()
    assert (paper.number, paper.slot, paper.state, paper.pages) == (1, "to_khai", "usable", (1, 2))


def test_keys_and_ids():
    assert manifest_key(CODE) == f"dossiers/{CODE}/manifest.json"
    assert archive_key(CODE, 1) == f"dossiers/{CODE}/{CODE}.01.pdf"
    assert archive_key(CODE, 12, 2) == f"dossiers/{CODE}/{CODE}.12.v2.pdf"
    assert text_key(CODE, 1, 3).startswith(f"dossiers/{CODE}/{CODE}.01.v3.")
    assert original_key(CODE, "ab", "pdf") == f"dossiers/{CODE}/originals/ab.pdf"
    assert document_id(CODE, 7) == f"{CODE}/07"
