"""What a store can do, found out by trying and not by believing; and what is missing where it cannot.

sohoa is safe without any of it: the ledger's claim lets one run work on a file and one writer on a dossier,
and every put is read back and hashed. These abilities protect beyond that: against other programs, other
people, and whoever gets at the disks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dossiers.errors import StoreRefused


class AbilityName(StrEnum):
    """What is tried.

    Attributes:
        IF_NONE_MATCH: a put with `If-None-Match: *` is refused where the key is taken.
        IF_MATCH_QUOTED: a put with `If-Match: "<tag>"` goes through with the object's own tag alone.
        IF_MATCH_UNQUOTED: the same without the quotes, as some servers want it (Ceph 16.2).
        MULTIPART: an object goes up in parts and appears whole.
        CHECKSUM: a put whose SHA-256 is false is refused.
        VERSIONING: an overwritten object stays as an older version.
        OBJECT_LOCK: a version under retention cannot be deleted.
        ENCRYPTION: what is put is encrypted, and HEAD says so.
    """

    IF_NONE_MATCH = "if_none_match"
    IF_MATCH_QUOTED = "if_match_quoted"
    IF_MATCH_UNQUOTED = "if_match_unquoted"
    MULTIPART = "multipart"
    CHECKSUM = "checksum"
    VERSIONING = "versioning"
    OBJECT_LOCK = "object_lock"
    ENCRYPTION = "encryption"

    @property
    def without_it(self) -> str:
        """Which protection is missing where it is, and what stands in for it."""
        return _WITHOUT[self]

    @property
    def way_out(self) -> str:
        """What to do where the settings ask for it and it is missing."""
        return _WAYS_OUT[self]


class Verdict(StrEnum):
    """Whether it holds; unknown: it could not be tried."""

    HOLDS = "holds"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ability:
    """One thing that was tried.

    Attributes:
        why: how that was found out, where it is not plain.
        asked_for: the settings ask for it.
    """

    name: AbilityName
    verdict: Verdict
    why: str = ""
    asked_for: bool = False


@dataclass(frozen=True, slots=True)
class StoreAbilities:
    """All that was tried, in the order of AbilityName."""

    abilities: tuple[Ability, ...]

    def holds(self, name: AbilityName) -> bool:
        """Whether it was tried and holds."""
        return any(entry.name is name and entry.verdict is Verdict.HOLDS for entry in self.abilities)

    @property
    def broken(self) -> tuple[Ability, ...]:
        """What the settings ask for and the store does not do."""
        return self._asked_for(Verdict.MISSING)

    @property
    def doubtful(self) -> tuple[Ability, ...]:
        """What the settings ask for and nobody could try."""
        return self._asked_for(Verdict.UNKNOWN)

    def _asked_for(self, verdict: Verdict) -> tuple[Ability, ...]:
        return tuple(entry for entry in self.abilities if entry.asked_for and entry.verdict is verdict)


def require_kept(abilities: StoreAbilities) -> None:
    """Raises StoreRefused where the store does not do what the settings ask for; it says what to do."""
    if broken := abilities.broken:
        lacks = "; ".join(f"{entry.name.value} ({entry.why or 'missing'})" for entry in broken)
        raise StoreRefused(
            f"The store lacks what the settings ask for: {lacks}.",
            " ".join(entry.name.way_out for entry in broken),
        )


_WITHOUT = {
    AbilityName.IF_NONE_MATCH: (
        "The store does not keep two writers of one key apart; the ledger's claim does, and the read-back."
    ),
    AbilityName.IF_MATCH_QUOTED: (
        "The store does not refuse to replace what somebody else replaced meanwhile, in the standard way of "
        "asking; the ledger lets one writer at a time replace a manifest."
    ),
    AbilityName.IF_MATCH_UNQUOTED: (
        "The store does not refuse to replace what somebody else replaced meanwhile, in Ceph's way of "
        "asking; the ledger lets one writer at a time replace a manifest."
    ),
    AbilityName.MULTIPART: (
        "A file of more than 64 MiB cannot be stored; nothing stands in for it, but it stays in the inbox."
    ),
    AbilityName.CHECKSUM: (
        "The store does not notice bytes that were damaged on the way; every put is read back and hashed."
    ),
    AbilityName.VERSIONING: (
        "What somebody overwrites or deletes is gone; sohoa overwrites only manifests and reports/latest, "
        "and a backup stands in."
    ),
    AbilityName.OBJECT_LOCK: (
        "Who may delete in the store can delete anything at once; an account without that right and a backup "
        "stand in."
    ),
    AbilityName.ENCRYPTION: ("Who gets at the store's disks can read the papers; encrypted disks stand in."),
}
_WAYS_OUT = {
    AbilityName.OBJECT_LOCK: (
        "Make a bucket with object lock (most servers give it to a new one only), "
        'or set [store] object_lock = "off".'
    ),
    AbilityName.ENCRYPTION: (
        'Have the S3 server set up for it, check [store] kms_key_id, or set [store] encryption = "none"; '
        "`sohoa store` shows what the server does."
    ),
}
