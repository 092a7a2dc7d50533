"""What only a counter has: a printer of A4 pages on the network, and a barcode gun on a serial line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from demo.dock.state import BenchState, PaperRoll
from devices.barcode.simulator import VirtualSerialGun
from devices.core.faults import FaultTarget
from devices.core.roles import Role
from devices.core.simulation import SimulationPermit
from devices.page_printer.ipp_simulator import IppSimulator

DESKS: Final = frozenset({"counter"})
"""The benches that have them."""
_BAUD: Final = 115_200


class DeskTools:
    """Applies a BenchState to both; methods are for one thread."""

    def __init__(self, folder: Path, permit: SimulationPermit) -> None:
        """Switch them on.

        Args:
            folder: an existing folder for the gun's port; pages that come out lie in `pages` below it.
        """
        tray = folder / "pages"
        tray.mkdir(parents=True, exist_ok=True)
        self._printer = IppSimulator(permit, tray)
        self._gun = VirtualSerialGun(permit, folder / "barcode", baud=_BAUD)

    @property
    def targets(self) -> Mapping[Role, FaultTarget]:
        """What fault scripts can play on."""
        return MappingProxyType({Role.PAGE_PRINTER: self._printer, Role.BARCODE: self._gun})

    @property
    def device_uris(self) -> dict[str, str]:
        """What `[devices]` of terminal.toml must say."""
        return {"page_printer": self._printer.uri, "barcode": self._gun.uri}

    @property
    def pages(self) -> tuple[Path, ...]:
        """The documents that came out, the oldest first."""
        return self._printer.printed

    def set_printer(self, wanted: BenchState) -> None:
        """Bring the printer of A4 pages into the wanted state."""
        self._printer.set_conditions(
            paper_low=wanted.sheets is PaperRoll.LOW, paper_out=wanted.sheets is PaperRoll.OUT, jammed=wanted.jammed
        )

    def scan(self, code: str) -> None:
        """Hold the gun to a code."""
        self._gun.scan(code)

    def close(self) -> None:
        """Unplug both. May be called twice."""
        self._gun.close()
        self._printer.close()
