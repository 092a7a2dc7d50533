"""Real page printing on loopback: ippeveprinter, the dbus and avahi that it wants, and a cupsd in between.

avahi exists once per machine, so a lock file keeps several test runs apart; everything else has folders of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.fixtures.ports import free_port
from tests.patience import PATIENCE_S

_LOCK = Path(tempfile.gettempdir()) / "yimen-tests-avahi.lock"
_SYSTEM_AVAHI = Path("/run/avahi-daemon/pid")
_BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={socket}</listen><policy context="default">
<allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy></busconfig>
"""
_AVAHI = "[server]\nuse-ipv6=no\nallow-interfaces=lo\n[publish]\npublish-workstation=no\npublish-hinfo=no\n"
_CUPS = """\
Listen 127.0.0.1:{port}
Listen {folder}/run/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
ErrorPolicy abort-job
<Location />
Allow all
</Location>
<Policy default>
JobPrivateAccess all
JobPrivateValues none
<Limit All>
Order deny,allow
</Limit>
</Policy>
"""
_CUPS_FILES = """\
ServerRoot {folder}/root
RequestRoot {folder}/spool
CacheDir {folder}/cache
StateDir {folder}/run
TempDir {folder}/tmp
ErrorLog {folder}/error.log
AccessLog {folder}/access.log
PageLog {folder}/page.log
User {user}
Group lp
SystemGroup root
Sandboxing relaxed
"""


def until(condition: Callable[[], bool], what: str, deadline_s: float = PATIENCE_S) -> None:
    waiting = threading.Event()
    for _ in range(round(deadline_s / 0.05)):
        if condition():
            return
        waiting.wait(0.05)
    raise AssertionError(what)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
        return True
    return False


@contextlib.contextmanager
def _running(command: list[str], log: Path, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    # It ends with these tests also where they are killed: an avahi that is left over passes for the machine's own.
    command = ["setpriv", "--pdeathsig", "TERM", *command]
    with log.open("wb") as output:
        # A group of its own: what it runs ends with it, also where it crashed.
        process = subprocess.Popen(command, stdout=output, stderr=output, env=env, start_new_session=True)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE_S)


@contextlib.contextmanager
def announcing(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment in which avahi answers: the machine's own where one runs, else a private one on lo."""
    with _LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _SYSTEM_AVAHI.exists() and (Path("/proc") / _SYSTEM_AVAHI.read_text().strip()).exists():
            yield dict(os.environ)
            return
        bus = folder / "bus"
        (folder / "dbus.conf").write_text(_BUS.format(socket=bus))
        (folder / "avahi.conf").write_text(_AVAHI)
        env = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={bus}"}
        dbus = ["dbus-daemon", f"--config-file={folder / 'dbus.conf'}", "--nofork", "--nopidfile"]
        with _running(dbus, folder / "dbus.log"):
            until(bus.exists, "dbus-daemon does not start")
            avahi = ["avahi-daemon", "-f", str(folder / "avahi.conf"), "--no-drop-root", "--no-chroot", "--no-rlimits"]
            log = folder / "avahi.log"
            with _running(avahi, log, env):
                until(lambda: b"startup complete" in log.read_bytes(), "avahi-daemon does not start")
                yield env


@dataclass
class EvePrinter:
    """A running ippeveprinter, told what to do by a script that it runs for each job."""

    folder: Path
    port: int
    _gates: int = 0

    @property
    def uri(self) -> str:
        return f"ipp://localhost:{self.port}/ipp/print"

    def on_job(self, *lines: str) -> None:
        """Let the next jobs run these lines of shell; `$1` is the document."""
        script = self.folder / "job.sh"
        hidden = self.folder / "job.part"
        hidden.write_text("#!/bin/sh\n" + "\n".join(lines) + "\n")
        hidden.chmod(hidden.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
        hidden.replace(script)

    def wait_for(self, reason: str) -> list[str]:
        """Return lines that show a reason until `go` is said."""
        # Each gate has a file of its own: what was said of an earlier one opens no later one, nor is it taken back.
        self._gates += 1
        go = self._gate
        return [
            f'echo "STATE: +{reason}" >&2',
            f"while [ ! -e {go} ]; do kill -0 $PPID 2>/dev/null || exit 1; sleep 0.05; done",
            f'rm {go}; echo "STATE: -{reason}" >&2',
        ]

    def go(self) -> None:
        """Mend what it was last told to wait for."""
        self._gate.touch()

    @property
    def _gate(self) -> Path:
        return self.folder / f"go-{self._gates}"


@contextlib.contextmanager
def eve_printer(folder: Path, env: dict[str, str], *options: str) -> Iterator[EvePrinter]:
    """Run an ippeveprinter that takes PDF on A4, on both sides."""
    printer = EvePrinter(folder, free_port())
    (folder / "spool").mkdir()
    printer.on_job("exit 0")
    command = ["ippeveprinter", "-2", "-n", "localhost", "-p", str(printer.port), "-d", str(folder / "spool")]
    command += ["-c", str(folder / "job.sh"), "-m", "A4", *(options or ("-f", "application/pdf"))]
    with _running([*command, f"Yimen test {printer.port}"], folder / "ipp.log", env):
        until(lambda: _answers(printer.port), "ippeveprinter does not start")
        yield printer


@dataclass(frozen=True)
class CupsQueue:
    """A queue's address, and where its server keeps what it was given."""

    uri: str
    spool: Path


@contextlib.contextmanager
def cups_queue(printer_uri: str) -> Iterator[CupsQueue]:
    """Run a private cupsd with a queue that leads to a printer."""
    folder = Path(tempfile.mkdtemp(prefix="yimen-cups-"))
    try:
        folder.chmod(0o755)
        for name in ("root/ppd", "spool", "cache", "run", "tmp"):
            (folder / name).mkdir(parents=True)
            shutil.chown(folder / name, "lp", "lp") if os.getuid() == 0 else None
        port = free_port()
        user = "lp" if os.getuid() == 0 else str(os.getuid())
        (folder / "root/cupsd.conf").write_text(_CUPS.format(port=port, folder=folder))
        (folder / "root/cups-files.conf").write_text(_CUPS_FILES.format(folder=folder, user=user))
        command = ["cupsd", "-f", "-c", f"{folder}/root/cupsd.conf", "-s", f"{folder}/root/cups-files.conf"]
        with _running(command, folder / "cupsd.log"):
            until(lambda: _answers(port), "cupsd does not start")
            lpadmin = ["lpadmin", "-h", f"127.0.0.1:{port}", "-p", "TestA4", "-E", "-v", printer_uri, "-m", "raw"]
            subprocess.run(lpadmin, check=True, capture_output=True, timeout=PATIENCE_S)
            yield CupsQueue(f"ipp://localhost:{port}/printers/TestA4", folder / "spool")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
