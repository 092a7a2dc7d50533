"""An eSCL scanner on a loopback port, with a glass and a feeder, that hands and fault scripts can spoil."""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Self

from devices.core.errors import SimulationForbiddenError
from devices.core.faults import FaultAction, Moments
from devices.core.roles import Role
from devices.core.scanning import Pixels
from devices.core.simulated_network import NetworkPlug
from devices.core.simulation import SimulationPermit
from devices.scanner.escl.simulated_scanner import MOMENTS, ScannerConditions, SimulatedScanner
from devices.scanner.escl.simulator_http import make_handler


class EsclSimulator:
    """Listens from its construction to `close`. Any thread may call."""

    def __init__(
        self,
        permit: SimulationPermit,
        *,
        port: int = 0,
        conditions: ScannerConditions | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Start to listen.

        Args:
            tls: with the scanner's certificate, for https.

        Raises:
            SimulationForbiddenError: no permit.
            OSError: the port is taken.
        """
        if not isinstance(permit, SimulationPermit):
            raise SimulationForbiddenError
        self.moments = Moments(MOMENTS)
        self.scanner = SimulatedScanner(conditions or ScannerConditions(), self.moments)
        self._scheme = "http" if tls is None else "https"
        self._plug = NetworkPlug(make_handler(self.scanner), "escl-simulator", port, tls)

    def __enter__(self) -> Self:
        """Return the running simulator."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Switch it off."""
        self.close()

    @property
    def role(self) -> Role:
        """What it stands for."""
        return Role.SCANNER

    @property
    def url(self) -> str:
        """What the driver takes."""
        return f"{self._scheme}://127.0.0.1:{self._plug.port}/eSCL"

    @property
    def uri(self) -> str:
        """What a configuration names."""
        return f"escl:{self.url}"

    @property
    def fault_actions(self) -> Mapping[str, FaultAction]:
        """What a fault script can do to it."""
        return MappingProxyType(
            {
                "jam": FaultAction("卡纸", lambda: self.set_conditions(jammed=True)),
                "jam_after": FaultAction("走几张后卡纸", self._jam_after, MappingProxyType({"sheets": int})),
                "cover_open": FaultAction("打开上盖", lambda: self.set_conditions(cover_open=True)),
                "cover_close": FaultAction("合上上盖", lambda: self.set_conditions(cover_open=False)),
                "paper_out": FaultAction("拿走进纸器里的纸", self.scanner.take_paper_away),
                "load_paper": FaultAction("放入几张纸", self._load_blank, MappingProxyType({"pages": int})),
                "busy": FaultAction("被别的电脑占用", lambda: self.set_conditions(busy=True)),
                "garbage": FaultAction("回应乱码", lambda: self.set_conditions(garbage=True)),
                "corrupt": FaultAction("图像数据损坏", lambda: self.set_conditions(corrupt=True)),
                "silence": FaultAction("没有回应", lambda: self.set_conditions(silent=True)),
                "slow": FaultAction("传送很慢", self._slow_down, MappingProxyType({"bytes_per_s": int})),
                "short_image": FaultAction("图像只有一半", lambda: self.set_conditions(short=True)),
                "wrong_clock": FaultAction("扫描仪的时钟不对", lambda: self.set_conditions(wrong_clock=True)),
                "unplug": FaultAction("断电或拔网线", self.unplug),
                "kill_daemon": FaultAction("扫描服务崩溃", self.unplug),
                "start_daemon": FaultAction("重新启动扫描服务", self.replug),
                "replug": FaultAction("重新接通", self.replug),
                "restore": FaultAction("恢复正常", self.restore),
            }
        )

    def lay(self, pixels: Pixels) -> None:
        """Put a page on the glass."""
        self.scanner.lay(pixels)

    def load(self, pages: Sequence[Pixels]) -> None:
        """Put a stack into the feeder."""
        self.scanner.load(pages)

    def set_conditions(self, **changes: object) -> None:
        """Change what ails it, by name of ScannerConditions."""
        self.scanner.change(**changes)

    def restore(self) -> None:
        """Put everything right again."""
        self.scanner.mend()
        self.replug()

    def unplug(self) -> None:
        """Lose power: vanish from the network with every job; living connections break, paper stays."""
        self.scanner.forget_jobs()
        self._plug.pull()

    def replug(self) -> None:
        """Be on the network again, on the same port. Does nothing when it already is."""
        self._plug.put_back()

    def close(self) -> None:
        """Switch off. May be called twice."""
        self.scanner.give_up()
        self.unplug()

    def _load_blank(self, pages: int = 3) -> None:
        self.scanner.load_specimens(pages)

    def _jam_after(self, sheets: int = 2) -> None:
        self.set_conditions(jam_after=sheets)

    def _slow_down(self, bytes_per_s: int = 20_000) -> None:
        self.set_conditions(bytes_per_s=bytes_per_s)
