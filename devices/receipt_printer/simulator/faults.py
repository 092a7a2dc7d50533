"""What a fault script can do to the virtual printer, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final, Protocol

from devices.core.faults import FaultAction
from devices.receipt_printer.simulator.conditions import PrinterConditions

MOMENTS: Final = ("slip_begun", "line_printed", "cut")
"""The first item of a slip is carried out; rows came out; the slip is about to be cut."""

_CONDITIONS: Final = {
    "paper_low": ("纸将用完", {"paper_low": True}),
    "paper_out": ("没纸", {"paper_out": True}),
    "load_paper": ("换上新纸卷", {"paper_out": False, "paper_low": False}),
    "cover_open": ("打开机盖", {"cover_open": True}),
    "cover_close": ("合上机盖", {"cover_open": False}),
    "offline": ("脱机", {"offline": True}),
    "jam": ("切刀卡住", {"cutter_jammed": True}),
    "mechanical_error": ("机械故障", {"mechanical_error": True}),
    "overheat": ("打印头过热", {"overheated": True}),
    "silence": ("打印但不回应", {"silent": True}),
    "eot_only": ("只回应即时状态", {"eot_only": True}),
    "unplug": ("拔掉网线或电源", {"unplugged": True}),
    "replug": ("重新接通", {"unplugged": False}),
}


class _Printer(Protocol):
    def set_conditions(self, **changes: bool) -> None: ...
    def drop_connection_after(self, size: int) -> None: ...
    def power_cycle(self, off_s: float = 1.0, *, after_bytes: int = 0) -> None: ...


def printer_actions(printer: _Printer) -> Mapping[str, FaultAction]:
    """Return the actions by name."""
    actions = {
        name: FaultAction(title, partial(printer.set_conditions, **to)) for name, (title, to) in _CONDITIONS.items()
    }
    actions["break_line"] = FaultAction(
        "连接断一下", lambda after_bytes=1: printer.drop_connection_after(after_bytes), {"after_bytes": int}
    )
    actions["power_cut"] = FaultAction("断电几秒", lambda seconds=1.0: printer.power_cycle(seconds), {"seconds": float})
    actions["restore"] = FaultAction("恢复正常", _restoring(printer))
    return MappingProxyType(actions)


def _restoring(printer: _Printer) -> Callable[[], None]:
    healthy = dict.fromkeys(PrinterConditions.__slots__, False)
    return partial(printer.set_conditions, **healthy)
