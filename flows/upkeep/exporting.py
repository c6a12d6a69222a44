"""Export: dossiers as one package that stands by itself (BagIt, RFC 8493).

    data/index.html                 what is in it, for people
    data/metadata.json              the same for programs: register, and the guide's fields of every paper
    data/dossiers/<code>/…          manifest.json and the objects that it names, under the store's own keys

So `data/` itself can be read as a store. A value that nobody knows is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from config.version import VERSION
from dossiers.audit import Event, Step
from dossiers.bags import PAYLOAD
from dossiers.errors import ChecksumMismatch, StoreDamaged, UnknownDossier
from dossiers.manifest import Manifest, StoredObject, manifest_key
from dossiers.periods import VIETNAM
from dossiers.register import DossierRecord
from flows.figures.reporting import names_of
from flows.ownership import recheck
from flows.review.review_view import guide_fields
from flows.upkeep.bagging import Package, hidden_until_done
from flows.workspace import Workspace
from reports.names import Names
from reports.package_index import PackedDossier, to_html
from storage import documents_table, events_table, register_table
from storage.instants import now

_DAMAGED = "Run `sohoa verify`, and restore the object from the backup."


class Exported(BaseModel):
    """A package that was written; `purged`: of so many papers something was deleted after its retention."""

    model_config = ConfigDict(frozen=True)

    out: str
    dossiers: int
    documents: int
    purged: int
    files: int
    bytes: int


def export_dossiers(
    workspace: Workspace,
    codes: Sequence[str],
    out: Path,
    *,
    on_object: Callable[[int], None] | None = None,
) -> Exported:
    """Writes dossiers with everything that is stored of them into a new folder.

    Args:
        workspace: the open ledger and store.
        codes: of the dossiers.
        out: the folder; it must not be there.
        on_object: told each object, with how many there are.

    Raises:
        UnknownDossier: nothing is stored of a dossier.
        StoreDamaged: an object is not what was stored; nothing is written.
        UsageError: the folder is there, or cannot be written.
    """
    recheck(workspace, set(codes))
    dossiers = [_dossier(workspace, code) for code in dict.fromkeys(codes)]
    names = names_of(workspace)
    objects = {entry.key: entry for dossier in dossiers for entry in _objects(dossier.manifest)}
    with hidden_until_done(out) as folder:
        package = Package(folder)
        for entry in objects.values():
            _copy(workspace, package, entry)
            if on_object:
                on_object(len(objects))
        for dossier in dossiers:
            _copy_manifest(workspace, package, dossier.manifest)
        package.add(f"{PAYLOAD}metadata.json", _metadata(dossiers, names))
        language = workspace.settings.report.language
        package.add(f"{PAYLOAD}index.html", to_html(dossiers, names, language, made_at=now()).encode())
        package.close(_info(dossiers, names))
        exported = Exported(
            out=str(out),
            dossiers=len(dossiers),
            documents=sum(len(dossier.manifest.documents) for dossier in dossiers),
            purged=sum(bool(entry.purged) for dossier in dossiers for entry in dossier.manifest.documents),
            files=len(package.files),
            bytes=sum(file.bytes for file in package.files),
        )
        with workspace.ledger.transaction() as connection:
            details = {"package": package.files[-1].sha256}  # the hash of the tag manifest covers all of it
            events = [
                Event(step=Step.EXPORT, subject=dossier.code, details=dict(details)) for dossier in dossiers
            ]
            events_table.note(connection, *events)
    return exported


def _dossier(workspace: Workspace, code: str) -> PackedDossier:
    with workspace.ledger.reading() as connection:
        manifest = documents_table.manifest(connection, code)
        record = register_table.dossier(connection, code)
    if not manifest.documents:
        raise UnknownDossier(f"Nothing is stored of the dossier {code}.")
    return PackedDossier(code, record, manifest)


def _objects(manifest: Manifest) -> list[StoredObject]:
    return [entry for document in manifest.documents for entry in document.held]


def _copy(workspace: Workspace, package: Package, entry: StoredObject) -> None:
    with workspace.store.open(entry.key) as stream:
        added = package.add(f"{PAYLOAD}{entry.key}", stream)
    if added.sha256 != entry.sha256:
        raise ChecksumMismatch(f"{entry.key} is not what was stored; nothing was exported.", _DAMAGED)


def _copy_manifest(workspace: Workspace, package: Package, recorded: Manifest) -> None:
    key = manifest_key(recorded.dossier_code)
    content = workspace.store.get(key)
    if Manifest.from_bytes(content).documents != recorded.documents:
        raise StoreDamaged(f"{key} is not what the ledger says; nothing was exported.", _DAMAGED)
    package.add(f"{PAYLOAD}{key}", content)


def _metadata(dossiers: Sequence[PackedDossier], names: Names) -> bytes:
    told = [
        {
            "dossier_code": dossier.code,
            "register": dossier.record.model_dump(mode="json") if dossier.record else None,
            "unit": names.units.get(dossier.record.unit_code) if dossier.record else None,
            "procedure": names.procedure(dossier.record.procedure_code) if dossier.record else None,
            "documents": [
                {
                    "number": entry.number,
                    "slot": entry.slot,
                    "kind": entry.kind,
                    "pages": entry.pages,
                    "guide": guide_fields(entry, dossier.code),
                }
                for entry in dossier.manifest.documents
            ],
        }
        for dossier in dossiers
    ]
    return (json.dumps({"dossiers": told}, ensure_ascii=False, indent=2) + "\n").encode()


def _info(dossiers: Sequence[PackedDossier], names: Names) -> list[tuple[str, str]]:
    """What bag-info.txt says; the labels in small letters are those of Circular 05/2025/TT-BNV (EAD.xml).

    How many sheets there are on paper, how long they are kept and who may see them the system does not know.
    """
    records = [dossier.record for dossier in dossiers if dossier.record]
    documents = [entry for dossier in dossiers for entry in dossier.manifest.documents]
    units = {names.units.get(record.unit_code, "") for record in records}
    return [
        ("Source-Organization", units.pop() if len(units) == 1 else ""),
        ("External-Description", "Hồ sơ thủ tục hành chính đã số hóa: tệp gốc, bản lưu trữ, văn bản đã đọc"),
        ("Bagging-Date", f"{now().astimezone(VIETNAM):%Y-%m-%d}"),
        ("Bag-Software-Agent", f"sohoa {VERSION}"),
        *(("External-Identifier", dossier.code) for dossier in dossiers),
        ("totalDoc", str(len(documents))),
        ("numberOfPage", str(sum(entry.pages for entry in documents))),
        ("startDate", _day(min((record.received_on for record in records), default=None))),
        ("endDate", _day(_ended(records) if len(records) == len(dossiers) else None)),
    ]


def _ended(records: Sequence[DossierRecord]) -> date | None:
    """When the last of them ended; None where one has not."""
    ended = [record.resolved_on or record.closed_on for record in records]
    known = [day for day in ended if day]
    return max(known) if known and len(known) == len(ended) else None


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
