"""The one password of Prefect's UI and API: in a file that only this account reads.

Prefect knows one account, whose name is part of what is typed: the whole line `NAME:PASSWORD`.
"""

from __future__ import annotations

import re
import secrets
import stat
from pathlib import Path

from config.settings import Settings
from dossiers.errors import NotReady
from flows.deployed.prefect_here import home
from storage.disk import linked, make_private, private_file

_NAME = "sohoa"
_BYTES = 24
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LINE = re.compile(r"[\x21-\x39\x3b-\x7e]+:[\x21-\x7e]{12,}")


def auth_file(settings: Settings) -> Path:
    """Where the password lies: `[server] auth_file`, else in PREFECT_HOME."""
    return (settings.server.auth_file or home() / "auth").absolute()


def password_of(file: Path) -> str:
    """The line of the file; a file that is missing is made.

    Raises:
        NotReady: others may read the file and we cannot forbid it, or it holds no NAME:PASSWORD.
    """
    try:
        if not file.exists():
            _make(file)
        _keep_private(file)
        line = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise NotReady(f"The file of the UI's password, {file}, cannot be used: {why}.", _MEND) from None
    if not _LINE.fullmatch(line):
        raise NotReady(f"{file} does not hold NAME:PASSWORD with a password of 12 characters or more.", _MEND)
    return line


_MEND = "Mend it, or delete it: `sohoa serve` makes a new one."


def _make(file: Path) -> None:
    """Whole or not at all, even where two begin at once."""
    make_private(file.parent)
    staged = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    with private_file(staged) as target:
        target.write(f"{_NAME}:{secrets.token_urlsafe(_BYTES)}\n".encode())
    linked(staged, file)
    staged.unlink()


def _keep_private(file: Path) -> None:
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(0, "it is no file")
    if file.stat().st_mode & _OTHERS:
        file.chmod(stat.S_IRUSR | stat.S_IWUSR)
