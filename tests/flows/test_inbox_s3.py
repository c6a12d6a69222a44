"""The inbox as an S3 prefix, on a real server: nothing is lost, nothing doubled, nothing read twice."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import unicodedata
from collections.abc import Callable, Mapping

import pytest
from PIL import Image

from config.bucket_prefix import BucketPrefix
from config.fault_points import FaultPoint
from flows.inbox import Known, look, open_inbox
from storage.retrying import Patience
from storage.s3_prefix import S3Prefix
from tests.flows.faults.dying import KILLED, killing_at, process_that
from tests.office import Answer, Office
from tests.services import Gateway

pytestmark = pytest.mark.service

CODE, OTHER = "H40.12-250805-0001", "H40.12-250805-0777"
PERSON = "Nguyễn Thị Bình"


class Bucket:
    """A bucket with an inbox, and an office that takes its files from there."""

    def __init__(self, rgw: Gateway, office: Office, *, versioned: bool = False) -> None:
        self.rgw = rgw
        self.office = office
        self.name = rgw.new_bucket(versioned=versioned)
        self.set()

    def set(self, *lines: str, path: str = "inbox") -> None:
        text = self.office.config.read_text(encoding="utf-8")
        rest = text[text.index("[store]") :]
        inbox = (
            f'[inbox]\npath = "s3://{self.name}/{path}"\nsettle_seconds = 0\nretry_seconds = 0\n'
            f'endpoint_url = "{self.rgw.endpoint_url}"\n'
        )
        self.office.config.write_text(inbox + "".join(f"{line}\n" for line in lines) + rest, encoding="utf-8")

    def put(self, key: str, content: bytes) -> str:
        self.rgw.client.put_object(Bucket=self.name, Key=key, Body=content)
        return key

    def put_in_parts(self, key: str, content: bytes) -> None:
        """As large scans go up: the ETag is no MD5 of the bytes."""
        client, at = self.rgw.client, {"Bucket": self.name, "Key": key}
        upload = {**at, "UploadId": client.create_multipart_upload(**at)["UploadId"]}
        part = client.upload_part(**upload, PartNumber=1, Body=content)
        parts = [{"PartNumber": 1, "ETag": part["ETag"]}]
        client.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})

    def keys(self) -> dict[str, int]:
        listed = self.rgw.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        return {found["Key"]: found["Size"] for found in listed}

    def batch(self) -> Answer:
        return self.office.sohoa("batch", "--json")


@pytest.fixture
def bucket(rgw: Gateway, office: Office) -> Bucket:
    office.register({"dossier_code": CODE, "facts": "-"})
    return Bucket(rgw, office)


def _png(shade: int = 255) -> bytes:
    content = io.BytesIO()
    Image.new("L", (330, 330), shade).save(content, "PNG", dpi=(200, 200))
    return content.getvalue()


def _originals(office: Office) -> set[str]:
    contents: Mapping[str, bytes] = office.contents() if office.store.exists() else {}
    return {hashlib.sha256(bytes_).hexdigest() for key, bytes_ in contents.items() if "originals/" in key}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_night_on_a_bucket(bucket: Bucket, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "sohoa")
    odd = unicodedata.normalize("NFD", f"{PERSON} +&%41 ?#\"'\\ 1.png")
    good = {
        f"inbox/{CODE}/{odd}": _png(),
        f"inbox/{CODE}//a.png": _png(250),
        f"inbox/{CODE}.03.png": _png(245),
    }
    for key, content in good.items():
        bucket.put(key, content)
    bucket.put("inbox/", b"")
    bucket.put(f"inbox/{CODE}/", b"")
    bucket.put(f"inbox/{CODE}/.ẩn", b"x")
    left = [
        bucket.put(f"inbox/{CODE}/2 {PERSON}.pdf", b""),
        bucket.put(f"inbox/{OTHER}/1.png", _png()),
        bucket.put(f"inbox/{CODE}/3.png", b"x" * 200_000),
        bucket.put(f"inbox/{CODE}/" + "x" * 980, b"x"),
    ]
    bucket.put("other/1.png", b"x")
    with bucket.office.config.open("a", encoding="utf-8") as config:
        config.write("[ocr]\nmax_bytes = 100000\n")
    answer = bucket.batch()
    assert answer.code == 6, answer.err
    assert answer.json["files"]["stored"] == len(good), answer.json
    reasons = sorted(entry["reason"] for entry in answer.json["quarantine"])
    assert reasons == ["empty", "too_large", "unknown_dossier", "unreadable"]
    assert _originals(bucket.office) == {_sha256(content) for content in good.values()}
    keys = bucket.keys()
    moved = {key.replace("inbox/", "inbox-done/", 1): len(content) for key, content in good.items()}
    assert {key: size for key, size in keys.items() if key.startswith("inbox-done/")} == moved
    left += ["inbox/", f"inbox/{CODE}/", f"inbox/{CODE}/.ẩn", "other/1.png"]
    assert set(left) == set(keys) - set(moved)
    again = bucket.batch()
    assert (again.json["files"]["seen"], again.json["files"]["quarantined"]) == (4, 4)
    assert bucket.keys() == keys
    items = bucket.office.sohoa("quarantine", "list", "--json").json["items"]
    assert len(items) == 4
    assert not any(item["goes_next"] for item in items)
    address = f"s3://{bucket.name}/inbox/{CODE}/2 {PERSON}.pdf"
    assert bucket.office.sohoa("quarantine", "release", address).code == 0
    assert bucket.office.sohoa("quarantine", "retry", "--all", "--json").json["files"]["seen"] == 4
    said = "".join(record.getMessage() for record in caplog.records) + answer.err + again.err
    assert "Nguy" not in unicodedata.normalize("NFC", said)


@pytest.mark.parametrize("versioned", [False, True])
def test_killed_between_copy_and_delete_the_next_run_finishes(
    rgw: Gateway, office: Office, *, versioned: bool
) -> None:
    office.register({"dossier_code": CODE, "facts": "-"})
    bucket = Bucket(rgw, office, versioned=versioned)
    bucket.put(f"inbox/{CODE}/1.png", b"half")
    bucket.put(f"inbox/{CODE}/1.png", _png())
    bucket.put(f"inbox-done/{CODE}/1.png", _png(240))  # of another night
    killed = process_that(lambda: bucket.batch().code, happens=killing_at(FaultPoint.COPIED_OUT))
    assert killed == KILLED
    copied = {f"inbox-done/{CODE}/1.png", f"inbox-done/{CODE}/1 (2).png"}
    assert set(bucket.keys()) == {f"inbox/{CODE}/1.png", *copied}
    answer = bucket.batch()
    assert (answer.code, answer.json["files"]["stored"]) == (0, 1), answer.err
    assert set(bucket.keys()) == copied
    assert _originals(office) == {_sha256(_png())}
    assert bucket.batch().json["files"]["seen"] == 0


def test_a_name_that_a_scanner_gives_every_night_ends_no_run(bucket: Bucket) -> None:
    taken = [f"inbox-done/{CODE}/1{addition}.png" for addition in ("", " (2)", " (3)", " (4)", " (5)")]
    for number, key in enumerate(taken):
        bucket.put(key, b"%d" % number)
    bucket.put(f"inbox/{CODE}/1.png", _png())
    assert bucket.batch().code == 0
    (new,) = set(bucket.keys()) - set(taken)
    assert new.startswith(f"inbox-done/{CODE}/1 (")
    assert bucket.keys()[new] == len(_png())


@pytest.mark.parametrize("point", [FaultPoint.CLAIMED, FaultPoint.READ])
def test_an_object_put_anew_after_the_look_waits(bucket: Bucket, once: Callable, point: FaultPoint) -> None:
    key = bucket.put(f"inbox/{CODE}/1.png", _png())
    once(point, lambda: bucket.put(key, _png(250)))
    assert bucket.batch().json["files"]["waiting"] == 1
    assert not _originals(bucket.office)
    assert bucket.batch().json["files"]["stored"] == 1
    assert _originals(bucket.office) == {_sha256(_png(250))}


def test_an_object_put_anew_after_it_was_stored_stays_and_is_stored_too(
    bucket: Bucket, once: Callable
) -> None:
    key = bucket.put(f"inbox/{CODE}/1.png", _png())
    once(FaultPoint.RECORDED, lambda: bucket.put(key, _png(250)))
    assert bucket.batch().json["files"]["stored"] == 1
    assert set(bucket.keys()) == {key}
    assert bucket.batch().json["files"]["stored"] == 1
    assert _originals(bucket.office) == {_sha256(_png()), _sha256(_png(250))}
    assert set(bucket.keys()) == {f"inbox-done/{CODE}/1.png"}


def test_a_newer_version_is_laid_open_again(rgw: Gateway) -> None:
    """It came between the last look and the deletion, which by then hides it."""
    name = rgw.new_bucket(versioned=True)
    place = S3Prefix(
        BucketPrefix(f"s3://{name}/inbox"),
        endpoint_url=rgw.endpoint_url,
        region=None,
        patience=Patience(0),
        section="[inbox]",
    )
    rgw.client.put_object(Bucket=name, Key="inbox/1.png", Body=b"old")
    head = place.head("inbox/1.png")
    assert head is not None
    rgw.client.put_object(Bucket=name, Key="inbox/1.png", Body=b"new")
    mark = rgw.client.delete_object(Bucket=name, Key="inbox/1.png")["VersionId"]
    assert place.head("inbox/1.png") is None
    place._lay_open("inbox/1.png", head.version, mark)
    now = place.head("inbox/1.png")
    assert now is not None
    assert now.etag.strip('"') == hashlib.md5(b"new").hexdigest()  # noqa: S324 - S3's own
    place.delete("inbox/1.png", head)
    assert place.head("inbox/1.png") == now, "another one than was meant"


def test_the_same_object_listed_and_looked_at_has_one_stamp(rgw: Gateway) -> None:
    name = rgw.new_bucket()
    place = S3Prefix(
        BucketPrefix(f"s3://{name}"),
        endpoint_url=rgw.endpoint_url,
        region=None,
        patience=Patience(0),
        section="[inbox]",
    )
    for number in range(20):
        rgw.client.put_object(Bucket=name, Key=f"{number}", Body=b"x" * number)
    for entry in place.entries():
        head = place.head(entry.key)
        assert head is not None
        assert (head.bytes, head.stamp) == (entry.bytes, entry.stamp)


def test_what_may_not_be_read_is_one_file_in_quarantine(
    bucket: Bucket, rgw: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = rgw.new_user(f"clerk{bucket.name[-8:]}")
    bucket.put(f"inbox/{CODE}/{PERSON}.png", _png())
    allowed = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": [f"arn:aws:iam:::user/{clerk.access_key}"]},
                "Action": ["s3:ListBucket"],
                "Resource": [f"arn:aws:s3:::{bucket.name}"],
            }
        ],
    }
    rgw.client.put_bucket_policy(Bucket=bucket.name, Policy=json.dumps(allowed))
    with monkeypatch.context() as patch:
        for name, value in clerk.environment.items():
            patch.setenv(name, value)
        answer = bucket.batch()
        assert answer.code == 6, answer.err
        assert [entry["reason"] for entry in answer.json["quarantine"]] == ["unreadable"]
        assert bucket.batch().json["files"]["quarantined"] == 1
    assert bucket.batch().json["files"]["stored"] == 1, "it may be read now"


@pytest.mark.parametrize(
    ("path", "lines", "code"),
    [
        ("inbox", ['done = "s3://{bucket}/inbox/done"'], 4),
        ("store/inbox", [], 4),
        ("inbox", ['done = "s3://{bucket}/store/done"'], 4),
        ("", [], 4),
        ("inbox", ['done = "s3://nowhere-{bucket}/done"'], 4),
        ("inbox", ['done = "/var/done"'], 4),
    ],
)
def test_places_that_cannot_be(bucket: Bucket, path: str, lines: list[str], code: int) -> None:
    text = bucket.office.config.read_text(encoding="utf-8")
    store = f'[store]\nurl = "s3://{bucket.name}/store"\nendpoint_url = "{bucket.rgw.endpoint_url}"\n'
    bucket.office.config.write_text(
        text.replace(f'[store]\nurl = "{bucket.office.store_url}"\n', store), encoding="utf-8"
    )
    bucket.set(*(line.format(bucket=bucket.name) for line in lines), path=path)
    bucket.put(f"inbox/{CODE}/1.png", _png())
    answer = bucket.batch()
    assert answer.code == code, answer.out + answer.err
    assert answer.json["error"]["code"] in {"settings_refused", "store_refused"}
    assert bucket.keys() == {f"inbox/{CODE}/1.png": len(_png())}


def test_a_server_that_does_not_answer_is_out_of_reach(bucket: Bucket) -> None:
    text = bucket.office.config.read_text(encoding="utf-8")
    bucket.office.config.write_text(
        text.replace(bucket.rgw.endpoint_url, "http://127.0.0.1:9"), encoding="utf-8"
    )
    answer = bucket.batch()
    assert (answer.code, answer.json["error"]["code"]) == (5, "store_out_of_reach")
    assert "[inbox]" in answer.json["error"]["hint"]


def test_another_inbox_on_the_command_line(bucket: Bucket) -> None:
    bucket.put_in_parts(f"elsewhere/{CODE}/1.png", _png())
    answer = bucket.office.sohoa("batch", "--inbox", f"s3://{bucket.name}/elsewhere/", "--json")
    assert answer.json["files"]["stored"] == 1, answer.err
    assert set(bucket.keys()) == {f"elsewhere-done/{CODE}/1.png"}
    assert bucket.office.sohoa("batch", "--inbox", "s3://").code == 2


def test_a_long_listing_comes_in_pages(bucket: Bucket) -> None:
    for number in range(5):
        bucket.put(f"inbox/{CODE}/{number}", b"x" * number)
    settings = bucket.office.settings.inbox
    place = S3Prefix(
        BucketPrefix(str(settings.path)),
        endpoint_url=settings.endpoint_url,
        region=None,
        patience=Patience(0),
        section="[inbox]",
        page=2,
    )
    assert [entry.bytes for entry in place.entries()] == list(range(5))
    assert len(open_inbox(settings).lying(Known())) == 5


def test_what_is_written_anew_between_two_looks_is_left(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing, _ = (bucket.put(f"inbox/{CODE}/{number}.png", _png()) for number in (1, 2))
    with monkeypatch.context() as patch:
        patch.setattr("time.sleep", lambda _seconds: bucket.put(growing, _png(9)))
        view = look(bucket.office.settings.inbox, {CODE})
    assert [file.where for file in view.growing] == [growing]
    assert [file.name for file in view.ready] == [f"{CODE}/2.png"]


def test_what_was_written_long_ago_needs_one_look(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket.put(f"inbox/{CODE}/1.png", _png())
    with monkeypatch.context() as patch:
        patch.setattr("flows.inbox.bucket.WRITTEN_LATELY_SECONDS", -3600.0)  # now is long ago
        patch.setattr("time.sleep", lambda _seconds: pytest.fail("a second look"))
        view = look(bucket.office.settings.inbox, {CODE})
    assert [file.name for file in view.ready] == [f"{CODE}/1.png"]
