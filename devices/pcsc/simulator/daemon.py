"""A pcscd of its own: its socket in a private folder, its virtual reader on free ports, no other program disturbed.

pcscd's socket has a fixed path, so the daemon runs in a mount namespace where a private folder lies over that path; the
client library is led to it by PCSCLITE_CSOCK_NAME. Root makes the namespace directly, others by a user namespace. Where
a container forbids them, root runs the daemon at the fixed path, one at a time, and a link in the folder leads there.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Final, TextIO

from devices.core.deadline import Deadline
from devices.core.errors import DeviceTimeoutError, UnsupportedError
from devices.core.simulation import SimulationPermit

SOCKET_VARIABLE: Final = "PCSCLITE_CSOCK_NAME"
_SOCKET_NAME: Final = "pcscd.comm"
_VPCD: Final = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_RUN: Final = Path("/run/pcscd")
_START_S: Final = 10.0
_STOP_S: Final = 5.0
_LOOK_S: Final = 0.02
_SLOTS: Final = 2
# Below the range that the system gives to outgoing connections.
_PORTS: Final = range(20_000, 32_000, 2)
_LOCK: Final = Path(tempfile.gettempdir()) / "yimen-pcscd.lock"
_LOCK_S: Final = 60.0
_ROOTS_NAMESPACE: Final = ("unshare", "--mount")
_USERS_NAMESPACE: Final = ("unshare", "--user", "--map-root-user", "--mount")
_IN_NAMESPACE: Final = """
set -eu
folder=$1; shift
[ -d /run/pcscd ] || { mount -t tmpfs tmpfs /run; mkdir /run/pcscd; }
mount --bind "$folder" /run/pcscd
exec "$@"
"""


def socket_of(folder: Path) -> Path:
    """Return where programs reach the daemon of a folder; to be set as SOCKET_VARIABLE before they first ask."""
    return folder / _SOCKET_NAME


class VirtualCardService:
    """A pcscd with a virtual reader of two slots. Methods are for one thread."""

    def __init__(self, permit: SimulationPermit, folder: Path) -> None:
        """Prepare; nothing runs yet.

        Args:
            permit: proof that simulators are allowed here.
            folder: an existing folder for the socket; its path must be short enough for one (under 90 characters).
        """
        if not isinstance(permit, SimulationPermit):
            detail = "a SimulationPermit is needed"
            raise TypeError(detail)
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._open_lock: TextIO | None = None
        self._claim: socket.socket | None = None
        self.port = 0

    def start(self) -> None:
        """Start the daemon and wait until it serves. Does nothing when it runs.

        Raises:
            UnsupportedError: pcscd or vpcd is missing, or no namespace may be made here.
            DeviceTimeoutError: it does not begin to serve.
        """
        if self._process is not None and self._process.poll() is None:
            return
        daemon = shutil.which("pcscd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if daemon is None or not _VPCD.exists():
            detail = "pcscd or vsmartcard-vpcd is not installed"
            raise UnsupportedError(detail)
        if self._claim is None or not _free(self.port):
            self._claim_port()
        self._clear()
        configuration = self._folder / "reader.conf"
        configuration.write_text(_configuration(self.port), encoding="ascii")
        words = [daemon, "--foreground", "--error", "--config", str(configuration)]
        is_root = os.geteuid() == 0
        if is_root:
            _RUN.mkdir(exist_ok=True)
        if self._open_lock is None:
            namespace = _ROOTS_NAMESPACE if is_root else _USERS_NAMESPACE
            try:
                self._run([*namespace, "sh", "-c", _IN_NAMESPACE, "sh", str(self._folder), *words])
            except UnsupportedError:
                if not is_root:
                    raise
            else:
                return
        self._run_in_the_open(words)

    def kill(self) -> None:
        """End the daemon without a warning, as a crash does. Its socket stays behind, as after one."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the daemon. May be called twice."""
        self._end(signal.SIGTERM)
        self._clear()
        self._unlock()
        self._let_port_go()

    def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(number)
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _claim_port(self) -> None:
        """Choose ports that are free and that no other service of ours is about to take."""
        self._let_port_go()
        for port in _PORTS:
            claim = socket.socket(socket.AF_UNIX)
            try:
                # A name without a file, gone with this process.
                claim.bind(f"\0yimen-vpcd-{port}")
            except OSError:
                claim.close()
                continue
            if _free(port):
                self.port, self._claim = port, claim
                return
            claim.close()
        detail = "no free port for a virtual reader"
        raise UnsupportedError(detail)

    def _let_port_go(self) -> None:
        claim, self._claim = self._claim, None
        if claim is not None:
            claim.close()

    def _run(self, words: Sequence[str]) -> None:
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(words, stdout=log, stderr=log)
        self._await_service()

    def _run_in_the_open(self, words: Sequence[str]) -> None:
        """Run the daemon at the path that exists once on a machine, when no other test does."""
        if self._open_lock is None:
            lock = _LOCK.open("w")
            deadline = Deadline(_LOCK_S)
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if deadline.expired:
                        lock.close()
                        raise DeviceTimeoutError(str(_LOCK)) from None
                    Event().wait(_LOOK_S)
            self._open_lock = lock
        if _answers(_RUN / _SOCKET_NAME):
            self._unlock()
            detail = "the machine's own pcscd runs"
            raise UnsupportedError(detail)
        (self._folder / _SOCKET_NAME).symlink_to(_RUN / _SOCKET_NAME)
        self._run(words)

    def _unlock(self) -> None:
        lock, self._open_lock = self._open_lock, None
        if lock is not None:
            lock.close()

    def _await_service(self) -> None:
        deadline = Deadline(_START_S)
        process = self._process
        while process is not None and process.poll() is None and not deadline.expired:
            if socket_of(self._folder).exists() and not _free(self.port + _SLOTS - 1):
                return
            Event().wait(_LOOK_S)
        log = (self._folder / "log").read_text(encoding="utf-8", errors="replace")[-500:]
        if process is not None and process.poll() is not None:
            self._process = None
            raise UnsupportedError(log)
        raise DeviceTimeoutError(log)

    def _clear(self) -> None:
        for name in (_SOCKET_NAME, "pcscd.pid"):
            (self._folder / name).unlink(missing_ok=True)


def _configuration(port: int) -> str:
    return (
        f'FRIENDLYNAME "Yimen virtual reader"\nDEVICENAME /dev/null:0x{port:04X}\n'
        f"LIBPATH {_VPCD}\nCHANNELID 0x{port:04X}\n"
    )


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
    return True


def _free(port: int) -> bool:
    """Tell whether both slots' ports can be had, without connecting: a connection would be taken for a card."""
    for slot in range(_SLOTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("", port + slot))
            except OSError:
                return False
    return True
