"""What ID-card readers bring to the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Provider
from devices.core.kinds import DeviceKind, Opening
from devices.core.roles import DeviceUri, Role
from devices.id_card.driver import SamvReader
from devices.id_card.transport import list_serial_ports


def _open_serial(uri: DeviceUri, _opening: Opening) -> SamvReader:
    return SamvReader.open_serial(uri.place)


def _serial_ports(_deadline: Deadline) -> Sequence[FoundDevice]:
    return list_serial_ports()


def _providers() -> Sequence[Provider]:
    return (FunctionProvider("serial", _serial_ports),)


ID_CARD: Final = DeviceKind(
    name="id_card",
    openers={Role.ID_CARD: {"serial": _open_serial}},
    providers=_providers,
)
