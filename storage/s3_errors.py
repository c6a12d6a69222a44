"""The one place where what boto3 raises becomes an error of the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
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

_NO_ANSWER = (NoConnection, HTTPClientError, IncompleteReadError, ResponseStreamingError)
_DAMAGED_ON_THE_WAY = {"BadDigest", "XAmzContentChecksumMismatch", "XAmzContentSHA256Mismatch"}
_BUSY = {"SlowDown", "Throttling", "RequestTimeout", "OperationAborted", "ConditionalRequestConflict"}
_HINTS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "Check the S3 credentials.",
    HTTPStatus.FORBIDDEN: "Check the S3 credentials, the policy of the bucket and the clock of this machine.",
    HTTPStatus.NOT_IMPLEMENTED: "The S3 server lacks what was asked for.",
    HTTPStatus.MOVED_PERMANENTLY: "Set [store] region to the region of the bucket.",
}


@contextmanager
def mapped(where: str) -> Iterator[None]:
    """Errors of boto3 inside become errors of the store that name `where` (a key or a bucket)."""
    try:
        yield
    except ClientError as error:
        raise _from_answer(where, error) from error
    except _NO_ANSWER as error:
        raise StoreOutOfReach(f"{where}: no answer from the store ({type(error).__name__}).") from error
    except BotoCoreError as error:
        # What is left is raised before anything is sent: no credentials, no region, no such bucket name.
        raise StoreRefused(f"{where}: {error}") from error


def _from_answer(where: str, error: ClientError) -> SohoaError:
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    said = f"{where}: the store says {code or 'nothing'} ({status})"
    if code == "NoSuchBucket":
        return StoreRefused(said, "Make the bucket, or mend [store] url.")
    if code in _DAMAGED_ON_THE_WAY:
        return ChecksumMismatch(said, "The bytes were damaged on the way: run again.")
    if code in _BUSY or status == HTTPStatus.TOO_MANY_REQUESTS or _is_fault_of_server(status):
        return StoreOutOfReach(said)
    if status == HTTPStatus.NOT_FOUND:
        return ObjectMissing(f"{where}: no such object")
    if status in {HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED}:
        return ObjectConflict(said)
    return StoreRefused(said, _HINTS.get(status))


def _is_fault_of_server(status: int) -> bool:
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.NOT_IMPLEMENTED
