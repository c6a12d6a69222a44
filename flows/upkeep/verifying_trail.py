"""`sohoa audit verify`: the audit trail of the ledger against itself and against what lies sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from dossiers.audit import FIRST_LINK, Link
from dossiers.errors import ObjectMissing
from dossiers.seals import AUDIT_PREFIX, Piece, sealed_links
from dossiers.trail_checking import Finding, Flaw, TrailCheck, Witness, is_whole
from storage import seals_table, trail_reading
from storage.ledger import Ledger
from storage.objects import ObjectStore
from storage.seals_table import SealRow


class TrailDamage(BaseModel):
    """One finding: about the events `first` to `last`, or about the sealed piece `key`."""

    model_config = ConfigDict(frozen=True)

    what: Flaw
    first: int
    last: int
    key: str | None = None


class Head(BaseModel):
    """The last event of the ledger: whoever writes it down elsewhere can hold a later trail against it."""

    model_config = ConfigDict(frozen=True)

    number: int
    hash: str


class TrailVerification(BaseModel):
    """What was checked and what was found.

    Attributes:
        events: how many events the ledger holds.
        sealed: how many of them, from the first on, lie in the store too; after these the chain alone tells,
            and it does not tell that its end was cut off.
        pieces: in how many objects.
        head: None where there is no event.
    """

    model_config = ConfigDict(frozen=True)

    events: int
    sealed: int
    pieces: int
    head: Head | None
    damage: tuple[TrailDamage, ...]


def verify_trail(ledger: Ledger, store: ObjectStore) -> TrailVerification:
    """Reads the whole trail and every piece in the store. Memory does not grow with it.

    Raises:
        StoreOutOfReach: the store does not answer.
    """
    # Listed first: a piece that is stored from now on is in the ledger before.
    present = {entry.key for entry in store.list(AUDIT_PREFIX)}
    with ledger.reading() as connection:
        seals = _Seals(store, list(seals_table.all_seals(connection)), present)
        check = TrailCheck(trail_reading.links(connection))
        findings = [*check.run(seals.witnesses()), *seals.findings]
    head = check.head
    return TrailVerification(
        events=check.count,
        sealed=seals.last,
        pieces=seals.whole,
        head=Head(number=head.number, hash=head.hash) if check.count else None,
        damage=tuple(
            TrailDamage(what=entry.flaw, first=entry.first, last=entry.last, key=entry.key)
            for entry in findings
        ),
    )


class _Seals:
    """The pieces that the ledger names or the store holds, one after the other.

    Attributes:
        findings: what is wrong with them, as far as they were looked at.
        last: the last event that any of them should hold.
        whole: how many of them are what was sealed.
    """

    def __init__(self, store: ObjectStore, rows: Sequence[SealRow], present: set[str]) -> None:
        self.findings: list[Finding] = []
        self.last = 0
        self.whole = 0
        self._store = store
        self._present = present
        self._rows = {row.key: row for row in rows}
        self._newest = rows[-1].key if rows else ""

    def witnesses(self) -> Iterator[Witness]:
        """What each piece says, without gap and overlap."""
        before: str | None = FIRST_LINK
        for piece, key in self._in_order():
            row = self._rows.get(key)
            if row is None:
                self._find(Flaw.SEAL_UNRECORDED, piece, key)
            if piece.first <= self.last:
                if row is not None:
                    self._find(Flaw.SEAL_ALTERED, piece, key)
                continue
            if row is not None and self._is_on_its_way(row):
                yield Witness(piece.first, piece.last, None)
                continue
            links = self._links(piece, key, row, before if piece.first == self.last + 1 else None)
            if row is None and links is None:
                continue
            if piece.first > self.last + 1:
                gap = Finding(Flaw.SEAL_MISSING, self.last + 1, piece.first - 1)
                self.findings.append(gap)
                yield Witness(gap.first, gap.last, None)
            yield Witness(piece.first, piece.last, links)
            self.last = piece.last
            before = links[-1].hash if links else None

    def _in_order(self) -> list[tuple[Piece, str]]:
        """By their events; where two say the same, the one of the ledger first."""
        recorded = [(row.piece, key) for key, row in self._rows.items()]
        unrecorded = []
        for key in sorted(self._present - self._rows.keys()):
            piece = Piece.of_key(key)
            if piece is None:
                self.findings.append(Finding(Flaw.SEAL_UNRECORDED, 0, 0, key))
            else:
                unrecorded.append((piece, key))
        return sorted(
            (*recorded, *unrecorded), key=lambda one: (one[0].first, one[1] not in self._rows, one[0].last)
        )

    def _is_on_its_way(self, row: SealRow) -> bool:
        """Whether it was entered and is not stored yet; that can be said of the newest alone."""
        return not row.is_stored and row.key == self._newest and row.key not in self._present

    def _links(self, piece: Piece, key: str, row: SealRow | None, before: str | None) -> list[Link] | None:
        """The events of a piece; None where it is not there, or not what was sealed."""
        try:
            content = self._store.get(key)
        except ObjectMissing:
            self._find(Flaw.SEAL_MISSING, piece, key)
            return None
        links = sealed_links(content)
        as_entered = row is None or (
            row.sha256 == hashlib.sha256(content).hexdigest() and row.piece.key == key
        )
        if not as_entered or not is_whole(links, piece.first, piece.last, before):
            self._find(Flaw.SEAL_ALTERED, piece, key)
            return None
        self.whole += 1
        return [link for link in links if link is not None]

    def _find(self, flaw: Flaw, piece: Piece, key: str) -> None:
        self.findings.append(Finding(flaw, piece.first, piece.last, key))
