"""Host names looked up before a deadline: the system's resolver knows none."""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import socket
import threading

from devices.core.deadline import Deadline


def addresses_of(host: str, deadline: Deadline) -> list[str]:
    """Return the addresses of a host, none if they are not known by the deadline."""
    with contextlib.suppress(ValueError):
        return [str(ipaddress.ip_address(host))]
    found: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    threading.Thread(target=lambda: found.put(_look_up(host)), name="host-name", daemon=True).start()
    try:
        return found.get(timeout=max(0.01, deadline.remaining))
    except queue.Empty:
        return []


def _look_up(host: str) -> list[str]:
    try:
        entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))
