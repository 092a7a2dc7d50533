"""What page scanners and document cameras bring to the library."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import Final

from devices.core.deadline import Deadline
from devices.core.discovery import FoundDevice, FunctionProvider, Provider
from devices.core.kinds import DeviceKind, Opening
from devices.core.readiness import Check, CheckOutcome, ok, warn
from devices.core.roles import DeviceUri, Role
from devices.core.scanning import PageScanner
from devices.scanner.opening import SCHEMES, ScanOptions, open_scanner
from devices.scanner.sane_traffic import SaneTrafficReader
from devices.sniffing.http_traffic import HttpTrafficReader

# A picture that lies in a folder for longer was an earlier person's.
_FRESH_S: Final = 600.0
# SANE and mDNS ask buses and the network each time.
_NETWORK_INTERVAL_S: Final = 30.0


def _open(uri: DeviceUri, opening: Opening) -> PageScanner:
    return open_scanner(uri, ScanOptions(fresh_s=_FRESH_S), opening.tap)


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


def _ask_sane(deadline: Deadline) -> CheckOutcome:
    names = [found.description or found.address for found in _sane_devices(deadline)]
    return (
        ok("、".join(names))
        if names
        else warn("SANE 没有找到扫描仪", "请检查扫描仪的电源和线缆；网络扫描仪可直接写 escl: 地址。")
    )


def _ask_cameras(_deadline: Deadline) -> CheckOutcome:
    found = _cameras(_deadline)
    if not found:
        return ok("没有插着高拍仪")
    fleeting = [camera.address for camera in found if "/by-id/" not in camera.address]
    if fleeting:
        return warn("、".join(fleeting), "这些摄像头没有固定名称，换口或重启后编号会变；请固定插口。")
    return ok("、".join(camera.description for camera in found))


def _ask_discovery(_deadline: Deadline) -> CheckOutcome:
    if shutil.which("airscan-discover") is None:
        return warn("没有装 sane-airscan", "要自动发现网络扫描仪时，请安装 sane-airscan；也可直接写 escl: 地址。")
    return ok("airscan-discover")


def _checks() -> Sequence[Check]:
    return (
        Check("scanner.sane", "扫描服务（SANE）能找到扫描仪", _ask_sane, is_slow=True),
        Check("scanner.camera", "高拍仪有固定名称", _ask_cameras),
        Check("scanner.discovery", "能发现网络扫描仪", _ask_discovery),
    )


SCANNER: Final = DeviceKind(
    name="scanner",
    openers={
        Role.SCANNER: dict.fromkeys(SCHEMES, _open),
        Role.DOCUMENT_CAMERA: {"camera": _open},
    },
    providers=_providers,
    checks=_checks,
    traffic={"escl": HttpTrafficReader, "sane": SaneTrafficReader},
)
