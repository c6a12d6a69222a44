"""A package on the disk: written in a hidden place, checked, and only then given its name."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dossiers.bags import (
    DECLARATION,
    DECLARED,
    INFO,
    PAYLOAD,
    PAYLOAD_MANIFEST,
    TAG_MANIFEST,
    Bagged,
    info_text,
    manifest_text,
    oxum,
    payload_of,
    read_manifest,
)
from dossiers.errors import ChecksumMismatch, UsageError
from storage.disk import make_private, private_file, sync_directory
from storage.liveness import process_started
from storage.objects import ByteStream, copy

_CHOOSE = "Choose another --out."


class Package:
    """A package while it is written. Everything in it is for its owner alone (0600, 0700)."""

    def __init__(self, folder: Path) -> None:
        """Works in a folder of its own."""
        self.folder = folder
        self.files: list[Bagged] = []

    def add(self, path: str, source: ByteStream | bytes) -> Bagged:
        """Writes a file; `path` is from the top of the package."""
        target = self.folder / path
        make_private(target.parent)
        stream: ByteStream = io.BytesIO(source) if isinstance(source, bytes) else source
        with private_file(target) as file:
            sha256 = copy(stream, file)
        added = Bagged(path, sha256, target.stat().st_size)
        self.files.append(added)
        return added

    def close(self, told: Iterable[tuple[str, str]]) -> None:
        """Adds the texts of BagIt, `told` among them, and reads everything again.

        Raises:
            ChecksumMismatch: what lies on the disk is not what was written.
        """
        payload = list(payload_of(self.files))
        info = info_text([*told, ("Payload-Oxum", oxum(payload))])
        self.add(PAYLOAD_MANIFEST, manifest_text(payload).encode())
        self.add(DECLARATION, DECLARED.encode())
        self.add(INFO, info.encode())
        tags = [file for file in self.files if not file.path.startswith(PAYLOAD)]
        self.add(TAG_MANIFEST, manifest_text(tags).encode())
        require_whole(self.folder)


def require_whole(folder: Path) -> None:
    """Reads a package anew: every file that it names is there with its hash, and no other.

    Raises:
        ChecksumMismatch: it is not whole.
    """
    named = {**_named(folder, TAG_MANIFEST), **_named(folder, PAYLOAD_MANIFEST)}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    if present != {*named, TAG_MANIFEST}:
        raise ChecksumMismatch(f"{folder}: not the files that its manifests name.", "Export it again.")
    for path, sha256 in named.items():
        with (folder / path).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise ChecksumMismatch(f"{folder / path} is not what was written.", "Export it again.")


def _named(folder: Path, manifest: str) -> dict[str, str]:
    named = read_manifest((folder / manifest).read_text(encoding="utf-8"))
    if named is None:
        raise ChecksumMismatch(f"{folder / manifest} is no manifest.", "Export it again.")
    return named


@contextmanager
def hidden_until_done(out: Path, *, hidden_as: str | None = None) -> Iterator[Path]:
    """A hidden folder beside `out` that gets its name when the block ends well, and is gone otherwise.

    What a killed program left there under the same hidden name, by default that of `out`, is removed.

    Raises:
        UsageError: something has the name already, or the folder cannot be written.
    """
    out = out.absolute()
    if os.path.lexists(out):
        raise UsageError(f"{out} is there already; nothing is overwritten.", _CHOOSE)
    name = hidden_as or out.name
    hidden = out.with_name(f".{name}.part-{os.getpid()}")
    try:
        _sweep(out.parent, name)
        make_private(hidden)
        yield hidden
        sync_directory(hidden)
        hidden.rename(out)
        sync_directory(out.parent)
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {error.strerror}.", _CHOOSE) from None
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def _sweep(folder: Path, name: str) -> None:
    if not folder.is_dir():
        return
    left = re.compile(rf"\.{re.escape(name)}\.part-(\d+)")
    for path in folder.iterdir():
        match = left.fullmatch(path.name)
        if match and (int(match[1]) == os.getpid() or process_started(int(match[1])) is None):
            shutil.rmtree(path, ignore_errors=True)
