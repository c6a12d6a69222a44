"""Whether a folder lies on another machine: the kernel tells nobody here of what is written there."""

from __future__ import annotations

import re
from pathlib import Path

_OF_NETWORKS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "virtiofs", "vboxsf"}
)
_OCTAL = re.compile(r"\\(\d{3})")


def is_elsewhere(folder: Path, mounts: str | None = None) -> bool:
    """Whether the folder, or one below it, lies on a file server or behind FUSE.

    Args:
        folder: on this machine.
        mounts: the content of `/proc/self/mountinfo` (proc(5)); None: read it.
    """
    told = _mounts(Path("/proc/self/mountinfo").read_text(encoding="utf-8") if mounts is None else mounts)
    real = folder.resolve()
    above = [(place, kind) for place, kind in told if real.is_relative_to(place)]
    below = [kind for place, kind in told if place != real and place.is_relative_to(real)]
    own = max(above, key=lambda mount: len(mount[0].parts))[1] if above else ""
    return any(_is_of_network(kind) for kind in (own, *below))


def _is_of_network(kind: str) -> bool:
    return kind in _OF_NETWORKS or kind == "fuse" or kind.startswith("fuse.")


def _mounts(text: str) -> list[tuple[Path, str]]:
    """Mount points and the kinds of their file systems; of two at one place the later one is seen."""
    found: dict[Path, str] = {}
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        place = _OCTAL.sub(lambda match: chr(int(match[1], 8)), before.split()[4])
        found[Path(place)] = after.split()[0]
    return list(found.items())
