"""What ID-card readers bring to the library."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Provider
from devices.core.errors import DeviceNotFoundError
from devices.core.kinds import DeviceKind, Opening
from devices.core.readiness import Check, CheckOutcome, fail, ok
from devices.core.roles import DeviceConfigError, DeviceUri, Role
from devices.id_card.driver import SamvReader
from devices.id_card.traffic import SamvTrafficReader
from devices.id_card.transport import list_serial_ports


def _open_serial(uri: DeviceUri, opening: Opening) -> SamvReader:
    return SamvReader.open_serial(uri.place, opening.tap)


def _open_usb(uri: DeviceUri, opening: Opening) -> SamvReader:
    try:
        return SamvReader.open_usb(str(uri), tap=opening.tap)
    except DeviceNotFoundError as error:
        raise DeviceConfigError(place=f"devices.{Role.ID_CARD}", problem=error.detail) from error


def _usb_readers(_deadline: Deadline) -> Sequence[FoundDevice]:
    # Loads pyusb, which verbs without USB should not wait for.
    from devices.id_card.usb_line import list_usb_readers

    return list_usb_readers()


def _serial_ports(_deadline: Deadline) -> Sequence[FoundDevice]:
    return list_serial_ports()


def _providers() -> Sequence[Provider]:
    return (FunctionProvider("serial", _serial_ports), FunctionProvider("usb_id_card", _usb_readers))


def _ask_usb_access(deadline: Deadline) -> CheckOutcome:
    readers = _usb_readers(deadline)
    if not readers:
        return ok("没有插 USB 读卡器")
    closed = [reader for reader in readers if not os.access(_node_of(reader), os.R_OK | os.W_OK)]
    if closed:
        names = "、".join(reader.address for reader in closed)
        return fail(names, "请按 devices/id_card/README.md 加一条 udev 规则，让当前用户可以打开读卡器，再重新插上。")
    return ok("、".join(reader.address for reader in readers))


def _node_of(reader: FoundDevice) -> Path:
    bus, _, address = reader.instance.partition(":")
    return Path(f"/dev/bus/usb/{int(bus):03d}/{int(address):03d}")


def _checks() -> Sequence[Check]:
    return (Check("id_card.usb", "USB 身份证读卡器可以打开", _ask_usb_access),)


ID_CARD: Final = DeviceKind(
    name="id_card",
    openers={Role.ID_CARD: {"serial": _open_serial, "usb": _open_usb}},
    providers=_providers,
    checks=_checks,
    traffic=dict.fromkeys(("serial", "usb"), SamvTrafficReader),
)
