"""Wakes the agent: an empty datagram to a socket in the profile. Where that fails, the agent's poll finds the row."""

from __future__ import annotations

import contextlib
import os
import select
import socket
from collections.abc import Iterator
from pathlib import Path

from shared.store.profile import Profile

_MAX_DATAGRAM = 16


@contextlib.contextmanager
def _short_address(path: Path) -> Iterator[str]:
    """Yield an address for the socket at path that fits into sockaddr_un, however long the profile's path is."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def wake_agent(profile: Profile) -> bool:
    """Tell the agent to look at the outbox now; return whether somebody was there to hear it. Never blocks."""
    if not profile.agent_socket.exists():
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender, _short_address(profile.agent_socket) as address:
        sender.setblocking(False)
        try:
            sender.sendto(b"\0", address)
        except BlockingIOError:
            return True  # its queue is full of wake-ups
        except OSError:
            return False
    return True


class WakeSocket:
    """The agent's end. Made while its lock is held, so a socket that is there already is a dead agent's."""

    def __init__(self, profile: Profile) -> None:
        self._path = profile.agent_socket
        self._path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        try:
            with _short_address(self._path) as address:
                self._socket.bind(address)
            self._path.chmod(0o600)
        except OSError:
            self._socket.close()
            raise

    def wait(self, timeout_s: float) -> bool:
        """Wait for a wake-up, at most timeout_s; return whether one came. Several at once count as one."""
        ready, _, _ = select.select([self._socket], [], [], max(0.0, timeout_s))
        if not ready:
            return False
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.recv(_MAX_DATAGRAM)
        return True

    def poke(self) -> None:
        """Wake whoever waits, from any thread of this process."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            with _short_address(self._path) as address:
                sender.sendto(b"\0", address)

    def close(self) -> None:
        """Close and remove the socket."""
        self._socket.close()
        self._path.unlink(missing_ok=True)
