"""Where the server listens: the address that was asked for, or the port of the last time."""

from __future__ import annotations

import socket
from pathlib import Path

from config.sections import ServerSettings
from dossiers.errors import UsageError
from flows.deployed.prefect_here import Address, home

_FIRST_PORT = 4200
_LARGEST_PORT = 65_535


def address_of(settings: ServerSettings, *, host: str | None, port: int | None) -> Address:
    """What the command names, else the settings, else the port of the last time."""
    return Address(host or settings.host, port or settings.port or _remembered() or _FIRST_PORT)


def remember_port(port: int) -> None:
    """For the next start without a port: bookmarks and other machines know this one."""
    _file().write_text(f"{port}\n", encoding="ascii")


def require_free(address: Address) -> None:
    """Raises UsageError where nobody can listen there."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except socket.gaierror:
            raise UsageError(f"{address.host} is no address of this machine.") from None
        except (OSError, OverflowError):
            raise UsageError(
                f"Port {address.port} is taken on this machine, or {address.host} is no address of it.",
                "Choose another: sohoa serve --port NUMBER.",
            ) from None


def _file() -> Path:
    return home() / "port"


def _remembered() -> int | None:
    try:
        port = int(_file().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return port if 0 < port <= _LARGEST_PORT else None
