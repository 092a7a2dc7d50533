"""A page printer on a loopback port that speaks IPP, wants no daemon, and can be spoilt by hands and fault scripts.

The tests of the driver have a real ippeveprinter (simulator.py); this one is for where nothing can be set up: the
device dock and drills. The same contract holds both.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from devices.core.errors import SimulationForbiddenError
from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.core.simulated_network import NetworkPlug
from devices.core.simulation import SimulationPermit
from devices.page_printer.simulated_printer import MOMENTS, PrintJob, SimulatedPagePrinter
from devices.page_printer.simulator_http import PATH, make_handler


class IppSimulator:
    """Takes PDF on A4, on both sides, from its construction to `close`. Any thread may call.

    Attributes:
        moments: `job_taken`; `job_begun`, before anything of a job is printed; `job_ended`.
    """

    role: Final = Role.PAGE_PRINTER

    def __init__(self, permit: SimulationPermit, tray: Path | None = None) -> None:
        """Switch it on.

        Args:
            tray: an existing folder for what comes out, as page-1.pdf; None keeps nothing.

        Raises:
            SimulationForbiddenError: no permit.
            OSError: no port is free.
        """
        if not isinstance(permit, SimulationPermit):
            raise SimulationForbiddenError
        self.moments = Moments(MOMENTS)
        self._printer = SimulatedPagePrinter(tray, self.moments)
        self._plug = NetworkPlug(make_handler(self._printer), "ipp-simulator")

    def __enter__(self) -> Self:
        """Return the running simulator."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Switch it off."""
        self.close()

    @property
    def uri(self) -> str:
        """What a configuration names; the same after it was pulled and put back."""
        return f"ipp://127.0.0.1:{self._plug.port}{PATH}"

    @property
    def printed(self) -> tuple[Path, ...]:
        """The documents that came out, the oldest first."""
        return self._printer.printed

    @property
    def jobs(self) -> tuple[PrintJob, ...]:
        """The jobs that have not ended, then those that have, the newest first."""
        return (*self._printer.jobs(ended=False), *self._printer.jobs(ended=True))

    @property
    def fault_actions(self) -> Mapping[str, FaultAction]:
        """What a fault script can do to it."""
        change = self.set_conditions
        return MappingProxyType(
            {
                "paper_out": FaultAction("没纸", partial(change, paper_out=True)),
                "paper_low": FaultAction("纸将用完", partial(change, paper_low=True)),
                "load_paper": FaultAction("装纸", partial(change, paper_out=False, paper_low=False)),
                "jam": FaultAction("卡纸", partial(change, jammed=True)),
                "clear_jam": FaultAction("取出卡住的纸", partial(change, jammed=False)),
                "cover_open": FaultAction("打开机盖", partial(change, cover_open=True)),
                "cover_close": FaultAction("合上机盖", partial(change, cover_open=False)),
                "toner_out": FaultAction("碳粉用完", partial(change, toner_out=True)),
                "stop": FaultAction("在打印机上按了暂停", partial(change, paused=True)),
                "busy": FaultAction("正在打印别人的文件", partial(change, occupied=True)),
                "abort": FaultAction("打印机中止任务", partial(change, aborting=True)),
                "slow": FaultAction("打印很慢", self._slow_down, MappingProxyType({"seconds": float})),
                "wrong_clock": FaultAction("打印机的时钟不对", partial(change, wrong_clock=True)),
                "freeze_daemon": FaultAction("打印机没有应答", partial(change, frozen=True)),
                "thaw_daemon": FaultAction("打印机恢复应答", partial(change, frozen=False)),
                "kill_daemon": FaultAction("打印服务崩溃，丢掉所有任务", self.unplug),
                "start_daemon": FaultAction("重新启动打印服务", self.replug),
                "restore": FaultAction("恢复正常", self.restore),
            }
        )

    def set_conditions(self, **changes: object) -> None:
        """Change what ails it, by name of PrinterConditions."""
        self._printer.change(**changes)

    def restore(self) -> None:
        """Put everything right again; a job that waited is printed."""
        self._printer.mend()
        self.replug()

    def unplug(self) -> None:
        """Lose power: vanish from the network with every job; living connections break."""
        self._printer.forget_jobs()
        self._plug.pull()

    def replug(self) -> None:
        """Be on the network again, on the same port. Does nothing when it already is."""
        self._plug.put_back()

    def close(self) -> None:
        """Switch off. May be called twice."""
        self._printer.close()
        self.unplug()

    def _slow_down(self, seconds: float = 2.0) -> None:
        self.set_conditions(seconds_per_job=seconds)
