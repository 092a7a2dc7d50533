"""What page scanners bring to the library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Provider
from devices.core.kinds import DeviceKind, Opening
from devices.core.roles import DeviceUri, Role
from devices.scanner.image_source import ImageFileScanner
from devices.scanner.sane_driver import SaneScanner, list_sane_devices

# SANE asks buses and the network each time.
_SANE_INTERVAL_S: Final = 30.0


def _open_sane(uri: DeviceUri, _opening: Opening) -> SaneScanner:
    return SaneScanner(uri.place)


def _open_folder(uri: DeviceUri, _opening: Opening) -> ImageFileScanner:
    return ImageFileScanner(Path(uri.place))


def _sane_devices(deadline: Deadline) -> Sequence[FoundDevice]:
    return list_sane_devices(deadline.remaining)


def _providers() -> Sequence[Provider]:
    return (FunctionProvider("sane", _sane_devices, _SANE_INTERVAL_S),)


SCANNER: Final = DeviceKind(
    name="scanner",
    openers={Role.SCANNER: {"sane": _open_sane, "folder": _open_folder}},
    providers=_providers,
)
