"""What systemd is told of a service of `Type=notify` (sd_notify(3)); elsewhere nobody listens."""

from __future__ import annotations

import os
import socket

READY = "READY=1"
ALIVE = "WATCHDOG=1"
STOPPING = "STOPPING=1"


def tell_systemd(message: str) -> None:
    """Sends a message where the service manager asked for them."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.sendto(message.encode("ascii"), address.replace("@", "\0", 1))
