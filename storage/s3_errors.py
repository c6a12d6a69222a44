"""The one place where what boto3 raises becomes an error of the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    FlexibleChecksumError,
    HTTPClientError,
    IncompleteReadError,
    ResponseStreamingError,
)
from botocore.exceptions import (
    ConnectionError as NoConnection,
)

from dossiers.errors import (
    ChecksumMismatch,
    ObjectConflict,
    ObjectMissing,
    SohoaError,
    StoreOutOfReach,
    StoreRefused,
)

_NO_ANSWER = (
    NoConnection,
    HTTPClientError,
    IncompleteReadError,
    ResponseStreamingError,
    FlexibleChecksumError,  # what came is not what lies there
)
_DAMAGED_ON_THE_WAY = {"BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch"}
_BUSY = {"SlowDown", "Throttling", "RequestTimeout", "OperationAborted", "ConditionalRequestConflict"}
_HINTS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "Check the S3 credentials.",
    HTTPStatus.FORBIDDEN: "Check the S3 credentials, the policy of the bucket and the clock of this machine.",
    HTTPStatus.NOT_IMPLEMENTED: "The S3 server lacks what was asked for.",
    HTTPStatus.MOVED_PERMANENTLY: "Set {section} region to the region of the bucket.",
}

_ELSE = "Check the place and the server that {section} names, and the S3 credentials."


@contextmanager
def mapped(where: str, *, section: str = "[store]") -> Iterator[None]:
    """Errors of boto3 inside become errors of the store that name `where` (a key or a bucket).

    `section` is that of the settings which names the bucket: what to do next is said about it.
    """
    try:
        yield
    except ClientError as error:
        raise _from_answer(where, error, section) from error
    except _NO_ANSWER as error:
        said = f"{where}: no answer from the store ({type(error).__name__})."
        raise StoreOutOfReach(said, _out_of_reach(section)) from error
    except BotoCoreError as error:
        # What is left is raised before anything is sent: no credentials, no region, no such bucket name.
        raise StoreRefused(f"{where}: {error}") from error


def _from_answer(where: str, error: ClientError, section: str) -> SohoaError:
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    said = f"{where}: the store says {code or 'nothing'} ({status})"
    if code == "NoSuchBucket":
        return StoreRefused(said, f"Make the bucket, or mend {section}.")
    if code in _DAMAGED_ON_THE_WAY:
        return ChecksumMismatch(said, "The bytes were damaged on the way: run again.")
    if code in _BUSY or status == HTTPStatus.TOO_MANY_REQUESTS or _is_fault_of_server(status):
        return StoreOutOfReach(said, _out_of_reach(section))
    if status == HTTPStatus.NOT_FOUND:
        return ObjectMissing(f"{where}: no such object")
    if status in {HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED}:
        return ObjectConflict(said)
    return StoreRefused(said, _HINTS.get(status, _ELSE).format(section=section))


def _out_of_reach(section: str) -> str:
    return f"Check that the server of {section} runs and is reachable, then run again: nothing is lost."


def _is_fault_of_server(status: int) -> bool:
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.NOT_IMPLEMENTED
