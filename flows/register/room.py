"""The disk of the working copies, where registers wait: that it is full is nothing a register did."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import gettempdir

from dossiers.errors import DiskFull

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def in_working_copies() -> Iterator[None]:
    """Around whatever writes there.

    Raises:
        DiskFull: there is no room.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise DiskFull(f"The temporary directory {gettempdir()} is full.") from None
