"""The hand that lays pages into a watched folder, and all that a scanner which drops files does wrong."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from devices.core.errors import SimulationForbiddenError
from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.core.simulated_network import OLD_CLOCK
from devices.core.simulation import SimulationPermit

_PAGE: Final = "next"
_GARBAGE: Final = bytes(range(256)) * 64


@dataclass(frozen=True, slots=True)
class TrayConditions:
    """What goes wrong with each page that is laid in.

    Attributes:
        slow_s: seconds from the first half of a file to the second.
    """

    half: bool = False
    garbage: bool = False
    foreign: bool = False
    wrong_clock: bool = False
    slow_s: float = 0.0


class FolderSimulator:
    """Lays picture files into a folder. Any thread may call."""

    role: Final = Role.SCANNER

    def __init__(self, permit: SimulationPermit, folder: Path) -> None:
        """Make the folder; a page that lies there from before is taken away.

        Raises:
            SimulationForbiddenError: no permit.
            OSError: the folder can't be made.
        """
        if not isinstance(permit, SimulationPermit):
            raise SimulationForbiddenError
        self.moments = Moments(("page_laid",))
        self._folder = folder
        self._conditions = TrayConditions()
        self._timers: list[threading.Timer] = []
        folder.mkdir(parents=True, exist_ok=True)
        self.take_away()

    @property
    def uri(self) -> str:
        """What a configuration names."""
        return f"folder:{self._folder}"

    @property
    def holds_page(self) -> bool:
        """Whether something still lies there, or is still being written."""
        return any(path.exists() for path in self._places()) or any(timer.is_alive() for timer in self._timers)

    @property
    def fault_actions(self) -> Mapping[str, FaultAction]:
        """What a script can do to it."""
        return MappingProxyType(
            {
                "half_file": FaultAction("文件只写了一半", lambda: self._change(half=True)),
                "garbage_file": FaultAction("文件内容是乱码", lambda: self._change(garbage=True)),
                "foreign_file": FaultAction("放进来的是 PDF", lambda: self._change(foreign=True)),
                "wrong_clock": FaultAction("扫描仪的时钟不对", lambda: self._change(wrong_clock=True)),
                "slow": FaultAction("文件写得很慢", self._slow_down, MappingProxyType({"seconds": float})),
                "paper_out": FaultAction("拿走纸", self.take_away),
                "share_gone": FaultAction("共享文件夹断开", self.unplug),
                "share_back": FaultAction("共享文件夹恢复", self.replug),
                "restore": FaultAction("恢复正常", self.restore),
            }
        )

    def lay(self, picture: bytes) -> None:
        """Lay a PNG file in, as well as the conditions allow."""
        conditions = self._conditions
        suffix = ".pdf" if conditions.foreign else ".png"
        data = _GARBAGE if conditions.garbage else picture
        target = self._folder / f"{_PAGE}{suffix}"
        if conditions.half or conditions.slow_s:
            _write(target, data[: len(data) // 2])
            if not conditions.half:
                timer = threading.Timer(conditions.slow_s, _write, (target, data))
                timer.daemon = True
                self._timers.append(timer)
                timer.start()
        else:
            self._write_at_once(target, data, is_dated_wrongly=conditions.wrong_clock)
        self.moments.reached("page_laid")

    def _write_at_once(self, target: Path, data: bytes, *, is_dated_wrongly: bool) -> None:
        hidden = target.with_name(f".{target.name}.part")
        with contextlib.suppress(FileNotFoundError):
            hidden.write_bytes(data)
            if is_dated_wrongly:
                os.utime(hidden, (OLD_CLOCK, OLD_CLOCK))
            hidden.replace(target)

    def take_away(self) -> None:
        """Take away what lies there."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        for path in self._places():
            path.unlink(missing_ok=True)

    def unplug(self) -> None:
        """Let the folder vanish, as a share whose server is gone."""
        self.take_away()
        shutil.rmtree(self._folder, ignore_errors=True)

    def replug(self) -> None:
        """Let the folder be there again."""
        self._folder.mkdir(parents=True, exist_ok=True)

    def restore(self) -> None:
        """Put everything right again; what was damaged is taken away."""
        self._conditions = TrayConditions()
        self.take_away()
        self.replug()

    def close(self) -> None:
        """Write nothing further. May be called twice."""
        for timer in self._timers:
            timer.cancel()

    def _places(self) -> tuple[Path, ...]:
        return (self._folder / f"{_PAGE}.png", self._folder / f"{_PAGE}.pdf")

    def _change(self, **changes: object) -> None:
        self._conditions = replace(self._conditions, **changes)  # type: ignore[arg-type]

    def _slow_down(self, seconds: float = 2.0) -> None:
        self._change(slow_s=seconds)


def _write(path: Path, data: bytes) -> None:
    # The folder may have vanished under a slow writer's hand.
    with contextlib.suppress(FileNotFoundError):
        path.write_bytes(data)
