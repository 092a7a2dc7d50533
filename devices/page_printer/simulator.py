"""A page printer that is none: a real ippeveprinter (CUPS), spoilt by the script that it runs for each job.

ippeveprinter reads `STATE: +media-empty-error` and the like from the script's standard error; so faults show while a
job is there, as in a printer that finds its tray empty when it reaches for a sheet. It announces itself by avahi, whose
bus the environment names.
"""

from __future__ import annotations

import contextlib
import shlex
import socket
import subprocess
import threading
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from pyipp.enums import IppOperation

from devices.core.deadline import Deadline
from devices.core.errors import DeviceBusyError, DeviceTimeoutError
from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.core.simulation import SimulationPermit
from devices.faults.daemon import DaemonTarget
from devices.page_printer.client import IppAddress, IppClient
from devices.page_printer.document import PDF

_START_S: Final = 15.0
_LOOK_S: Final = 0.02
_SPOILT: Final = {
    "paper_out": ("没纸", "media-empty-error"),
    "jam": ("卡纸", "media-jam-error"),
    "cover_open": ("打开机盖", "cover-open-error"),
    "toner_out": ("碳粉用完", "toner-empty-error"),
    "stop": ("在打印机上按了暂停", "paused-error"),
    "paper_low": ("纸将用完", "media-low-warning"),
}
_HARMLESS: Final = frozenset({"media-low-warning"})
_OTHERS_JOB: Final = "another-office"
_OTHERS_PAGE: Final = b"%PDF-1.4\n%%EOF\n"
# Ends with its printer, whatever it waits for: its parent gone, nobody would ever end it.
_SCRIPT: Final = """\
#!/bin/sh
cd {folder} || exit 1
pause() {{ kill -0 $PPID 2>/dev/null || exit 1; sleep 0.05; }}
case "$IPP_JOB_NAME" in {others}) while [ -e occupied ]; do pause; done; exit 0;; esac
: >begun
while [ -e begun ]; do pause; done
shown=
while :; do
  wanted=$(cat reason)
  if [ "$wanted" != "$shown" ]; then
    [ -z "$shown" ] || echo "STATE: -$shown" >&2
    [ -z "$wanted" ] || echo "STATE: +$wanted" >&2
    shown=$wanted
  fi
  case "$wanted" in ""|{harmless}) break;; esac
  pause
done
ticks=$(cat ticks)
while [ "$ticks" -gt 0 ]; do ticks=$((ticks - 1)); pause; done
[ -z "$shown" ] || echo "STATE: -$shown" >&2
"""


class VirtualPagePrinter:
    """Takes PDF on A4, on both sides, from its construction to `close`. Any thread may call that runs no event loop.

    Attributes:
        moments: `job_begun`, before anything of a job is printed.
    """

    role: Final = Role.PAGE_PRINTER

    def __init__(self, permit: SimulationPermit, folder: Path, env: Mapping[str, str] | None = None) -> None:
        """Start it.

        Args:
            folder: an empty folder for its spool and its state.
            env: its environment, this process's own if left out.

        Raises:
            SimulationForbiddenError: no permit.
            DeviceTimeoutError: it does not begin to serve.
            OSError: ippeveprinter is missing.
        """
        self.moments = Moments(("job_begun",))
        self._folder = folder
        self._env = env
        self._port = _free_port()
        (folder / "spool").mkdir()
        self._write("ticks", "0")
        self._write("reason", "")
        script = _SCRIPT.format(
            folder=shlex.quote(str(folder)), others=f'"{_OTHERS_JOB}"', harmless="|".join(sorted(_HARMLESS))
        )
        self._write("job.sh", script)
        (folder / "job.sh").chmod(0o755)
        self._closed = threading.Event()
        self._daemon = DaemonTarget(permit, self.role, self._start)
        self._watch = threading.Thread(target=self._tell_moments, name="page-printer-simulator", daemon=True)
        self._watch.start()

    def __enter__(self) -> Self:
        """Return the running simulator."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Switch it off."""
        self.close()

    @property
    def uri(self) -> str:
        """What a configuration names; the same after it was killed and started."""
        return f"ipp://localhost:{self._port}/ipp/print"

    @property
    def fault_actions(self) -> Mapping[str, FaultAction]:
        """What a fault script can do to it."""
        spoil = {name: FaultAction(title, partial(self._show, reason)) for name, (title, reason) in _SPOILT.items()}
        return MappingProxyType(
            {
                **spoil,
                "load_paper": FaultAction("装纸", partial(self._show, "")),
                "clear_jam": FaultAction("取出卡住的纸", partial(self._show, "")),
                "cover_close": FaultAction("合上机盖", partial(self._show, "")),
                "busy": FaultAction("正在打印别人的文件", self._occupy),
                "slow": FaultAction("打印很慢", self._slow_down, MappingProxyType({"seconds": float})),
                **{name: each for name, each in self._daemon.fault_actions.items() if name != "restore"},
                "restore": FaultAction("恢复正常", self.restore),
            }
        )

    def restore(self) -> None:
        """Put everything right again; a job that waited is printed."""
        self._show("")
        self._write("ticks", "0")
        (self._folder / "occupied").unlink(missing_ok=True)
        self._daemon.restore()

    def close(self) -> None:
        """Switch it off, with whatever it runs. May be called twice."""
        self._closed.set()
        self._watch.join()
        self._daemon.close()

    def _start(self) -> subprocess.Popen[bytes]:
        (self._folder / "begun").unlink(missing_ok=True)
        command = ["ippeveprinter", "-2", "-n", "localhost", "-p", str(self._port), "-d", str(self._folder / "spool")]
        command += ["-c", str(self._folder / "job.sh"), "-m", "A4", "-f", PDF, f"Yimen {self._port}"]
        with (self._folder / "log").open("ab") as log:
            # A group of its own, so that the scripts of its jobs end with it.
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._env, start_new_session=True
            )
        deadline = Deadline(_START_S)
        while not _answers(self._port):
            if deadline.expired or process.poll() is not None:
                process.kill()
                process.wait()
                detail = "ippeveprinter"
                raise DeviceTimeoutError(detail)
            threading.Event().wait(_LOOK_S)
        return process

    def _tell_moments(self) -> None:
        begun = self._folder / "begun"
        while not self._closed.wait(_LOOK_S):
            if begun.exists():
                self.moments.reached("job_begun")
                begun.unlink(missing_ok=True)

    def _show(self, reason: str) -> None:
        self._write("reason", reason)

    def _slow_down(self, seconds: float = 2.0) -> None:
        self._write("ticks", str(round(seconds / 0.05)))

    def _occupy(self) -> None:
        """Have it print a job of somebody else until it is restored."""
        (self._folder / "occupied").touch()
        with contextlib.suppress(DeviceBusyError):
            IppClient(IppAddress(self.uri, "localhost", self._port)).ask(
                IppOperation.PRINT_JOB,
                Deadline(_START_S),
                about={"job-name": _OTHERS_JOB, "document-format": PDF},
                document=_OTHERS_PAGE,
            )

    def _write(self, name: str, text: str) -> None:
        hidden = self._folder / f"{name}.part"
        hidden.write_text(text)
        hidden.replace(self._folder / name)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
        return True
    return False
