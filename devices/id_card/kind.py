"""What ID-card readers bring to the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Provider
from devices.core.errors import DeviceNotFoundError
from devices.core.kinds import DeviceKind, Opening
from devices.core.roles import DeviceConfigError, DeviceUri, Role
from devices.id_card.driver import SamvReader
from devices.id_card.traffic import SamvTrafficReader
from devices.id_card.transport import list_serial_ports


def _open_serial(uri: DeviceUri, _opening: Opening) -> SamvReader:
    return SamvReader.open_serial(uri.place)


def _open_usb(uri: DeviceUri, _opening: Opening) -> SamvReader:
    try:
        return SamvReader.open_usb(str(uri))
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


ID_CARD: Final = DeviceKind(
    name="id_card",
    openers={Role.ID_CARD: {"serial": _open_serial, "usb": _open_usb}},
    providers=_providers,
    traffic=dict.fromkeys(("serial", "usb"), SamvTrafficReader),
)
