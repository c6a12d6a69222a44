"""What a reading process may not do, and no program that it starts: sockets, many processes, large files.

Limits hold for what parses foreign bytes, Tesseract too. Of two walls against the network the first that the
kernel grants stands. A seccomp filter under which no socket can be made: it needs no right, and holds against
sockets that are files (a database on this machine) as well. Where there is none for this kind of processor, a
network namespace with nothing in it, which Ubuntu from 24.04 and most containers grant to root alone.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
from collections.abc import Mapping
from math import ceil
from pathlib import Path
from typing import Any

# linux/prctl.h, linux/seccomp.h, linux/filter.h, linux/audit.h, linux/sched.h
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000  # or-ed with the errno
_EACCES = 13
_LOAD, _IS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_X32 = 0x40000000
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_IO_URING_SETUP = 425  # a ring can make sockets too
# The number of socket(2), and the name of the architecture towards the filter
_SOCKET = {"x86_64": (41, 0xC000003E), "aarch64": (198, 0xC00000B7)}
# A file has a child, and it one Tesseract; other files and commands of the account start theirs meanwhile.
_MORE_PROCESSES = 256
_DESCRIPTORS = 256


def limit(limits: Mapping[str, Any]) -> None:
    """Limits this process and each that it starts.

    The kernel holds the number of processes against every account but root's.

    Args:
        limits: the values of OcrSettings.
    """
    # What the parent waits for at most: each page may be a paper with a copy of its own.
    seconds = limits["triage_seconds"] + limits["max_pages"] * (
        limits["page_seconds"] + limits["archive_seconds"]
    )
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory_bytes"]),
        (resource.RLIMIT_FSIZE, limits["written_bytes"]),
        (resource.RLIMIT_CPU, ceil(seconds)),
        (resource.RLIMIT_NOFILE, _DESCRIPTORS),
        (resource.RLIMIT_NPROC, _processes() + _MORE_PROCESSES),
        (resource.RLIMIT_CORE, 0),
    ):
        _lower(kind, most)


def leave_the_network() -> bool:
    """Whether this process, and each that it starts, can reach no network from now on."""
    return refuse_sockets() or enter_empty_network()


def refuse_sockets() -> bool:
    """No new socket of any kind, in any process from here on; False where the kernel has no filters."""
    known = _SOCKET.get(platform.machine())
    if known is None:
        return False
    program = _filter(*known)
    instructions = ctypes.create_string_buffer(program, len(program))
    told = _FilterProgram(len(program) // 8, ctypes.addressof(instructions))
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        and libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(told), 0, 0) == 0
    )


def enter_empty_network() -> bool:
    """A network namespace without any interface that is up; False where the kernel grants none.

    Root stays root outside: in a user namespace of its own it could not read the files of others.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


class _FilterProgram(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def _filter(socket: int, architecture: int) -> bytes:
    """In the machine language of filters: code, jump if true, jump if not, operand.

    A call of another architecture (32 bit, x32) has other numbers: it is refused, whatever it is.
    """
    refused = _REFUSE | _EACCES
    return b"".join(
        struct.pack("<HBBI", *instruction)
        for instruction in (
            (_LOAD, 0, 0, _ARCHITECTURE_AT),
            (_IS, 0, 5, architecture),
            (_LOAD, 0, 0, _NUMBER_AT),
            (_AT_LEAST, 3, 0, _X32),
            (_IS, 2, 0, socket),
            (_IS, 1, 0, _IO_URING_SETUP),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, refused),
        )
    )


def _lower(kind: int, most: int) -> None:
    """Never above what this process was given."""
    _, hard = resource.getrlimit(kind)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (allowed, allowed))


def _processes() -> int:
    """How many tasks there are on this machine, the account's among them (proc(5), loadavg)."""
    return int(Path("/proc/loadavg").read_text().split()[3].partition("/")[2])
