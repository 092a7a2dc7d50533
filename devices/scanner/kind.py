"""What page scanners and document cameras bring to the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Provider
from devices.core.kinds import DeviceKind, Opening
from devices.core.roles import DeviceUri, Role
from devices.core.scanning import PageScanner
from devices.scanner.opening import SCHEMES, open_scanner

# SANE and mDNS ask buses and the network each time.
_NETWORK_INTERVAL_S: Final = 30.0


def _open(uri: DeviceUri, opening: Opening) -> PageScanner:
    return open_scanner(uri, tap=opening.tap)


def _sane_devices(deadline: Deadline) -> Sequence[FoundDevice]:
    from devices.scanner.sane_driver import list_sane_devices

    return list_sane_devices(deadline.remaining)


def _escl_scanners(deadline: Deadline) -> Sequence[FoundDevice]:
    from devices.scanner.escl.discovery import list_escl_scanners

    return list_escl_scanners(deadline)


def _cameras(_deadline: Deadline) -> Sequence[FoundDevice]:
    from devices.scanner.camera.v4l2 import list_cameras

    return list_cameras()


def _providers() -> Sequence[Provider]:
    return (
        FunctionProvider("camera", _cameras),
        FunctionProvider("sane", _sane_devices, _NETWORK_INTERVAL_S),
        FunctionProvider("escl", _escl_scanners, _NETWORK_INTERVAL_S),
    )


SCANNER: Final = DeviceKind(
    name="scanner",
    openers={
        Role.SCANNER: dict.fromkeys(SCHEMES, _open),
        Role.DOCUMENT_CAMERA: {"camera": _open},
    },
    providers=_providers,
)
