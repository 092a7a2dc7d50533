"""What barcode guns bring to the library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from devices.core.barcodes import BarcodeGun
from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Provider, Transport
from devices.core.kinds import DeviceKind, Opening
from devices.core.readiness import Check, CheckOutcome, fail, ok, unknown
from devices.core.roles import DeviceConfigError, DeviceUri, Role

_WHERE: Final = f"devices.{Role.BARCODE}"
_INPUT: Final = Path("/dev/input")


def _open_serial(uri: DeviceUri, _opening: Opening) -> BarcodeGun:
    from devices.barcode.serial_gun import BAUDS, DEFAULT_BAUD, SerialGun

    path, _, query = uri.place.partition("?")
    options = {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
    baud, ends = options.pop("baud", str(DEFAULT_BAUD)), options.pop("end", "cr")
    if not path or options or baud not in map(str, BAUDS) or ends not in {"cr", "gap"}:
        raise DeviceConfigError(place=_WHERE, problem=f"{uri} is no serial:PATH[?baud=N][&end=cr|gap]")
    return SerialGun(Path(path), int(baud), ends_at_cr=ends == "cr")


def _open_evdev(uri: DeviceUri, _opening: Opening) -> BarcodeGun:
    from devices.barcode.evdev_gun import open_evdev_gun

    return open_evdev_gun(uri.place)


def _keyboards(_deadline: Deadline) -> Sequence[FoundDevice]:
    if not _INPUT.is_dir():
        return ()
    from devices.barcode.evdev_gun import list_keyboards

    return [
        FoundDevice(Transport.EVDEV, f"evdev:{path}", name, f"{vendor:04x}", f"{product:04x}")
        for path, (vendor, product), name in list_keyboards()
    ]


def _providers() -> Sequence[Provider]:
    return (FunctionProvider("evdev", _keyboards),)


def _ask_input(_deadline: Deadline) -> CheckOutcome:
    if not _INPUT.is_dir():
        return unknown("这台机器没有 /dev/input", "扫码枪请设为串口（USB-CDC）方式。")
    nodes = list(_INPUT.glob("event*"))
    readable = [node for node in nodes if _is_readable(node)]
    if nodes and not readable:
        return fail("键盘设备读不了", "请把当前用户加入 input 组，再重新登录。")
    return ok(f"{len(readable)} 个键盘设备可用")


def _is_readable(node: Path) -> bool:
    try:
        with node.open("rb", buffering=0):
            return True
    except OSError:
        return False


def _checks() -> Sequence[Check]:
    return (Check("barcode.input", "扫码枪的键盘设备可以独占", _ask_input),)


BARCODE: Final = DeviceKind(
    name="barcode",
    openers={Role.BARCODE: {"serial": _open_serial, "evdev": _open_evdev}},
    providers=_providers,
    checks=_checks,
)
