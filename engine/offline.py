"""Keep this process off the network: every attempt to reach beyond this computer is refused.

Python calls audit hooks before a socket connects, sends or looks a name up (PEP
578); a hook cannot be taken away again. Loopback and Unix sockets stay allowed.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from typing import Any

_GUARDED = frozenset(
    {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind", "socket.getaddrinfo"}
)


def forbid_network() -> None:
    """Refuse the network for the rest of this process, and tell model libraries not to ask."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event not in _GUARDED:
        return
    host = args[0] if event == "socket.getaddrinfo" else args[1]
    if isinstance(host, tuple):
        host = host[0]
    elif event != "socket.getaddrinfo":
        return  # a Unix socket's path
    if not _is_local(host):
        raise PermissionError(f"Satchel works offline: {event} to {host!r} was refused")


def _is_local(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return False
