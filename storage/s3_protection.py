"""What every put carries so that nobody deletes too early or reads what is not his: lock and encryption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from config.sections import LONGEST_RETENTION_DAYS, Encryption, LockMode, RetentionSettings, StoreSettings
from dossiers.errors import SettingsRefused, StoreRefused
from dossiers.object_classes import ObjectClass, class_of
from storage.instants import now

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

# Ceph 16.2 counts seconds in 32 bits: a lock until after 2106 would have ended in 1970.
_LAST_INSTANT = datetime(2106, 1, 1, tzinfo=UTC)
_ALGORITHMS = {Encryption.SSE_S3: "AES256", Encryption.SSE_KMS: "aws:kms"}


@dataclass(frozen=True, slots=True)
class Protection:
    """What the settings ask of a bucket."""

    lock: LockMode = LockMode.OFF
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    encryption: Encryption = Encryption.NONE
    kms_key_id: str | None = None

    @property
    def asks_for_lock(self) -> bool:
        """Whether objects with a retention are to be locked."""
        return self.lock is not LockMode.OFF

    @property
    def algorithm(self) -> str | None:
        """What HEAD has to report of every object; None where no encryption is asked for."""
        return _ALGORITHMS.get(self.encryption)

    def headers(self, key: str) -> dict[str, Any]:
        """What a put of the key carries, as arguments of boto3."""
        return {**self.encryption_headers(), **self._lock_headers(key)}

    def encryption_headers(self) -> dict[str, Any]:
        """What any put carries."""
        if self.algorithm is None:
            return {}
        key = {"SSEKMSKeyId": self.kms_key_id} if self.kms_key_id else {}
        return {"ServerSideEncryption": self.algorithm, **key}

    def _lock_headers(self, key: str) -> dict[str, Any]:
        """An object is held from its own time on: that of its put.

        The machine's clock serves for it: S3 refuses whoever's clock is a quarter of an hour from its own
        (RequestTimeTooSkewed).
        """
        object_class = class_of(key)
        days = self.retention.days(object_class) if object_class else None
        if not self.asks_for_lock or days is None:
            return {}
        until = min(now() + timedelta(days=days or LONGEST_RETENTION_DAYS), _LAST_INSTANT)
        until = until.replace(microsecond=0)
        return {"ObjectLockMode": self.lock.upper(), "ObjectLockRetainUntilDate": until}


def confirm(client: S3Client, at: dict[str, Any], asked: Mapping[str, Any], *, name: str) -> None:
    """HEAD has to report what a put asked for; a lock that the server left out is asked for once more.

    Ceph 16.2 leaves out the lock of an object that went up in parts.

    Args:
        client: of boto3, whose errors pass through.
        at: Bucket and Key.
        asked: what the put carried.
        name: the key as messages say it.

    Raises:
        StoreRefused: HEAD still does not report it.
    """
    head: Any = client.head_object(**at)
    if "ObjectLockMode" in asked and not _is_locked(head, asked):
        version = {"VersionId": head["VersionId"]} if "VersionId" in head else {}
        until = asked["ObjectLockRetainUntilDate"]
        retention: Any = {"Mode": asked["ObjectLockMode"], "RetainUntilDate": until}
        client.put_object_retention(**at, **version, Retention=retention)
        head = client.head_object(**at)
        if not _is_locked(head, asked):
            raise StoreRefused(
                f"{name}: to be locked until {until:%Y-%m-%d}, but the store reports "
                f"{head.get('ObjectLockRetainUntilDate', 'no lock')} of it.",
                "Let the account see it (s3:GetObjectRetention); if it may, the server does not lock.",
            )
    reported, algorithm = head.get("ServerSideEncryption"), asked.get("ServerSideEncryption")
    if algorithm is not None and reported != algorithm:
        raise StoreRefused(
            f"{name}: to be encrypted ({algorithm}), but the store reports {reported or 'no encryption'}.",
            "Have the S3 server set up for encryption, then run again.",
        )


def _is_locked(head: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    until = head.get("ObjectLockRetainUntilDate")
    mode = head.get("ObjectLockMode") == asked["ObjectLockMode"]
    return mode and until is not None and bool(until >= asked["ObjectLockRetainUntilDate"])


def protection_of(store: StoreSettings, retention: RetentionSettings) -> Protection:
    """What the settings ask of a bucket.

    Raises:
        SettingsRefused: a compliance lock without an end, which nobody could ever take back; or a key
            without the encryption that it is for.
    """
    if store.kms_key_id and store.encryption is not Encryption.SSE_KMS:
        raise SettingsRefused(
            "[store] kms_key_id is set without its encryption.", 'Set [store] encryption = "sse-kms".'
        )
    endless = [entry.value for entry in ObjectClass if retention.days(entry) == 0]
    if store.object_lock is LockMode.COMPLIANCE and endless:
        raise SettingsRefused(
            "A compliance lock can never be taken back, and [retention] names no end of it for "
            f"{', '.join(endless)}.",
            f"Set the days of each in [retention] (at most {LONGEST_RETENTION_DAYS}).",
        )
    return Protection(store.object_lock, retention, store.encryption, store.kms_key_id)
