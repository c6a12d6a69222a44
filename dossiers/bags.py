"""BagIt 1.0 (RFC 8493): the texts around the files of a package, so that anybody can check it for ever.

Section numbers below are those of the RFC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
PAYLOAD_MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
PAYLOAD = "data/"
DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_LINE = re.compile(r"(?P<sha256>[0-9a-fA-F]{64})[ \t]+\*?(?P<path>[^\r\n]+)")
_ENDS = re.compile(r"\r\n|\r|\n")
_ENCODED = re.compile(r"%(25|0A|0D)", re.IGNORECASE)
_UNSEEN = re.compile(r"\s+")


class Bagged(NamedTuple):
    """A file of a package: its path from the top, its SHA-256 in hex, its size in bytes."""

    path: str
    sha256: str
    bytes: int


def manifest_text(files: Iterable[Bagged]) -> str:
    """The lines of a manifest (2.1.3), by path."""
    lines = sorted((_encoded(file.path), file.sha256) for file in files)
    return "".join(f"{sha256}  {path}\n" for path, sha256 in lines)


def read_manifest(text: str) -> dict[str, str] | None:
    """The SHA-256 of each file by its path; None where a line is none of a manifest."""
    lines = [_LINE.fullmatch(line) for line in _ENDS.split(text) if line]
    if not all(lines):
        return None
    return {_decoded(line["path"]): line["sha256"].lower() for line in lines if line}


def info_text(told: Iterable[tuple[str, str]]) -> str:
    """The lines of bag-info.txt (2.2.2): labels and values, in their order; a value is one line."""
    return "".join(f"{label}: {_UNSEEN.sub(' ', value).strip()}\n" for label, value in told if value.strip())


def oxum(files: Iterable[Bagged]) -> str:
    """How many bytes in how many files (2.2.2, Payload-Oxum)."""
    sizes = [file.bytes for file in files]
    return f"{sum(sizes)}.{len(sizes)}"


def _encoded(path: str) -> str:
    """A path as a manifest writes it: what would end the line is encoded, and what encodes."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _decoded(path: str) -> str:
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), path)


def payload_of(files: Iterable[Bagged]) -> Iterator[Bagged]:
    """Those of the files that are payload."""
    return (file for file in files if file.path.startswith(PAYLOAD))
